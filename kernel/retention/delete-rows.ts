import { type RawBuilder, sql } from 'kysely';
import { type Ctx, orgOf } from '../ctx/index.ts';
import { sweep } from '../db/index.ts';
import { firstIdAt } from '../lib/ids.ts';
import type { Retention } from './define.ts';

type ByBatch = Extract<Retention, { by: 'batch' }>;

const DAY_MS = 86_400_000;
/** Limited, so that no statement holds its locks for long. */
const BATCH = 5000;

/** Deletes the expired rows of one table; returns their number. */
export async function deleteRows(ctx: Ctx, { table, age, days, only = 'true' }: ByBatch): Promise<number> {
  const { type, key } = await shapeOf(ctx, table, age);
  const [rows, column, columns] = [sql.table(table), sql.ref(age), sql.join(key.map((name) => sql.ref(name)))];
  const condition = sql.raw(only);
  const oldest = (kept: number) => cutoff(type, ctx.clock.now().getTime() - kept * DAY_MS);
  const started = oldest(typeof days === 'number' ? days : 0);
  let deleted = 0;
  await sweep(ctx, {
    async due() {
      // Raw SQL: manifests name the tables and their columns.
      const found = await sql<{ id: string }>`
        select o.id from organization o where exists (
          select from ${rows} where organization_id = o.id and ${column} < ${started} and (${condition}))`.execute(
        ctx.system,
      );
      return found.rows.map(({ id }) => id);
    },
    async step(inside) {
      const { id } = orgOf(inside);
      const before = typeof days === 'number' ? started : oldest(await days(inside));
      // With the rights of the tables' owner: rows that requests may not delete, such as door scans, expire too.
      const result = await sql`
        delete from ${rows} where organization_id = ${id} and (${columns}) in (
          select ${columns} from ${rows}
          where organization_id = ${id} and ${column} < ${before} and (${condition})
          limit ${BATCH})`.execute(ctx.system);
      deleted += Number(result.numAffectedRows ?? 0);
      return result.numAffectedRows === BigInt(BATCH);
    },
  });
  return deleted;
}

/** Which rows of an organization have expired. */
export async function conditionOf(
  inside: Ctx,
  { table, age, days, only = 'true' }: ByBatch,
): Promise<RawBuilder<unknown>> {
  const { type } = await shapeOf(inside, table, age);
  const kept = typeof days === 'number' ? days : await days(inside);
  return sql`${sql.ref(age)} < ${cutoff(type, inside.clock.now().getTime() - kept * DAY_MS)} and (${sql.raw(only)})`;
}

type Shape = { type: string; key: string[] };

/** The type of the age column, and the columns of the primary key. */
async function shapeOf(ctx: Ctx, table: string, age: string): Promise<Shape> {
  const { rows } = await sql<Shape>`
    select format_type(a.atttypid, null) as type, array(
      select k.attname::text from pg_index i join pg_attribute k on k.attrelid = i.indrelid and k.attnum = any (i.indkey)
      where i.indrelid = a.attrelid and i.indisprimary) as key
    from pg_attribute a where a.attrelid = ${table}::regclass and a.attname = ${age}`.execute(ctx.system);
  const [shape] = rows;
  if (!shape) throw new Error(`the retention of ${table} names no column of it: ${age}`);
  return shape;
}

function cutoff(type: string, at: number): Date | string {
  if (type === 'uuid') return firstIdAt(at);
  return type === 'date' ? new Date(at).toISOString().slice(0, 10) : new Date(at);
}
