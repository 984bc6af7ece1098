import { type Ctx, orgOf, type Services } from '../../../kernel/ctx/index.ts';
import { LimitedMap } from '../../../kernel/lib/limited-map.ts';
import { type MealRow, mealsOf } from './meals.query.ts';

/** A changed window reaches every process within this many milliseconds; scans don't read the meals' rows each time. */
const REMEMBERED_MS = 5000;

const running = new WeakMap<Services, Map<string, { loading: Promise<MealRow[]>; at: number }>>();

/** The organization's meals, cached for a moment. */
export function cachedMeals(ctx: Ctx): Promise<MealRow[]> {
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
