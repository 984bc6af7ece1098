import { minuteOf, plusDays, wallTime } from '../calendar/days.rule.ts';

export const MEAL_CODES = ['breakfast', 'lunch', 'snacks', 'dinner'] as const;
export type MealCode = (typeof MEAL_CODES)[number];

/**
 * A meal and its window in local time: `starts` is included, `ends` is not; an end before the start is past midnight.
 */
export type MealWindow = { id: string; code: MealCode; starts: string; ends: string; active: boolean };

/** The meal that is served at a moment, or none, and the day it belongs to. */
export type Slot = { meal: MealWindow | null; serviceOn: string };

/**
 * The meal at an instant and its service day. A dinner that goes on past midnight belongs to the day on which it began.
 * Local time decides, so an hour that summer time repeats makes a longer meal, and an hour that it skips a shorter one.
 */
export function slotAt(meals: readonly MealWindow[], zone: string, at: Date): Slot {
  const { day, minute } = wallTime(zone, at);
  for (const meal of meals) {
    if (!meal.active) continue;
    const starts = minuteOf(meal.starts);
    const ends = minuteOf(meal.ends);
    if (starts < ends) {
      if (starts <= minute && minute < ends) return { meal, serviceOn: day };
    } else if (minute >= starts) return { meal, serviceOn: day };
    else if (minute < ends) return { meal, serviceOn: plusDays(day, -1) };
  }
  return { meal: null, serviceOn: day };
}

/** Two active meals at the same time, which would be ambiguous; null when there are none. */
export function overlappingMeals(meals: readonly MealWindow[]): [MealWindow, MealWindow] | null {
  const active = meals.filter((meal) => meal.active);
  for (const [i, a] of active.entries()) {
    for (const b of active.slice(i + 1)) {
      if (serves(a, minuteOf(b.starts)) || serves(b, minuteOf(a.starts))) return [a, b];
    }
  }
  return null;
}

function serves(meal: MealWindow, minute: number): boolean {
  const starts = minuteOf(meal.starts);
  const ends = minuteOf(meal.ends);
  return starts < ends ? starts <= minute && minute < ends : minute >= starts || minute < ends;
}
