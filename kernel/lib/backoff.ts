/** When to try again, in milliseconds. `attempt` is the number of the attempt that failed, from 1. */

/** The pause from a list, one for each attempt; null after the last: no further attempt. */
export function listedPause(attempt: number, pauses: readonly number[]): number | null {
  return pauses[attempt - 1] ?? null;
}

export type Doubling = { firstMs: number; longestMs: number };

/**
 * A pause that doubles from the first to the longest, ±20 %: this spreads a thousand retries over time. `random`
 * returns 0 up to 1.
 */
export function doublingPause(
  attempt: number,
  { firstMs, longestMs }: Doubling,
  random: () => number = Math.random,
): number {
  return Math.round(Math.min(longestMs, firstMs * 2 ** (attempt - 1)) * (0.8 + 0.4 * random()));
}

/**
 * The header Retry-After, which has seconds or a date (RFC 9110, 10.2.3), in milliseconds; undefined when it asks for
 * no pause or can't be read.
 */
export function retryAfterMsOf(header: string | undefined): number | undefined {
  if (!header) return undefined;
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return ms > 0 ? ms : undefined;
}

/** The pause for a server that asks for one: at least a second, and at most an hour, since servers make mistakes too. */
export function askedPause(retryAfterMs: number): number {
  return Math.min(3_600_000, Math.max(1_000, retryAfterMs));
}
