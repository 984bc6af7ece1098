import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import {
  type ClosedDays,
  common,
  countDays,
  type DayRange,
  daysIn,
  joined,
  minuteOf,
  overlap,
  plusDays,
  touch,
  type WallTime,
  without,
} from '../calendar/days.rule.ts';

export type CutRules = {
  /** `23:00`: from then on it is too late for tomorrow */
  cutOff: string;
  minDays: number;
  maxDays: number;
  daysPerCycle: number;
};

/** Nobody plans further ahead, and a mistyped year is refused. */
const MAX_DAYS_AHEAD = 366;

/** The first day that can still be cut: tomorrow until the cut-off, the day after from then on. */
export function earliestCut(now: WallTime, cutOff: string): string {
  return plusDays(now.day, now.minute < minuteOf(cutOff) ? 1 : 2);
}

/** Whether a cut may begin on a day. Refusals: `mess.cut.` `past`, `same_day`, `too_late`. */
export function mayBegin(from: string, now: WallTime, cutOff: string): Result<null> {
  if (from < now.day) return refuse('mess.cut.past');
  if (from === now.day) return refuse('mess.cut.same_day');
  if (from < earliestCut(now, cutOff)) return refuse('mess.cut.too_late', { time: cutOff });
  return ok(null);
}

export type CutWish = {
  wanted: DayRange;
  now: WallTime;
  rules: CutRules;
  /** the student's active cuts */
  cuts: readonly (DayRange & { id: string })[];
  closed: readonly ClosedDays[];
  cycles: readonly (DayRange & { name: string })[];
};

/** `range` becomes the cut and includes the ones in `merged`. `counted` are its days that no closure swallows. */
export type CutDecision = { range: DayRange; merged: string[]; counted: number };

/**
 * Whether these days can be cut, and the resulting cut. Cuts that overlap or touch become one, and the limits hold for
 * that one. Days on which the mess is closed are swallowed: they count for no limit but the longest, and earn the
 * closure's rebate.
 *
 * Refusals: `mess.cut.` `dates_reversed`, `past`, `same_day`, `too_late`, `too_far`, `already_cut`, `closed_anyway`,
 * `too_short`, `too_long`, `too_many_days`.
 */
export function decideCut({ wanted, now, rules, cuts, closed, cycles }: CutWish): Result<CutDecision> {
  const { from, to } = wanted;
  if (to < from) return refuse('mess.cut.dates_reversed');
  const begins = mayBegin(from, now, rules.cutOff);
  if (!begins.ok) return begins;
  if (to > plusDays(now.day, MAX_DAYS_AHEAD)) return refuse('mess.cut.too_far');
  if (cuts.some((cut) => cut.from <= from && to <= cut.to)) return refuse('mess.cut.already_cut');
  const swallowed = wholeDaysClosed(closed);
  if (without([wanted], swallowed).length === 0) return refuse('mess.cut.closed_anyway');
  const { range, merged } = merge(wanted, cuts);
  const counted = countDays(without([range], swallowed));
  if (counted < rules.minDays) return refuse('mess.cut.too_short', { days: rules.minDays });
  if (daysIn(range) > rules.maxDays) return refuse('mess.cut.too_long', { days: rules.maxDays });
  const all = without([range, ...cuts], swallowed);
  for (const cycle of cycles) {
    if (!overlap(cycle, wanted)) continue;
    const days = countDays(all.flatMap((days) => common(days, cycle) ?? []));
    if (days > rules.daysPerCycle)
      return refuse('mess.cut.too_many_days', { cycle: cycle.name, days: rules.daysPerCycle, asked: days });
  }
  return ok({ range, merged, counted });
}

/** The requested days together with all cuts that touch them, directly or through other cuts. */
function merge(wanted: DayRange, cuts: CutWish['cuts']): { range: DayRange; merged: string[] } {
  let range = { ...wanted };
  const merged: string[] = [];
  for (const cut of [...cuts].sort((a, b) => (a.from < b.from ? -1 : 1))) {
    if (!touch(range, cut)) continue;
    range = { from: cut.from < range.from ? cut.from : range.from, to: cut.to > range.to ? cut.to : range.to };
    merged.push(cut.id);
  }
  return { range, merged };
}

/** The days without any meal, which swallow cuts. A day on which one meal is closed can still be cut. */
export function wholeDaysClosed(closed: readonly ClosedDays[]): DayRange[] {
  return joined(closed.filter((days) => days.mealId === null));
}

/**
 * What remains of a cancelled cut: the days that are over or can't change any more; null when there are none. Refuses
 * with `mess.cut.already_over` when no day can change.
 */
export function keptOfCut(cut: DayRange, now: WallTime, cutOff: string): Result<DayRange | null> {
  const earliest = earliestCut(now, cutOff);
  if (cut.to < earliest) return refuse('mess.cut.already_over', { time: cutOff });
  return ok(cut.from < earliest ? { from: cut.from, to: plusDays(earliest, -1) } : null);
}
