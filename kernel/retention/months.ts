import { sql } from 'kysely';
import type { Ctx } from '../ctx/index.ts';

/** Days ahead: at least two months, so that a program may be off that long before a row goes to the overflow table. */
const AHEAD = 62;

/**
 * Makes the partitions of the next months, for every table made by `partitioned_table()`. Returns the number of new
 * ones.
 */
export async function makeMonths(ctx: Ctx): Promise<number> {
  const { rows } = await sql<{ made: number }>`
    select coalesce(sum(make_months(c.oid::regclass, ${day(ctx, AHEAD)}::date)), 0)::int as made
    from pg_class c where c.relkind = 'p' and c.relnamespace = 'public'::regnamespace`.execute(ctx.system);
  return rows[0]?.made ?? 0;
}

/** Drops the months of a table that ended more than `days` ago; returns their number. */
export async function dropMonths(ctx: Ctx, table: string, days: number): Promise<number> {
  const { rows } = await sql<{ dropped: number }>`
    select drop_months(${table}::regclass, ${day(ctx, -days)}::date) as dropped`.execute(ctx.system);
  return rows[0]?.dropped ?? 0;
}

const day = (ctx: Ctx, days: number) =>
  new Date(ctx.clock.now().getTime() + days * 86_400_000).toISOString().slice(0, 10);
