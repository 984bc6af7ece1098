/** When a provider is asked again what became of an attempt, in milliseconds. */

const MINUTE = 60_000;
/** Dense while a person waits in front of a screen, then seldom; never given up, since only the provider knows. */
const PAUSES = [10_000, 20_000, 30_000, MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 30 * MINUTE, 60 * MINUTE];
const LAST = 6 * 60 * MINUTE;

/** The pause after the `looks`th look (0: after the request itself). */
export const lookPause = (looks: number): number => PAUSES[looks] ?? LAST;

/** Longer than a request to a provider may take, its time-outs included: before, nobody else asks. */
export const REQUEST_MS = 45_000;

/** A provider that says it has never heard of an attempt is believed once a request can't be on its way any more. */
export const BELIEVE_AFTER_MS = 5 * MINUTE;
