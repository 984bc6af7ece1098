import { type Ctx, inOrg, onOrg } from '../../../kernel/ctx/index.ts';
import { findPage, type PageQuery } from '../../../kernel/db/index.ts';
import { type Result, refuse } from '../../../kernel/lib/result.ts';
import { type ClosedDays, type DayRange, daysIn } from '../calendar/days.rule.ts';
import type { MealCode } from '../meals/slot.rule.ts';
import type { Closure, ClosureFilter } from './contract.ts';

/** The closures that share a day with a range, without the cancelled ones; input for the rules. */
export async function closedDaysIn(ctx: Ctx, range: DayRange): Promise<ClosedDays[]> {
  return ctx.db
    .selectFrom('mess_closure')
    .select(['from_on as from', 'to_on as to', 'meal_id as mealId'])
    .where(inOrg(ctx))
    .where('cancelled_at', 'is', null)
    .where('from_on', '<=', range.to)
    .where('to_on', '>=', range.from)
    .execute();
}

function closureRows(ctx: Ctx) {
  return ctx.db
    .selectFrom('mess_closure as x')
    .leftJoin('mess_meal as m', onOrg('m.id', 'x.meal_id'))
    .select(['x.id', 'x.from_on', 'x.to_on', 'm.code as meal', 'x.reason', 'x.created_by_name'])
    .select(['x.created_at', 'x.cancelled_at'])
    .where(inOrg(ctx, 'x'));
}

type ClosureRow = Awaited<ReturnType<ReturnType<typeof closureRows>['executeTakeFirstOrThrow']>>;
export type ClosureQuery = PageQuery & { filter: ClosureFilter };

/** Closures, the last created first. */
export async function listClosures(ctx: Ctx, { filter, ...page }: ClosureQuery): Promise<Result<Closure[]>> {
  let rows = closureRows(ctx);
  if (filter.on) rows = rows.where('x.from_on', '<=', filter.on).where('x.to_on', '>=', filter.on);
  if (filter.from) rows = rows.where('x.to_on', '>=', filter.from);
  if (filter.to) rows = rows.where('x.from_on', '<=', filter.to);
  if (filter.cancelled !== undefined) rows = rows.where('x.cancelled_at', filter.cancelled ? 'is not' : 'is', null);
  return findPage(rows, 'x.id', page, asClosure);
}

export async function getClosure(ctx: Ctx, id: string): Promise<Result<Closure>> {
  const row = await closureRows(ctx).where('x.id', '=', id).executeTakeFirst();
  return row ? { ok: true, data: asClosure(row) } : refuse('mess.closure.not_found');
}

function asClosure(row: ClosureRow): Closure {
  return {
    id: row.id,
    from: row.from_on,
    to: row.to_on,
    days: daysIn({ from: row.from_on, to: row.to_on }),
    meal: (row.meal as MealCode | null) ?? null,
    reason: row.reason,
    created_by: row.created_by_name,
    created_at: row.created_at.toISOString(),
    cancelled_at: row.cancelled_at?.toISOString() ?? null,
  };
}
