import type { Ctx } from '../../../kernel/ctx/index.ts';
import { ok, type Result } from '../../../kernel/lib/result.ts';
import { getSettings } from '../../../kernel/settings/index.ts';
import { holds, plusDays } from '../calendar/days.rule.ts';
import { closedDaysIn } from '../closures/closures.query.ts';
import { todayOf } from '../cycles/cycles.query.ts';
import { asNamedMeal, mealsOf } from '../meals/meals.query.ts';
import { messSettings } from '../settings.ts';
import type { CookCount } from './contract.ts';
import { cookCount, countError, LOOK_BACK_DAYS, percentOf, shareFor } from './cook-count.rule.ts';
import { keptCounts, type MealDay, mealDays } from './meal-days.query.ts';
import { peopleOfDay } from './people-of-day.query.ts';

/** The error is computed over the last month. */
const ERROR_DAYS = 30;

/**
 * How many will eat at each meal of a day, tomorrow by default: those who may eat (approved, paid or within grace, not
 * away, not closed), times the share who came on past days. The answer also has the error of such counts over the last
 * month.
 */
export async function countForKitchen(ctx: Ctx, day?: string): Promise<Result<CookCount>> {
  const today = todayOf(ctx);
  const wanted = day ?? plusDays(today, 1);
  const [meals, people, closed, kept, past, { cut_off }] = await Promise.all([
    mealsOf(ctx),
    peopleOfDay(ctx, wanted),
    closedDaysIn(ctx, { from: wanted, to: wanted }),
    keptCounts(ctx, { from: wanted, to: wanted }),
    mealDays(ctx, { from: plusDays(today, -LOOK_BACK_DAYS), to: plusDays(today, -1) }),
    getSettings(ctx, messSettings),
  ]);
  return ok({
    day: wanted,
    cut_off,
    people,
    meals: meals
      .filter(({ active }) => active)
      .map((meal) => {
        const shut = closed.some((days) => holds(days, wanted) && (days.mealId === null || days.mealId === meal.id));
        const may_eat = shut ? 0 : people.eating;
        const share = shareFor(
          wanted,
          past.filter(({ mealId }) => mealId === meal.id),
        );
        const forecasts = kept.find(({ mealId }) => mealId === meal.id);
        return {
          meal: asNamedMeal(meal),
          closed: shut,
          may_eat,
          share: { ...share, percent: percentOf(share.served, share.entitled) },
          count: cookCount(may_eat, share),
          kept: forecasts?.forecast ?? null,
          kept_at: forecasts?.keptAt?.toISOString() ?? null,
        };
      }),
    error: errorOf(past, { from: plusDays(today, -ERROR_DAYS), to: plusDays(today, -1) }),
  });
}

type Counted = MealDay & { forecast: number };

/** The errors of the counts of these days. A day on which nobody was scanned is listed but not counted. */
function errorOf(past: readonly MealDay[], range: { from: string; to: string }): CookCount['error'] {
  // A closed day had nobody to cook for, so it is no count.
  const forecasts = past.filter(
    (each): each is Counted => !!each.expected && each.forecast !== null && holds(range, each.day),
  );
  const measured = forecasts.filter(({ served }) => served > 0);
  const ids = [...new Set(forecasts.map(({ mealId }) => mealId))];
  const shape = (counts: Counted[]) => {
    const { days, meanAbsolute, bias, percent } = countError(counts);
    return { days, mean_absolute: meanAbsolute, bias, percent };
  };
  return {
    ...range,
    total: shape(measured),
    meals: ids.map((meal_id) => ({ meal_id, ...shape(measured.filter(({ mealId }) => mealId === meal_id)) })),
    days: forecasts
      .map(({ day, mealId, expected, forecast, served }) => ({
        day,
        meal_id: mealId,
        may_eat: expected ?? 0,
        count: forecast,
        served: served > 0 ? served : null,
      }))
      .reverse(),
  };
}
