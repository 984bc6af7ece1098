/** Waiting times in milliseconds. */
import { askedPause, doublingPause } from '../../lib/backoff.ts';
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

/** As Google advises: doubled from a second to about a minute. */
const PAUSES = { firstMs: 1_000, longestMs: 64_000 };
/** A fault that a person must correct is tried less often. */
const PAUSES_FOR_PEOPLE = { firstMs: 1_000, longestMs: 10 * 60_000 };

/** The pause before the next attempt, by the number of failures in a row, or as long as Google asks. */
export function pauseAfter({ code, retryAfterMs }: SheetsFault, failures: number): number {
  if (retryAfterMs !== undefined) return askedPause(retryAfterMs);
  const people = ['credentials', 'not_shared', 'not_found', 'full', 'headings', 'refused'].includes(code);
  return doublingPause(failures, people ? PAUSES_FOR_PEOPLE : PAUSES);
}
