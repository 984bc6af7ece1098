/** Clocks of machines differ by this much; more is no time of ours. */
const MAX_AHEAD_MS = 5 * 60_000;

/**
 * When an order was made. The machine's word counts, unless its clock can't be right: an order from the future, or older
 * than machines keep orders, was made when it came, as far as anybody knows, and somebody should look at it.
 */
export function madeAt(claimed: Date, now: Date, mostDays: number): { at: Date; wrongClock: boolean } {
  const ahead = claimed.getTime() - now.getTime();
  if (ahead > MAX_AHEAD_MS || -ahead > mostDays * 86_400_000) return { at: now, wrongClock: true };
  return { at: ahead > 0 ? now : claimed, wrongClock: false };
}

/** Whether an order was judged to be made at another time than its machine claimed, beyond what clocks differ. */
export const isWrongClock = (made: Date, claimed: Date): boolean =>
  Math.abs(made.getTime() - claimed.getTime()) > MAX_AHEAD_MS;
