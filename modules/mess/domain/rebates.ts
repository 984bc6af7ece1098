import { wholeDaysClosed } from './cuts.ts';
import { common, type DayRange, daysIn, without } from './days.ts';
import type { ClosedDays } from './may-eat.ts';

export type RebateRules = {
  /** of a day's price */
  percent: number;
  /** whether days on which the mess is closed give money back too */
  closures: boolean;
};

/** Some days in a row and what they give back, in minor units. */
export type RebateLine = {
  kind: 'cut' | 'closure';
  from: string;
  to: string;
  days: number;
  dayMinor: number;
  amountMinor: number;
};

/**
 * What a paid cycle gives back, line by line in the order of days. A day has the cycle's price by its days, rounded down, so all days together
 * never give back more than was paid. A day that is cut and closed counts once, as closed.
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
  const line = (kind: RebateLine['kind'], range: DayRange): RebateLine[] => {
    const within = common(range, cycle);
    if (!within) return [];
    const days = daysIn(within);
    return [{ kind, ...within, days, dayMinor, amountMinor: days * dayMinor }];
  };
  return [
    ...without([...cuts], closures).flatMap((range) => line('cut', range)),
    ...(rules.closures ? closures.flatMap((range) => line('closure', range)) : []),
  ].sort((a, b) => (a.from < b.from ? -1 : 1));
}

/** What one day of the cycle gives back, in minor units, rounded down. */
export function dayRebate(cycle: DayRange & { priceMinor: number }, percent: number): number {
  return Math.floor((cycle.priceMinor * percent) / (100 * daysIn(cycle)));
}

export const sumOf = (lines: readonly { amountMinor: number }[]) =>
  lines.reduce((sum, line) => sum + line.amountMinor, 0);
