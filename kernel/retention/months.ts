import { sql } from 'kysely';
import type { Ctx, Db } from '../ctx/index.ts';
import { inTurn, isInTheWay } from '../db/index.ts';
import { archiveMonth } from './archive-month.ts';
import type { Retention } from './define.ts';

/** Days ahead: at least two months, so that a program may be off that long before a row goes to the overflow table. */
const DAYS_AHEAD = 62;

/**
 * Makes the partitions of the next months, for every table made by `partitioned_table()`. Returns the number of new
 * ones. One table after the other, because a transaction that held several would wait for others who wait for it; one
 * that others hold for too long doesn't stop the rest, and is thrown at the end.
 */
export async function makeMonths(ctx: Ctx, attempts?: number): Promise<number> {
  // Raw SQL: it asks PostgreSQL's own catalogue and functions, which Kysely doesn't know.
  const { rows: tables } = await sql<{ name: string }>`
    select c.relname as name from pg_class c where c.relkind = 'p' and c.relnamespace = 'public'::regnamespace
    order by 1`.execute(ctx.system);
  let made = 0;
  const held: unknown[] = [];
  for (const { name } of tables) {
    const make = sql<{ made: number }>`select make_months(${name}::regclass, ${day(ctx, DAYS_AHEAD)}::date) as made`;
    try {
      const { rows } = await inTurn(() => make.execute(ctx.system), attempts);
      made += rows[0]?.made ?? 0;
    } catch (error) {
      if (!isInTheWay(error)) throw error;
      held.push(error);
    }
  }
  if (held.length > 0) throw held[0];
  return made;
}

type ByPartition = Extract<Retention, { by: 'partition' }>;

/** Drops the months of a table that ended more than `days` ago; returns their number. */
export async function dropMonths(ctx: Ctx, { table, days, archive }: ByPartition): Promise<number> {
  if (!archive) return inTurn(() => drop(ctx.system, table, day(ctx, -days)));
  // One month after the other, each stored before it is dropped.
  for (let dropped = 0; ; dropped++) {
    const one = await inTurn(() =>
      ctx.system.transaction().execute(async (db) => {
        const month = await archiveMonth(ctx, db, table, day(ctx, -days));
        return month ? drop(db, table, month.end) : 0;
      }),
    );
    if (one === 0) return dropped;
  }
}

/** The months that `dropMonths` would drop now, and the number of their rows. */
export async function monthsToDrop(
  ctx: Ctx,
  { table, days }: ByPartition,
): Promise<{ months: string[]; rows: number }> {
  const { rows } = await sql<{ month: string; part: string }>`
    select to_char(m.month, 'YYYY-MM') as month, m.part::text as part from months_of(${table}::regclass) m
    where m.month + interval '1 month' <= ${day(ctx, -days)}::date
      and m.month < (select max(n.month) from months_of(${table}::regclass) n) order by m.month`.execute(ctx.system);
  let count = 0;
  for (const part of rows.length > 0 ? [...rows.map((row) => row.part), `${table}_before`] : []) {
    const counted = await sql<{ rows: number }>`select count(*)::int as rows from ${sql.table(part)}`.execute(
      ctx.system,
    );
    count += counted.rows[0]?.rows ?? 0;
  }
  return { months: rows.map((row) => row.month), rows: count };
}

/** Drops the oldest months of a table that have no rows left; nothing for a table that isn't by month. */
export async function dropEmptyMonths(ctx: Ctx, table: string): Promise<number> {
  // A day: somebody's clock may be behind.
  return inTurn(() => drop(ctx.system, table, day(ctx, -1), true));
}

async function drop(db: Db, table: string, before: string, empty = false): Promise<number> {
  const { rows } = await sql<{ dropped: number }>`
    select drop_months(${table}::regclass, ${before}::date, ${empty}) as dropped`.execute(db);
  return rows[0]?.dropped ?? 0;
}

const day = (ctx: Ctx, days: number) =>
  new Date(ctx.clock.now().getTime() + days * 86_400_000).toISOString().slice(0, 10);
