/** When a provider is asked again for the result of an attempt, in milliseconds. */
import { listedPause } from '../../lib/backoff.ts';

const MINUTE = 60_000;
/**
 * Often while a person waits in front of a screen, then seldom; never given up, since only the provider knows the
 * result.
 */
const PAUSES = [10_000, 20_000, 30_000, MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 30 * MINUTE, 60 * MINUTE];
const LAST = 6 * 60 * MINUTE;

/** The pause after so many polls (0: after the request itself). */
export const pollPause = (polls: number): number => listedPause(polls + 1, PAUSES) ?? LAST;

/**
 * When a charge that failed is asked about again, after it failed: operators correct FAILED to SUCCESSFUL, and their
 * one callback about it may fall into a restart.
 */
const FAILED_AGAIN = [60 * MINUTE, 24 * 60 * MINUTE];
/** A provider that isn't heard is asked for so long; then it has forgotten the charge, or nobody has the account. */
const FAILED_GIVEN_UP = 7 * 24 * 60 * MINUTE;

/**
 * The pause before a failed charge is asked about again, so long after it failed; null: its failure stands. `heard`:
 * the provider has answered now.
 */
export function failedPause(sinceMs: number, heard: boolean): number | null {
  const next = FAILED_AGAIN.find((after) => after > sinceMs);
  if (next !== undefined) return next - sinceMs;
  return heard || sinceMs > FAILED_GIVEN_UP ? null : LAST;
}

/** Longer than a request to a provider may take, with its time-outs: no other process asks before. */
export const REQUEST_MS = 45_000;

/** A provider's "unknown attempt" counts only after no request can be in progress any more. */
export const BELIEVE_AFTER_MS = 5 * MINUTE;
