import { LimitedMap } from '../lib/limited-map.ts';
import { type Limits, Open, PerMinute } from './limits.ts';

/** Pairs of an address and a device that has signed in from there. */
const MOST_KNOWN = 50_000;

/** A connection: `signedIn` and `ended` are called as it goes on, `excused` when the server itself could not sign it in. */
export type Visit = { signedIn(device: string): void; excused(): void; ended(): void };

/**
 * Who may open connections and try to sign in. Behind one address there may be a whole site: its machines are not kept
 * out because somebody beside them tries wrong tokens.
 */
export class Visitors {
  readonly #limits: Limits;
  readonly #connections = new Open();
  readonly #strangers = new Open();
  readonly #ended: PerMinute;
  readonly #wrong: PerMinute;
  readonly #known = new LimitedMap<string, true>(MOST_KNOWN);

  constructor(limits: Limits) {
    this.#limits = limits;
    this.#ended = new PerMinute(limits.endedOfAddress);
    this.#wrong = new PerMinute(limits.wrongOfAddress);
  }

  /** A connection of this address (its key for limits); null: it is cut off. */
  open(address: string): Visit | null {
    const { strangersOfAddress, strangers, connectionsOfAddress, connections } = this.#limits;
    const full = this.#strangers.of(address) >= strangersOfAddress || this.#strangers.all >= strangers;
    const taken = this.#connections.of(address) >= connectionsOfAddress || this.#connections.all >= connections;
    if (full || taken || this.#ended.isOver(address)) return null;
    const known = this.#strangers.add(address);
    const gone = this.#connections.add(address);
    let counts = true;
    return {
      signedIn: (device) => {
        counts = false;
        known();
        this.#known.set(`${address} ${device}`, true);
      },
      excused: () => {
        counts = false;
      },
      ended: () => {
        known();
        gone();
        if (counts) this.#ended.count(address);
        counts = false;
      },
    };
  }

  wrong(address: string): void {
    this.#wrong.count(address);
  }

  /** @param device whose name was said; it is known when it has signed in from this address */
  mayTry(address: string, device: string | undefined): boolean {
    return !this.#wrong.isOver(address) || this.#known.has(`${address} ${device}`);
  }
}
