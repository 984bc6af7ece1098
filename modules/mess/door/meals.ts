import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { cachedMeals } from '../meals/meals-now.query.ts';
import { type Slot, slotAt } from '../meals/slot.rule.ts';
import type { DoorMeal } from './contract.ts';

/** The meal that is on; with `wanted`, only that meal. */
export async function slotNow(ctx: Ctx, at: Date, wanted?: string): Promise<Slot> {
  const slot = slotAt(await cachedMeals(ctx), orgOf(ctx).timeZone, at);
  return wanted && slot.meal && slot.meal.code !== wanted.toLowerCase() ? { ...slot, meal: null } : slot;
}

export async function mealShown(ctx: Ctx, id: string | null): Promise<DoorMeal | null> {
  const meal = id && (await cachedMeals(ctx)).find((each) => each.id === id);
  return meal ? { id: meal.id, code: meal.code, name: meal.name } : null;
}
