/** What a reading of a meter's counter means, after those that were counted before. */

export type Counted = { registerWh: number; at: Date } | null;
export type Taken = { registerWh: number; at: Date };
export type Limits = {
  /** a longer pause than this between two readings is a gap */
  gapHours: number;
  /** more than this on average since the reading before is not believed, in watts */
  mostWatts: number;
};
export type Judgement =
  | { state: 'counted'; usedWh: number; flag: 'gap' | null }
  /** older than the last one that was counted: it is kept, and changes nothing */
  | { state: 'late'; flag: null }
  /** kept for staff to look at; it changes nothing until then */
  | { state: 'flagged'; flag: 'rollback' | 'jump' | 'inconsistent' }
  | { state: 'refused'; code: 'electricity.reading.future' };

/** Clocks of meters differ a little. */
const TOLERANCE_MS = 5 * 60_000;
const HOUR_MS = 3_600_000;

/** Judges a reading that is not known yet. The first one of a meter only says where its counter begins. */
export function judge(last: Counted, taken: Taken, now: Date, limits: Limits): Judgement {
  if (taken.at.getTime() > now.getTime() + TOLERANCE_MS)
    return { state: 'refused', code: 'electricity.reading.future' };
  if (!last) return { state: 'counted', usedWh: 0, flag: null };
  const hours = (taken.at.getTime() - last.at.getTime()) / HOUR_MS;
  const usedWh = taken.registerWh - last.registerWh;
  // A counter only rises: whatever was read earlier showed no more.
  if (hours <= 0 && usedWh <= 0) return { state: 'late', flag: null };
  // Unless the clock was ahead by as much as clocks may be, and was put right between the two.
  if (hours * HOUR_MS <= -TOLERANCE_MS) return { state: 'flagged', flag: 'inconsistent' };
  if (usedWh < 0) return { state: 'flagged', flag: 'rollback' };
  // A kilowatt-hour more, so that two readings within a second are no jump.
  if (usedWh > limits.mostWatts * Math.max(0, hours) + 1000) return { state: 'flagged', flag: 'jump' };
  return { state: 'counted', usedWh, flag: hours > limits.gapHours ? 'gap' : null };
}
