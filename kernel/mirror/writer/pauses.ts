/** Waiting times in milliseconds. */
import type { SheetsFault } from '../google/fault.ts';

/**
 * Google may work on a request for up to 180 seconds (https://developers.google.com/workspace/sheets/api/limits), even
 * when its connection is gone. A row that isn't in the sheet after that won't appear later.
 */
export const STILL_WORKING_MS = 200_000;

/** Longer than one request with a new token and a second attempt, so that only a dead writer loses its lease. */
export const LEASE_MS = 240_000;

/**
 * 60 writes a minute and account are free (same page); one a second leaves some for searching and for the console's
 * pages.
 */
export const PACE_MS = 1_100;

const FIRST = 1_000;
/** As Google advises: doubled from a second to about a minute. */
const LONGEST = 64_000;
/** A fault that a person must correct is tried less often. */
const LONGEST_FOR_PEOPLE = 10 * 60_000;
const LONGEST_WAIT = 3_600_000;

/** The pause before the next attempt, by the number of failures in a row, or as long as Google asks. */
export function pauseAfter(fault: SheetsFault, failures: number, random: () => number = Math.random): number {
  if (fault.retryAfterMs !== undefined) return Math.min(LONGEST_WAIT, Math.max(FIRST, fault.retryAfterMs));
  const people = ['credentials', 'not_shared', 'not_found', 'full', 'refused'].includes(fault.code);
  const longest = people ? LONGEST_FOR_PEOPLE : LONGEST;
  return Math.round(Math.min(longest, FIRST * 2 ** Math.min(failures - 1, 20)) * (0.8 + 0.4 * random()));
}
