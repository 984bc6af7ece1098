import { LimitedMap } from '../lib/limited-map.ts';
import { MAX_BYTES } from './work.ts';

/** What one device, one address and all of them may take of the embedded broker. */
export type Limits = typeof LIMITS;
export const LIMITS = {
  /** open connections that have not signed in: of one address, behind which hundreds of machines may be, and of all */
  notSignedInOfAddress: 500,
  notSignedIn: 5000,
  /** wrong tokens a minute of one address; then only devices that have signed in from there before may try */
  wrongOfAddress: 60,
  /** open connections of one address, which leaves room for others; each costs some 20 kB */
  connectionsOfAddress: 15_000,
  connections: 20_000,
  /** connections a minute of one device: a machine that can't keep one tries every few seconds */
  connectsOfDevice: 30,
  /** messages a minute of one device; the server sets RATE_LIMIT_PER_MINUTE */
  messagesOfDevice: 3000,
  /** packets of all kinds for each message it may send: acknowledgements, signs of life, subscriptions */
  packetsForMessage: 4,
  /** bytes of a packet: a CONNECT has an id, a token, and a last will of a few words */
  bytesBeforeSignIn: 4096,
  bytes: MAX_BYTES + 1024,
  subscriptions: 4,
  /** characters of a topic that is subscribed to */
  topic: 200,
  /** messages with QoS 2 that wait for their release, which are kept in memory */
  unreleased: 4,
  /** bytes of answers that a device doesn't read */
  unread: 2 * 1024 * 1024,
};

const MINUTE = 60_000;
/** Keys that are remembered; a flood of others drops the oldest. */
const MAX_KEYS = 50_000;

/** Counts per key and minute. */
export class PerMinute {
  readonly #most: number;
  readonly #counts = new LimitedMap<string, { since: number; count: number }>(MAX_KEYS);

  constructor(most: number) {
    this.#most = most;
  }

  /** Counts one more, or several; false when there were too many within this minute. */
  count(key: string, more = 1, now = Date.now()): boolean {
    const known = this.#counts.get(key);
    if (!known || now - known.since >= MINUTE) {
      this.#counts.set(key, { since: now, count: more });
      return more <= this.#most;
    }
    known.count += more;
    return known.count <= this.#most;
  }

  /** Whether there were too many already. */
  isOver(key: string, now = Date.now()): boolean {
    const known = this.#counts.get(key);
    return known !== undefined && now - known.since < MINUTE && known.count >= this.#most;
  }
}

/** Counts what is open, by key and in all. */
export class Open {
  readonly #counts = new Map<string, number>();
  all = 0;

  of(key: string): number {
    return this.#counts.get(key) ?? 0;
  }

  /** One more; the answer is called when it is over, and does nothing when called again. */
  add(key: string): () => void {
    this.#counts.set(key, this.of(key) + 1);
    this.all += 1;
    let open = true;
    return () => {
      if (!open) return;
      open = false;
      this.all -= 1;
      const left = this.of(key) - 1;
      if (left > 0) this.#counts.set(key, left);
      else this.#counts.delete(key);
    };
  }
}
