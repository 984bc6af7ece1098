import { LimitedMap } from '../lib/limited-map.ts';
import { type Limits, Open, PerMinute } from './limits.ts';

/** Pairs of an address and a device that has signed in from there. */
const MAX_KNOWN = 50_000;

/** A connection: `spoke` is called when it has said who it is, then `signedIn` and `ended` as it goes on. */
export type Visit = { spoke(): void; signedIn(device: string): void; ended(): void };

/**
 * Who may open connections and try to sign in. Behind one address there may be a whole site: its machines are not kept
 * out because somebody beside them opens empty connections or tries wrong tokens. Whoever has said nothing yet makes
 * room for whoever comes, the oldest first: a machine says who it is at once.
 */
export class Visitors {
  readonly #limits: Limits;
  readonly #connections = new Open();
  readonly #notSignedIn = new Open();
  /** What ends the connections of an address that have said nothing, oldest first. */
  readonly #silent = new Map<string, Set<() => void>>();
  readonly #wrong: PerMinute;
  readonly #known = new LimitedMap<string, true>(MAX_KNOWN);

  constructor(limits: Limits) {
    this.#limits = limits;
    this.#wrong = new PerMinute(limits.wrongOfAddress);
  }

  /**
   * Opens a connection of this address (its key for limits); null: it is cut off.
   * @param end cuts it off while it has said nothing, to make room for another one
   */
  open(address: string, end: () => void): Visit | null {
    const { notSignedInOfAddress, notSignedIn, connectionsOfAddress, connections } = this.#limits;
    if (this.#connections.of(address) >= connectionsOfAddress || this.#connections.all >= connections) return null;
    if (this.#notSignedIn.of(address) >= notSignedInOfAddress && !this.#makeRoom(address)) return null;
    if (this.#notSignedIn.all >= notSignedIn && !this.#makeRoom(this.#mostSilent())) return null;
    const known = this.#notSignedIn.add(address);
    const gone = this.#connections.add(address);
    const silent = this.#silent.get(address) ?? new Set();
    this.#silent.set(address, silent.add(end));
    const spoke = () => {
      silent.delete(end);
      if (silent.size === 0 && this.#silent.get(address) === silent) this.#silent.delete(address);
    };
    const over = () => {
      spoke();
      known();
    };
    return {
      spoke,
      signedIn: (device) => {
        over();
        this.#known.set(`${address} ${device}`, true);
      },
      ended: () => {
        over();
        gone();
      },
    };
  }

  /** The address with the most connections that have said nothing. */
  #mostSilent(): string {
    let [most, address] = [0, ''];
    for (const [one, { size }] of this.#silent) if (size > most) [most, address] = [size, one];
    return address;
  }

  /** Ends the oldest connection of the address that has said nothing; false: there is none. */
  #makeRoom(address: string): boolean {
    const [oldest] = this.#silent.get(address) ?? [];
    oldest?.();
    return oldest !== undefined;
  }

  wrong(address: string): void {
    this.#wrong.count(address);
  }

  /** @param device whose name was said; it is known when it has signed in from this address */
  mayTry(address: string, device: string | undefined): boolean {
    return !this.#wrong.isOver(address) || this.#known.has(`${address} ${device}`);
  }
}
