import { common, type DayRange, minuteOf, plusDays, type WallTime } from '../calendar/days.rule.ts';
import type { MealWindow } from './slot.rule.ts';

/** Days on which a meal was served; `to` null: until now. */
export type MealPeriod = { mealId: string; from: string; to: string | null };
/** Days that have the same meals; null: days before any meal was set, whose meals are unknown. */
export type MealSpan = DayRange & { meals: ReadonlySet<string> | null };

type Window = Pick<MealWindow, 'starts' | 'ends'>;

/** The first day of a meal that is switched on at `now`: today, unless today's is over. */
export function firstDayOf({ starts, ends }: Window, { day, minute }: WallTime): string {
  const over = minuteOf(starts) < minuteOf(ends) && minute >= minuteOf(ends);
  return over ? plusDays(day, 1) : day;
}

/** The last day of a meal that is switched off at `now`: today, when today's had begun. */
export function lastDayOf({ starts }: Window, { day, minute }: WallTime): string {
  return minute < minuteOf(starts) ? plusDays(day, -1) : day;
}

/** A range of days in parts, each with the meals that were served on its days. */
export function mealSpans(range: DayRange, periods: readonly MealPeriod[]): MealSpan[] {
  const known = periods.reduce<string | null>((least, { from }) => (least && least <= from ? least : from), null);
  const changes = periods.flatMap(({ from, to }) => (to ? [from, plusDays(to, 1)] : [from]));
  const begins = [...new Set([range.from, ...changes.filter((day) => range.from < day && day <= range.to)])].sort();
  return begins.map((from, i) => {
    const next = begins[i + 1];
    const on = periods.filter((period) => period.from <= from && (!period.to || from <= period.to));
    const meals = known && known <= from ? new Set(on.map(({ mealId }) => mealId)) : null;
    return { from, to: next ? plusDays(next, -1) : range.to, meals };
  });
}

/** The days that ranges and spans have in common, each with its span. */
export function inSpans(ranges: readonly DayRange[], spans: readonly MealSpan[]): MealSpan[] {
  return ranges.flatMap((range) =>
    spans.flatMap((span) => {
      const days = common(range, span);
      return days ? [{ ...days, meals: span.meals }] : [];
    }),
  );
}
