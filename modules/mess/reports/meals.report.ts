import type { Ctx } from '../../../kernel/ctx/index.ts';
import { ok, type Result } from '../../../kernel/lib/result.ts';
import type { DayRange } from '../calendar/days.rule.ts';
import { daysOf, percentOf } from '../cook-count/cook-count.rule.ts';
import { mealDays } from '../cook-count/meal-days.query.ts';
import { asNamedMeal, mealsOf } from '../meals/meals.query.ts';
import type { MealReport } from './contract.ts';
import { reportDays } from './report-days.ts';

/**
 * How well each meal is used, day by day: served of those who could eat. Days on which nobody was scanned don't count
 * in the sums.
 */
export async function mealReport(ctx: Ctx, asked: Partial<DayRange>): Promise<Result<MealReport>> {
  const range = reportDays(ctx, asked);
  if (!range.ok) return range;
  const [meals, counts] = await Promise.all([mealsOf(ctx), mealDays(ctx, range.data)]);
  const used = meals.filter(({ id, active }) => active || counts.some(({ mealId, served }) => mealId === id && served));
  return ok({
    ...range.data,
    meals: used.map((meal) => {
      const scanned = counts.filter(({ mealId, served }) => mealId === meal.id && served > 0);
      const entitled = scanned.reduce((sum, each) => sum + each.entitled, 0);
      const served = scanned.reduce((sum, each) => sum + each.served, 0);
      return { meal: asNamedMeal(meal), entitled, served, percent: percentOf(served, entitled) };
    }),
    days: daysOf(range.data).map((day) => ({
      day,
      meals: counts
        .filter((each) => each.day === day)
        .map(({ mealId, entitled, served }) => ({ meal_id: mealId, entitled, served })),
    })),
  });
}
