import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import { ok, type Result } from '../../../kernel/lib/result.ts';
import type { Meal, NamedMeal } from './contract.ts';
import type { MealPeriod } from './meal-periods.rule.ts';
import { MEAL_CODES, type MealCode, type MealWindow } from './slot.rule.ts';

export type MealRow = MealWindow & { name: string };

/** The meals in the order of the day; none until the organization has set them. */
export async function mealsOf(ctx: Ctx): Promise<MealRow[]> {
  const rows = await ctx.db
    .selectFrom('mess_meal')
    .select(['id', 'code', 'name', 'starts', 'ends', 'active'])
    .where(inOrg(ctx))
    .execute();
  return (rows as MealRow[]).sort((a, b) => MEAL_CODES.indexOf(a.code) - MEAL_CODES.indexOf(b.code));
}

/** The days on which each meal was served, as far as they are recorded. */
export async function mealPeriods(ctx: Ctx): Promise<MealPeriod[]> {
  return ctx.db
    .selectFrom('mess_meal_period')
    .select(['meal_id as mealId', 'from_on as from', 'to_on as to'])
    .where(inOrg(ctx))
    .orderBy('from_on')
    .execute();
}

export async function listMeals(ctx: Ctx): Promise<Result<Meal[]>> {
  return ok((await mealsOf(ctx)).map(asMeal));
}

/** The meal with a code; undefined for one that was never set. */
export async function mealByCode(ctx: Ctx, code: MealCode): Promise<MealRow | undefined> {
  return (await mealsOf(ctx)).find((meal) => meal.code === code);
}

const asMeal = (meal: MealRow): Meal => ({ ...meal, past_midnight: meal.ends < meal.starts });

export const asNamedMeal = ({ id, code, name, starts, ends }: MealRow): NamedMeal => ({
  id,
  code,
  name,
  starts,
  ends,
});
