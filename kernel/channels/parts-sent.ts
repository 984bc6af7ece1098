import { LimitedMap } from '../lib/limited-map.ts';

/** Messages kept: far more than can be partly sent at once. */
const KEPT = 500;

/**
 * Stores, in this process, how many parts of a message were sent, so that a second attempt continues after the last one
 * and no picture arrives twice. The oldest message is dropped first.
 */
export class PartsSent {
  readonly #parts = new LimitedMap<string, number>(KEPT);

  partsOf(id: string): number {
    return this.#parts.get(id) ?? 0;
  }

  note(id: string, parts: number): void {
    this.#parts.set(id, parts);
  }

  forget(id: string): void {
    this.#parts.delete(id);
  }
}
