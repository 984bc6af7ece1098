import type { DeviceRequests } from '../../../kernel/devices/index.ts';
import { formatAmount } from '../../../kernel/lib/money.ts';
import type { Pending } from '../commands/contract.ts';
import type { OrderInput } from '../orders/contract.ts';
import type { StatusInput } from '../status/contract.ts';

/** How a simulated machine reaches the server: a path below /api/v1, and the answer's `data`; throws without a network. */
export type Send = DeviceRequests;

const MINUTE = 60_000;
/** What the bins hold when they are full, and what a cup takes of each. */
export const BINS = [
  { position: 1, material: 'sim-beans', capacity: 1200, threshold: 200 },
  { position: 2, material: 'sim-milk', capacity: 700, threshold: 120 },
  { position: 3, material: 'sim-cups', capacity: 150, threshold: 25 },
] as const;
const PRODUCTS: Record<string, { minor: number; takes: [number, number, number] }> = {
  espresso: { minor: 110, takes: [8, 0, 1] },
  cortado: { minor: 130, takes: [8, 6, 1] },
  latte: { minor: 160, takes: [8, 14, 1] },
};
const NAMES = Object.keys(PRODUCTS);
/** How a machine behaves. */
export type Habits = {
  /** how many it sells a minute, as a mean */
  cups: number;
  /** how often a minute it breaks */
  breaks: number;
  /** minutes after which somebody has refilled a low bin */
  refilledAfter: number;
  /** whether it fails to run a package that it is told to run */
  failsPackages: boolean;
  /** the beginning of its orders' numbers */
  numbers: string;
  /** how full its bins are at first, from 0 to 1 */
  full: number;
};
/** A cup each ten minutes or so, and a fault in a day or two. */
const USUAL: Habits = {
  cups: 0.1,
  breaks: 0.0005,
  refilledAfter: 45,
  failsPackages: false,
  numbers: 'S',
  full: 1,
};
/** One report has 200 orders at most; what was sold without a network goes in several. */
const MOST_ORDERS = 100;
type Command = Pending['commands'][number];

/**
 * A machine that sells, runs low and is refilled, breaks and recovers, loses the network and comes back, and obeys. It
 * does the same at each run: its chances come from its number.
 */
export class SimulatedMachine {
  readonly id: string;
  readonly index: number;
  #send: Send;
  #habits: Habits;
  #levels: number[];
  #lowFor = 0;
  #brokenFor = 0;
  #busy: { state: 'heating' | 'cleaning'; minutes: number } | null = null;
  #prices: Map<string, string>;
  #target = 92;
  #locked = false;
  #package: number | null = null;
  #kept: OrderInput[] = [];
  #numbers = 0;
  #done = new Map<string, { result: 'succeeded' | 'failed'; message: string }>();
  #seed: number;
  online = true;
  /** orders that the server has taken */
  sold = 0;
  constructor(id: string, index: number, currency: string, send: Send, habits: Partial<Habits> = {}) {
    this.#habits = { ...USUAL, ...habits };
    this.#levels = BINS.map(({ capacity }) => Math.round(capacity * this.#habits.full));
    this.#prices = new Map(Object.entries(PRODUCTS).map(([name, { minor }]) => [name, formatAmount(minor, currency)]));
    this.id = id;
    this.index = index;
    this.#send = send;
    this.#seed = index * 7919 + 17;
  }
  get broken(): boolean {
    return this.#brokenFor > 0;
  }
  get low(): boolean {
    return this.#levels.some((level, i) => level <= (BINS[i]?.threshold ?? 0));
  }
  /** orders that it made and nobody has taken yet */
  get waiting(): number {
    return this.#kept.length;
  }
  /** The next number from 0 up to 1 (Park and Miller's generator). */
  #chance(): number {
    this.#seed = ((this.#seed + 1) * 48_271) % 2_147_483_647;
    return this.#seed / 2_147_483_647;
  }
  /** One simulated minute that ends at `now`. */
  pass(now: Date): void {
    this.online = (this.index * 11 + Math.floor(now.getTime() / (120 * MINUTE))) % 40 !== 0;
    if (this.#busy && --this.#busy.minutes <= 0) this.#busy = null;
    if (this.#brokenFor > 0) this.#brokenFor -= 1;
    else if (this.#chance() < this.#habits.breaks) this.#brokenFor = 20;
    this.#lowFor = this.low ? this.#lowFor + 1 : 0;
    if (this.#lowFor > this.#habits.refilledAfter) this.#levels = BINS.map(({ capacity }) => capacity);
    const closed = this.#locked || this.#busy || this.broken;
    if (closed || this.#chance() >= this.#habits.cups) return;
    const product = NAMES[Math.floor(this.#chance() * NAMES.length)] as string;
    if (!this.#brew(product)) return;
    this.#numbers += 1;
    this.#kept.push({
      number: `${this.#habits.numbers}${this.#numbers}`,
      made_at: now.toISOString(),
      payment_method: this.#chance() < 0.4 ? 'cash' : 'card',
      amount: this.#prices.get(product) ?? '0',
      items: [{ product, amount: this.#prices.get(product) ?? '0' }],
    });
  }
  #brew(product: string): boolean {
    const takes = PRODUCTS[product]?.takes;
    if (!takes || takes.some((quantity, i) => (this.#levels[i] ?? 0) < quantity)) return false;
    this.#levels = this.#levels.map((level, i) => level - (takes[i] ?? 0));
    return true;
  }
  /** Reports, hands in its orders, and does what it is told. A failure keeps everything for the next time. */
  async report(): Promise<boolean> {
    if (!this.online) return false;
    try {
      await this.#send('POST', `/devices/${this.id}/status`, this.#status());
      while (this.#kept.length > 0) {
        const orders = this.#kept.slice(0, MOST_ORDERS);
        await this.#send('POST', `/devices/${this.id}/orders/create`, { orders });
        this.#kept.splice(0, orders.length);
        this.sold += orders.length;
      }
      const { commands } = (await this.#send('GET', `/devices/${this.id}/commands/pending`)) as Pending;
      for (const command of commands) await this.#obey(command);
      return true;
    } catch {
      return false;
    }
  }
  #status(): StatusInput {
    const state = this.broken ? 'fault' : (this.#busy?.state ?? (this.#locked ? 'locked' : 'ready'));
    return {
      state,
      locked: this.#locked,
      temperature: this.#target + Math.round(this.#chance() * 20) / 10 - 1,
      errors: this.broken ? ['pump_pressure'] : [],
      firmware: this.index % 4 === 0 ? '2.3.9' : '2.4.0',
      bins: this.#levels.map((level, i) => ({ position: BINS[i]?.position ?? 0, level })),
      ...(this.#package !== null && { package: this.#package }),
    };
  }
  /** It begins after the server's answer, and does nothing twice: it knows commands again by their ids. */
  async #obey(command: Command): Promise<void> {
    try {
      await this.#send('POST', `/commands/${command.id}/ack`);
    } catch {
      return;
    }
    const done = this.#done.get(command.id) ?? (await this.#perform(command));
    this.#done.set(command.id, done);
    await this.#send('POST', `/commands/${command.id}/result`, done);
  }
  async #perform({ kind, params }: Command): Promise<{ result: 'succeeded' | 'failed'; message: string }> {
    const good = { result: 'succeeded', message: '' } as const;
    const bad = (message: string) => ({ result: 'failed', message }) as const;
    switch (kind) {
      case 'restart':
        this.#busy = { state: 'heating', minutes: 2 };
        this.#brokenFor = 0;
        return good;
      case 'clean':
        this.#busy = { state: 'cleaning', minutes: params.program === 'full' ? 10 : 3 };
        return good;
      case 'set_temperature':
        this.#target = params.temperature ?? this.#target;
        return good;
      case 'set_price':
        if (!params.product || !this.#prices.has(params.product)) return bad('unknown product');
        this.#prices.set(params.product, params.price ?? '0');
        return good;
      case 'lock':
        this.#locked = params.locked ?? true;
        return good;
      case 'update_recipe': {
        const { number } = (await this.#send('GET', `/devices/${this.id}/package`)) as { number: number };
        if (this.#habits.failsPackages) return bad('the package does not fit');
        this.#package = number;
        return number === params.package ? good : bad(`got package ${number}`);
      }
      case 'make_product':
        if (this.broken) return bad('pump pressure');
        return this.#brew(params.product ?? '') ? good : bad('unknown product, or a bin is empty');
    }
  }
}
