import { wholeDaysClosed } from './cuts.ts';
import { common, type DayRange, daysIn, without } from './days.ts';
import type { ClosedDays } from './may-eat.ts';

export type RebateRules = {
  /** of a day's price */
  percent: number;
  /** whether days on which the mess is closed, and meals that are, give money back too */
  closures: boolean;
  /** how many meals a day has: each is an equal part of the day's price */
  meals: number;
};

/** Some days in a row and what they give back, in minor units: for the whole day or, of a `meal` that was closed, for that one. */
export type RebateLine = {
  kind: 'cut' | 'closure' | 'meal';
  mealId: string | null;
  from: string;
  to: string;
  days: number;
  dayMinor: number;
  amountMinor: number;
};

/**
 * What a paid cycle gives back, line by line in the order of days. A day has the cycle's price by its days, rounded down, so all days together
 * never give back more than was paid. A day that is cut and closed counts once, as closed; a closed meal gives back its part of the day,
 * unless the day gives back all of it.
 */
export function rebateLines(
  cycle: DayRange & { priceMinor: number },
  cuts: readonly DayRange[],
  closed: readonly ClosedDays[],
  rules: RebateRules,
): RebateLine[] {
  const dayMinor = dayRebate(cycle, rules.percent);
  if (dayMinor === 0) return [];
  const closures = wholeDaysClosed(closed);
  const line = (kind: RebateLine['kind'], range: DayRange, minor = dayMinor, mealId: string | null = null) => {
    const within = common(range, cycle);
    if (!within || minor === 0) return [];
    const days = daysIn(within);
    return [{ kind, mealId, ...within, days, dayMinor: minor, amountMinor: days * minor }];
  };
  const wholeDays = [...cuts, ...closures];
  const lines: RebateLine[] = [
    ...without([...cuts], closures).flatMap((range) => line('cut', range)),
    ...(rules.closures ? closures.flatMap((range) => line('closure', range)) : []),
    ...(rules.closures
      ? mealsClosed(closed).flatMap(([mealId, ranges]) =>
          without(ranges, wholeDays).flatMap((range) =>
            line('meal', range, Math.floor(dayMinor / rules.meals), mealId),
          ),
        )
      : []),
  ];
  return lines.sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
}

/** The days of each meal that was closed by itself. */
function mealsClosed(closed: readonly ClosedDays[]): [string, DayRange[]][] {
  const meals = new Map<string, DayRange[]>();
  for (const { mealId, from, to } of closed)
    if (mealId) meals.set(mealId, [...(meals.get(mealId) ?? []), { from, to }]);
  return [...meals];
}

/** What one day of the cycle gives back, in minor units, rounded down. */
export function dayRebate(cycle: DayRange & { priceMinor: number }, percent: number): number {
  return Math.floor((cycle.priceMinor * percent) / (100 * daysIn(cycle)));
}

export const sumOf = (lines: readonly { amountMinor: number }[]) =>
  lines.reduce((sum, line) => sum + line.amountMinor, 0);
