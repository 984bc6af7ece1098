/**
 * Messages of several parts, of which one has gone out and the next has not; as many as could be under way at once,
 * many times over.
 */
const KEPT = 500;

/**
 * Remembers, in this process, how many parts of a message have gone out, so that a second attempt goes on where the
 * first one stopped and no picture comes twice. The oldest is forgotten first.
 */
export class PartsSent {
  readonly #parts = new Map<string, number>();

  partsOf(id: string): number {
    return this.#parts.get(id) ?? 0;
  }

  note(id: string, parts: number): void {
    this.#parts.set(id, parts);
    if (this.#parts.size > KEPT) this.#parts.delete(this.#parts.keys().next().value as string);
  }

  forget(id: string): void {
    this.#parts.delete(id);
  }
}
