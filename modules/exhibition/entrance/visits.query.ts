import { sql } from 'kysely';
import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { cutPage, readCursor } from '../../../kernel/lib/cursor.ts';
import type { Result } from '../../../kernel/lib/result.ts';
import type { Visit, VisitFilter } from './contract.ts';
import { hasEntrance } from './entrances.query.ts';

/** When somebody came first on a day; null: they did not. */
export async function cameOn(ctx: Ctx, customerId: string, day: string): Promise<Date | null> {
  const row = await ctx.db
    .selectFrom('exhibition_visit')
    .select((of) => of.fn.min('at').as('at'))
    .where(inOrg(ctx))
    .where('customer_id', '=', customerId)
    .where('day', '=', day)
    .executeTakeFirst();
  return row?.at ?? null;
}

/** People who came to an exhibition on a day. */
export async function visitorsOn(ctx: Ctx, exhibitionId: string, day: string): Promise<number> {
  const row = await ctx.db
    .selectFrom('exhibition_visit')
    .select(sql<number>`count(*)::int`.as('count'))
    .where(inOrg(ctx))
    .where('exhibition_id', '=', exhibitionId)
    .where('day', '=', day)
    .where('first', '=', true)
    .executeTakeFirstOrThrow();
  return row.count;
}

type Span = {
  from: string;
  to: string;
  /** null: all exhibitions */
  exhibitionId: string | null;
  /** when each hour of these days begins, and which hour of its day it is */
  starts: Date[];
  hours: number[];
};
type Came = { people: number; visits: number };

/**
 * How many people came on some days, each counted once, and how often they were let in; also by the hour of the day. Null
 * where there is no entrance.
 */
export async function visitorsIn(
  ctx: Ctx,
  { from, to, exhibitionId, starts, hours }: Span,
): Promise<(Came & { by_hour: (Came & { hour: number })[] }) | null> {
  const org = orgOf(ctx).id;
  // Raw SQL: people of all hours and of each in one pass. The server knows when the hours of a day begin.
  const { rows } = await sql<Came & { hour: number | null; whole: boolean }>`
    select hour, grouping(hour) = 1 as whole, count(distinct customer_id)::int as people, count(*)::int as visits
    from (
      select coalesce((${hours}::int[])[width_bucket(v.at, ${starts}::timestamptz[])], 0) as hour, v.customer_id
      from exhibition_visit v where v.organization_id = ${org} and v.day >= ${from} and v.day <= ${to}
        and (${exhibitionId}::uuid is null or v.exhibition_id = ${exhibitionId})) came
    group by rollup (hour) order by hour`.execute(ctx.db);
  const { people = 0, visits = 0 } = rows.find(({ whole }) => whole) ?? {};
  if (visits === 0 && !(await hasEntrance(ctx, exhibitionId))) return null;
  const by_hour = rows.flatMap(({ whole, hour, ...came }) => (whole || hour === null ? [] : [{ hour, ...came }]));
  return { people, visits, by_hour };
}

/** When each person of an exhibition came first on a day. */
export async function cameAt(ctx: Ctx, exhibitionId: string, day: string): Promise<Map<string, Date>> {
  const rows = await ctx.db
    .selectFrom('exhibition_visit')
    .select(['customer_id', (of) => of.fn.min('at').as('at')])
    .where(inOrg(ctx))
    .where('exhibition_id', '=', exhibitionId)
    .where('day', '=', day)
    .groupBy('customer_id')
    .execute();
  return new Map(rows.map(({ customer_id, at }) => [customer_id, at]));
}

/** The newest visits of a customer, for their own page. */
export async function visitsOf(ctx: Ctx, customerId: string): Promise<{ day: string; at: string }[]> {
  const rows = await ctx.db
    .selectFrom('exhibition_visit')
    .select(['day', 'at'])
    .where(inOrg(ctx))
    .where('customer_id', '=', customerId)
    .orderBy('at', 'desc')
    .limit(100)
    .execute();
  return rows.map(({ day, at }) => ({ day, at: at.toISOString() }));
}

type VisitQuery = { filter: VisitFilter; limit: number; after?: string | undefined };

/** Visits, the newest to arrive first; by exhibition, customer and days. */
export async function listVisits(ctx: Ctx, { filter, limit, after }: VisitQuery): Promise<Result<Visit[]>> {
  const cursor = readCursor(after, 'uuid');
  if (!cursor.ok) return cursor;
  const { id } = orgOf(ctx);
  let rows = ctx.db
    .selectFrom('exhibition_visit as v')
    .innerJoin('exhibition_customer as c', (on) =>
      on.on('c.organization_id', '=', id).onRef('c.id', '=', 'v.customer_id'),
    )
    .innerJoin('exhibition as e', (on) => on.on('e.organization_id', '=', id).onRef('e.id', '=', 'v.exhibition_id'))
    .select(['v.id', 'v.exhibition_id', 'v.customer_id', 'v.day', 'v.at', 'v.received_at', 'v.first', 'v.offline'])
    .select(['v.entrance', 'c.code', 'c.name', 'e.name as exhibition'])
    .where(inOrg(ctx, 'v'))
    .orderBy('v.id', 'desc')
    .limit(limit + 1);
  if (filter.exhibition_id) rows = rows.where('v.exhibition_id', '=', filter.exhibition_id);
  if (filter.customer_id) rows = rows.where('v.customer_id', '=', filter.customer_id);
  if (filter.from) rows = rows.where('v.day', '>=', filter.from);
  if (filter.to) rows = rows.where('v.day', '<=', filter.to);
  if (cursor.data[0]) rows = rows.where('v.id', '<', String(cursor.data[0]));
  return cutPage(
    await rows.execute(),
    limit,
    (row) => [row.id],
    ({ customer_id, code, name, at, received_at, ...visit }) => ({
      ...visit,
      at: at.toISOString(),
      received_at: received_at.toISOString(),
      customer: { id: customer_id, code, name },
    }),
  );
}
