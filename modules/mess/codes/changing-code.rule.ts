/**
 * Changing codes: each is shown for one step of the clock and is valid a little before and after it. So a phone's and a
 * scanner's clocks may be off by that much, and a camera that reads the previous code late still works. Steps are
 * counted from 1970.
 */

/** Long enough to show a code and scan it, and too short to send a picture to a person at another door. */
export const STEP_MS = 30_000;
/** How much longer than its step a code is valid, on either side. */
export const LEEWAY_MS = 15_000;
/** From its beginning to `until`. */
export const LIFE_MS = STEP_MS + 2 * LEEWAY_MS;

/**
 * Whether a code with this end is valid now. Codes of later steps are not valid yet, because a phone has some in
 * advance.
 */
export function isShownNow(until: Date, now: Date): boolean {
  const left = until.getTime() - now.getTime();
  return left > 0 && left <= LIFE_MS;
}

/** A step, when it is shown (`from` to `to`), and the end that its code carries; milliseconds since 1970. */
export type Step = { from: number; to: number; until: number };

/** The step of a moment and those that follow it. */
export function stepsFrom(now: Date, count: number): Step[] {
  const first = Math.floor(now.getTime() / STEP_MS) * STEP_MS;
  return Array.from({ length: count }, (_, i) => {
    const from = first + i * STEP_MS;
    return { from, to: from + STEP_MS, until: from + STEP_MS + LEEWAY_MS };
  });
}
