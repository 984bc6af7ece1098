import {
  type Decoded,
  decodeToken,
  type MeterCounter,
  type Secrets,
  type TokenForm,
} from '../tokens/openpaygo.rule.ts';
import { wattsAt } from './household.rule.ts';

/** How a simulated meter reaches the server: a path below /api/v1, and the answer's `data`; throws without a network. */
export type Send = (path: string, body: object) => Promise<unknown>;

const HOUR = 3_600_000;
/** A report has 500 readings at most; what a meter kept while it had no network goes in several. */
const MAX_READINGS = 200;

type Reading = { taken_at: string; register_wh: number };
type Credit = { id: string; number: number; wh: number };

/** What every simulated meter has: a household behind it, a counter, and what is left. */
class Household {
  readonly number: string;
  readonly index: number;
  registerWh: number;
  /** below zero for a meter that was never told what it has: it counts, and cuts nobody off */
  leftWh = 0;
  #exact: number;
  constructor(number: string, index: number, registerWh: number) {
    this.number = number;
    this.index = index;
    this.registerWh = registerWh;
    this.#exact = registerWh;
  }
  /** Uses electricity until `to`, as long as something is left. */
  use(from: Date, to: Date, zoneHours: number): void {
    for (let at = from.getTime(); at < to.getTime(); at += HOUR) {
      const span = Math.min(HOUR, to.getTime() - at);
      const local = new Date(at + zoneHours * HOUR);
      const wanted =
        (wattsAt(this.index, local.getUTCHours(), Math.floor(local.getTime() / (24 * HOUR))) * span) / HOUR;
      const used = Math.min(wanted, Math.max(0, this.leftWh));
      this.#exact += used;
      this.leftWh -= used;
    }
    this.registerWh = Math.floor(this.#exact);
  }
}

/** A meter with a machine: it reports, loses the network and comes back, and adds each credit once, in order. */
export class ConnectedMeter extends Household {
  #send: Send;
  #kept: Reading[] = [];
  #added = 0;
  online = true;
  reported = 0;
  constructor(number: string, index: number, registerWh: number, send: Send) {
    super(number, index, registerWh);
    this.#send = send;
  }
  keep(at: Date): void {
    this.#kept.push({ taken_at: at.toISOString(), register_wh: this.registerWh });
  }
  /** Sends what it kept and takes what it has to add. A failure keeps everything for the next time. */
  async report(): Promise<boolean> {
    if (!this.online || this.#kept.length === 0) return false;
    const readings = this.#kept.slice(0, MAX_READINGS);
    try {
      const answer = (await this.#send(`/meters/${this.number}/readings`, { readings })) as { credits: Credit[] };
      this.#kept.splice(0, readings.length);
      this.reported += readings.length;
      for (const credit of answer.credits) await this.#take(credit);
      return true;
    } catch {
      return false;
    }
  }
  /** The number keeps it from adding a credit twice when its acknowledgement was lost. */
  async #take({ id, number, wh }: Credit): Promise<void> {
    if (number > this.#added) {
      this.leftWh += wh;
      this.#added = number;
    }
    await this.#send(`/electricity/meters/${this.number}/credits/${id}/acknowledge`, {});
  }
}

/** A meter with a keypad and no network: it takes OpenPAYGO tokens that somebody types. */
export class KeypadMeter extends Household {
  #secrets: Secrets;
  #form: TokenForm;
  #unitWh: number;
  #counter: MeterCounter;
  disabled = false;
  constructor(
    number: string,
    index: number,
    { secrets, form, unitWh, count }: { secrets: Secrets; form: TokenForm; unitWh: number; count: number },
  ) {
    super(number, index, 0);
    this.#secrets = secrets;
    this.#form = form;
    this.#unitWh = unitWh;
    this.#counter = { count, used: [] };
  }
  /** Types digits, as a person does. */
  type(digits: string): Decoded {
    const read = decodeToken(this.#secrets, this.#counter, digits, this.#form);
    if (!read.ok) return read;
    this.#counter = read.counter;
    const wh = (read.value ?? 0) * this.#unitWh;
    if (read.kind === 'add') this.leftWh += wh;
    if (read.kind === 'set') this.leftWh = wh;
    if (read.kind === 'disable') this.disabled = true;
    return read;
  }
  override use(from: Date, to: Date, zoneHours: number): void {
    // Without a limit it counts, and takes nothing off.
    const left = this.leftWh;
    if (this.disabled) this.leftWh = Number.MAX_SAFE_INTEGER;
    super.use(from, to, zoneHours);
    if (this.disabled) this.leftWh = left;
  }
}
