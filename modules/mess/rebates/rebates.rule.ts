import { type ClosedDays, type DayRange, daysIn, joined, plusDays, without } from '../calendar/days.rule.ts';
import { wholeDaysClosed } from '../cuts/cuts.rule.ts';
import { inSpans, type MealPeriod, mealSpans } from '../meals/meal-periods.rule.ts';

export type RebateRules = {
  /** of a day's price */
  percent: number;
  /** whether closed days and closed meals give money back too */
  closures: boolean;
  /**
   * which meals were served when: each is an equal part of its day's price, and a day without meals gives nothing back
   */
  served: readonly MealPeriod[];
};

/**
 * Consecutive days and what they give back, in minor units: for the whole day or, with a `meal`, for that closed meal.
 */
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
 * What a paid cycle gives back, line by line in the order of days; only meals that would have been served count. A day
 * costs the cycle's price divided by its days, rounded down, so all days together never give back more than was paid. A
 * day that is cut and closed counts once, as closed. A closed meal gives back its part of the day, by the meals of that
 * day, unless the whole day is given back.
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
  const spans = mealSpans(cycle, rules.served);
  const withMeals = spans.filter(({ meals }) => meals?.size !== 0);
  const whole = (kind: 'cut' | 'closure', ranges: DayRange[]) =>
    joined(inSpans(ranges, withMeals)).map((range) => line(kind, null, range, dayMinor));
  const wholeDays = [...cuts, ...closures];
  const lines: RebateLine[] = [
    ...whole('cut', without([...cuts], closures)),
    ...(rules.closures ? whole('closure', closures) : []),
    ...(rules.closures
      ? mealsClosed(closed).flatMap(([mealId, ranges]) =>
          mealLines(
            mealId,
            inSpans(without(ranges, wholeDays), spans).flatMap(({ meals, ...days }) =>
              meals?.has(mealId) ? [{ ...days, minor: Math.floor(dayMinor / meals.size) }] : [],
            ),
          ),
        )
      : []),
  ];
  return lines.sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
}

function line(kind: RebateLine['kind'], mealId: string | null, { from, to }: DayRange, dayMinor: number): RebateLine {
  const days = daysIn({ from, to });
  return { kind, mealId, from, to, days, dayMinor, amountMinor: days * dayMinor };
}

/** Days of a closed meal, in order, with its part of each; adjacent days with the same part are one line. */
function mealLines(mealId: string, parts: (DayRange & { minor: number })[]): RebateLine[] {
  const runs: (DayRange & { minor: number })[] = [];
  for (const part of parts) {
    const last = runs.at(-1);
    if (last && last.minor === part.minor && plusDays(last.to, 1) === part.from) last.to = part.to;
    else if (part.minor > 0) runs.push({ ...part });
  }
  return runs.map((run) => line('meal', mealId, run, run.minor));
}

/** The days of each meal that was closed on its own. */
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
