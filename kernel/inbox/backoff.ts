/** When an event is tried again, in milliseconds. */

/**
 * The person waits for an answer, so the first pauses are short; five minutes cover a restart of the service that
 * failed.
 */
const PAUSES = [1_000, 4_000, 15_000, 60_000, 220_000];

/** After so many attempts a person has to look at it. */
export const MAX_ATTEMPTS = PAUSES.length + 1;

/** The pause after the `attempt`th attempt failed (1 …), or null when that was the last. */
export function eventPause(attempt: number): number | null {
  return PAUSES[attempt - 1] ?? null;
}
