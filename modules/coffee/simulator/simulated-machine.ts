import type { DeviceRequests } from '../../../kernel/devices/index.ts';
import type { Pending } from '../commands/contract.ts';
import type { OrderInput } from '../orders/contract.ts';
import type { PackageContent } from '../packages/contract.ts';
import type { StatusInput } from '../status/contract.ts';
import type { Menu } from './menu.ts';
import type { Ingredient, SimulatedBins } from './simulated-bins.ts';

/** How a simulated machine reaches the server: a path below /api/v1, and the answer's `data`; throws without a network. */
export type Send = DeviceRequests;

const MINUTE = 60_000;
/** How a machine behaves. */
export type Habits = {
  /** how many it sells a minute, as a mean */
  cups: number;
  /** how often a minute it breaks */
  breaks: number;
  /** whether it is broken until somebody restarts it */
  broken: boolean;
  /** minutes after which somebody has refilled a low bin */
  refilledAfter: number;
  /** what leaves a bin each minute without being sold; null: nothing */
  leak: { position: number; quantity: number } | null;
  /** whether it fails to run a package that it is told to run */
  failsPackages: boolean;
  /** the beginning of its orders' numbers */
  numbers: string;
  /** sold before the first minute, and handed in late, as after a time without a network */
  past: { from: Date; to: Date } | null;
};
/** A cup each ten minutes or so, and a fault in a day or two. */
const USUAL: Habits = {
  cups: 0.1,
  breaks: 0.0005,
  broken: false,
  refilledAfter: 45,
  leak: null,
  failsPackages: false,
  numbers: 'S',
  past: null,
};
const BROKEN_MINUTES = 20;
/** One report has 200 orders at most; what was sold without a network goes in several. */
const MAX_ORDERS = 100;
/** What a machine is, and how it reaches the server. `package`: the number of the package that its menu is of. */
export type Equipment = { send: Send; menu: Menu; bins: SimulatedBins; package: number | null };
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
  #bins: SimulatedBins;
  #menu: Map<string, { price: string; takes: Ingredient[] }>;
  #minutes = 0;
  #lowFor = 0;
  #brokenFor: number;
  #busy: { state: 'heating' | 'cleaning'; minutes: number } | null = null;
  #target = 92;
  #locked = false;
  #package: number | null;
  #kept: OrderInput[] = [];
  #late: OrderInput[] = [];
  #past: number;
  #numbers = 0;
  #done = new Map<string, { result: 'succeeded' | 'failed'; message: string }>();
  #seed: number;
  online = true;
  /** orders that the server has taken */
  sold = 0;
  constructor(id: string, index: number, { send, menu, bins, package: runs }: Equipment, habits: Partial<Habits> = {}) {
    this.#habits = { ...USUAL, ...habits };
    this.#brokenFor = this.#habits.broken ? Number.POSITIVE_INFINITY : 0;
    this.#past = this.#habits.past?.from.getTime() ?? 0;
    this.#bins = bins;
    this.#menu = new Map([...menu].map(([product, one]) => [product, { ...one }]));
    this.#package = runs;
    this.id = id;
    this.index = index;
    this.#send = send;
    this.#seed = index * 7919 + 17;
  }
  get broken(): boolean {
    return this.#brokenFor > 0;
  }
  get low(): boolean {
    return this.#bins.low;
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
  /** One minute that ends at `now`. */
  pass(now: Date): void {
    this.#minutes += 1;
    // Two hours of eighty have no network, for each machine at another time.
    this.online = (this.index * 11 + 4 + Math.floor(this.#minutes / 120)) % 40 !== 0;
    if (this.#busy && --this.#busy.minutes <= 0) this.#busy = null;
    if (this.#brokenFor > 0) this.#brokenFor -= 1;
    else if (this.#chance() < this.#habits.breaks) this.#brokenFor = BROKEN_MINUTES;
    if (this.#habits.leak) this.#bins.lose(this.#habits.leak.position, this.#habits.leak.quantity);
    this.#lowFor = this.low ? this.#lowFor + 1 : 0;
    if (this.#lowFor > this.#habits.refilledAfter) this.#bins.fill();
    const closed = this.#locked || this.#busy || this.broken;
    if (closed || this.#chance() >= this.#habits.cups) return;
    const product = this.#wanted();
    if (product !== undefined && this.#brew(product)) this.#kept.push(this.#order(product, now));
  }
  #wanted(): string | undefined {
    return [...this.#menu.keys()][Math.floor(this.#chance() * this.#menu.size)];
  }
  #order(product: string, at: Date): OrderInput {
    this.#numbers += 1;
    const amount = this.#menu.get(product)?.price ?? '0';
    return {
      number: `${this.#habits.numbers}${this.#numbers}`,
      made_at: at.toISOString(),
      payment_method: this.#chance() < 0.4 ? 'cash' : 'card',
      amount,
      items: [{ product, amount }],
    };
  }
  #brew(product: string): boolean {
    const one = this.#menu.get(product);
    return one !== undefined && this.#bins.take(one.takes);
  }
  /** The next orders of the time before; the same ones until they are taken. */
  #lateOrders(): OrderInput[] {
    const until = this.#habits.past?.to.getTime() ?? 0;
    for (; this.#late.length < MAX_ORDERS && this.#past < until; this.#past += MINUTE) {
      if (this.#chance() >= this.#habits.cups) continue;
      const product = this.#wanted();
      if (product !== undefined) this.#late.push(this.#order(product, new Date(this.#past)));
    }
    return this.#late;
  }
  /** Reports, hands in its orders, and does what it is told. A failure keeps everything for the next time. */
  async report(): Promise<boolean> {
    if (!this.online) return false;
    try {
      await this.#send('POST', `/devices/${this.id}/status`, this.#status());
      while (this.#kept.length > 0) {
        const orders = this.#kept.slice(0, MAX_ORDERS);
        await this.#send('POST', `/devices/${this.id}/orders/create`, { orders });
        this.#kept.splice(0, orders.length);
        this.sold += orders.length;
      }
      const late = this.#lateOrders();
      if (late.length > 0) await this.#send('POST', `/devices/${this.id}/orders/create`, { orders: late });
      this.sold += late.length;
      this.#late = [];
      return await this.ask();
    } catch {
      return false;
    }
  }
  /** Asks what it should do, and does it; false: nobody answered. */
  async ask(): Promise<boolean> {
    if (!this.online) return false;
    try {
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
      bins: this.#bins.levels(),
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
        return this.#setPrice(params) ? good : bad('unknown product');
      case 'lock':
        this.#locked = params.locked ?? true;
        return good;
      case 'update_recipe': {
        const content = (await this.#send('GET', `/devices/${this.id}/package`)) as PackageContent;
        if (this.#habits.failsPackages) return bad('the package does not fit');
        this.#run(content);
        return content.number === params.package ? good : bad(`got package ${content.number}`);
      }
      case 'make_product':
        if (this.broken) return bad('pump pressure');
        return this.#brew(params.product ?? '') ? good : bad('unknown product, or a bin is empty');
    }
  }
  #setPrice({ product, price }: Command['params']): boolean {
    const one = this.#menu.get(product ?? '');
    if (one) one.price = price ?? '0';
    return one !== undefined;
  }
  /** From now on it makes its products by this package; those that are not in it as before. */
  #run({ number, recipes }: PackageContent): void {
    this.#package = number;
    for (const { code, body } of recipes) {
      const one = this.#menu.get(code);
      if (one) one.takes = body.ingredients;
    }
  }
}
