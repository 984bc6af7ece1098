import { LimitedMap } from '../lib/limited-map.ts';

const MINUTE = 60_000;
/** Keys that are remembered; a flood of others drops the oldest. */
const MOST_KEYS = 50_000;

/** Counts per key and minute. */
export class PerMinute {
  readonly #most: number;
  readonly #counts = new LimitedMap<string, { since: number; count: number }>(MOST_KEYS);

  constructor(most: number) {
    this.#most = most;
  }

  /** Counts one more; false when there were too many within this minute. */
  count(key: string, now = Date.now()): boolean {
    const known = this.#counts.get(key);
    if (!known || now - known.since >= MINUTE) {
      this.#counts.set(key, { since: now, count: 1 });
      return true;
    }
    known.count += 1;
    return known.count <= this.#most;
  }

  /** Whether there were too many already. */
  isOver(key: string, now = Date.now()): boolean {
    const known = this.#counts.get(key);
    return known !== undefined && now - known.since < MINUTE && known.count >= this.#most;
  }
}
