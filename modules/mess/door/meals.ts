import { type Ctx, orgOf, type Services } from '../../../kernel/ctx/index.ts';
import { LimitedMap } from '../../../kernel/lib/limited-map.ts';
import { mealsOf } from '../meals/meals.query.ts';
import { type MealWindow, type Slot, slotAt } from '../meals/slot.rule.ts';
import type { DoorMeal } from './contract.ts';

export type NamedMeal = MealWindow & { name: string };

/** A changed window reaches every process within this many milliseconds; scans don't read the meals' rows each time. */
const REMEMBERED_MS = 5000;
const running = new WeakMap<Services, Map<string, { loading: Promise<NamedMeal[]>; at: number }>>();

/** The organization's meals, cached for a moment. */
export function doorMeals(ctx: Ctx): Promise<NamedMeal[]> {
  const known = running.get(ctx.services) ?? new LimitedMap(1000);
  running.set(ctx.services, known);
  const { id } = orgOf(ctx);
  const found = known.get(id);
  if (found && performance.now() - found.at < REMEMBERED_MS) return found.loading;
  const loading = mealsOf(ctx);
  known.set(id, { loading, at: performance.now() });
  // A failed look-up is not cached.
  loading.catch(() => known.delete(id));
  return loading;
}

/** Clears this process's cache after a meal was changed. */
export function forgetMeals(ctx: Ctx): void {
  running.get(ctx.services)?.delete(orgOf(ctx).id);
}

/** The meal that is on; with `wanted`, only that meal. */
export async function slotNow(ctx: Ctx, at: Date, wanted?: string): Promise<Slot> {
  const slot = slotAt(await doorMeals(ctx), orgOf(ctx).timeZone, at);
  return wanted && slot.meal && slot.meal.code !== wanted.toLowerCase() ? { ...slot, meal: null } : slot;
}

export async function mealShown(ctx: Ctx, id: string | null): Promise<DoorMeal | null> {
  const meal = id && (await doorMeals(ctx)).find((each) => each.id === id);
  return meal ? { id: meal.id, code: meal.code, name: meal.name } : null;
}
