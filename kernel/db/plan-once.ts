import { sql } from 'kysely';
import type { Ctx } from '../ctx/index.ts';

/**
 * One plan for each statement, and by indexes. A plan for each length of an array may cost more than the statement (2 ms
 * for the scans of a mess hall), and a plan that is made while a table is empty would read all of it when it is full.
 */
export const PLANNED_ONCE = { plan_cache_mode: 'force_generic_plan', enable_seqscan: 'off' };

/**
 * SQL for whether there is any of `rows`, a from clause and its condition, as a value in a frequent statement. With
 * `exists` a plan that was made while the table was empty reads all rows of the organization into a hash table, at each
 * execution (docs/decisions/0570).
 */
export const anyRow = (rows: string): string => `coalesce((select true from ${rows} limit 1), false)`;

/**
 * From here on the statements of this transaction have one plan each, which reads by indexes. For a group of frequent
 * writes: the database plans a statement with arrays anew each time, since it believes a plan for these very values to
 * be better, which took a quarter of its time for a meter's reading. To be started before the others of its batch. Only
 * for statements that find few rows by a key, whatever the values.
 */
export async function planOnce(tx: Ctx): Promise<void> {
  // Raw SQL: settings of this transaction.
  const settings = Object.entries(PLANNED_ONCE).map(([name, value]) => sql`set_config(${name}, ${value}, true)`);
  await sql`select ${sql.join(settings)}`.execute(tx.db);
}
