import { type Ctx, inOrg, orgOf, type Services } from '../../../kernel/ctx/index.ts';
import { LimitedMap } from '../../../kernel/lib/limited-map.ts';

/**
 * How long a count is cached, in milliseconds. It is for display, and counting thousands of rows with every scan would
 * be most of the scan's cost. This process adds its own scans at once; those of other processes appear a second later.
 */
const REMEMBERED_MS = 1000;
type Count = { loading: Promise<{ count: number }>; at: number };
const running = new WeakMap<Services, Map<string, Count>>();

/** How many were served at a meal of a day so far; `more`: one of them was served a moment ago. */
export async function servedCount(ctx: Ctx, serviceOn: string, mealId: string | null, more: boolean): Promise<number> {
  if (!mealId) return 0;
  const known = running.get(ctx.services) ?? new LimitedMap<string, Count>(1000);
  running.set(ctx.services, known);
  const key = `${orgOf(ctx).id} ${serviceOn} ${mealId}`;
  const found = known.get(key);
  if (found && performance.now() - found.at < REMEMBERED_MS) {
    const counted = await found.loading;
    if (more) counted.count++;
    return counted.count;
  }
  const entry = { loading: count(ctx, serviceOn, mealId), at: performance.now() };
  known.set(key, entry);
  entry.loading.catch(() => known.delete(key));
  return (await entry.loading).count;
}

async function count(ctx: Ctx, serviceOn: string, mealId: string): Promise<{ count: number }> {
  const row = await ctx.db
    .selectFrom('mess_service')
    .select((of) => of.fn.countAll<number>().as('count'))
    .where(inOrg(ctx))
    .where('service_on', '=', serviceOn)
    .where('meal_id', '=', mealId)
    .executeTakeFirstOrThrow();
  return { count: Number(row.count) };
}
