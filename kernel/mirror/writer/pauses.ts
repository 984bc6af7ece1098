/** How long to wait, in milliseconds. */
import type { SheetsFault } from '../google/fault.ts';

/**
 * Google may work on a request for up to 180 seconds (https://developers.google.com/workspace/sheets/api/limits), also
 * when the connection it came by is gone. A row that isn't in the sheet after that will not get there by itself.
 */
export const STILL_WORKING_MS = 200_000;

/**
 * Longer than one request may take, a new token and a second attempt included, so that only a writer that died loses
 * its lease.
 */
export const LEASE_MS = 240_000;

/**
 * 60 writes a minute and account are free (the same page); one a second leaves room for looking and for pages of the
 * console.
 */
export const PACE_MS = 1_100;

const FIRST = 1_000;
/** As Google advises: doubled from a second to about a minute. */
const LONGEST = 64_000;
/** What a person has to put right isn't asked about every minute. */
const LONGEST_FOR_PEOPLE = 10 * 60_000;
const LONGEST_WAIT = 3_600_000;

/** Before the next attempt, after so many failures in a row; as long as Google asks for, when it does. */
export function pauseAfter(fault: SheetsFault, failures: number, random: () => number = Math.random): number {
  if (fault.retryAfterMs !== undefined) return Math.min(LONGEST_WAIT, Math.max(FIRST, fault.retryAfterMs));
  const people = ['credentials', 'not_shared', 'not_found', 'full', 'refused'].includes(fault.code);
  const longest = people ? LONGEST_FOR_PEOPLE : LONGEST;
  return Math.round(Math.min(longest, FIRST * 2 ** Math.min(failures - 1, 20)) * (0.8 + 0.4 * random()));
}
