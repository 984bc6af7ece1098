import { sql } from 'kysely';
import type { Ctx } from '../ctx/index.ts';

/**
 * From here on the statements of this transaction have one plan each, which reads by indexes. For a group of frequent
 * writes: the database plans a statement with arrays anew each time, since it believes a plan for these very values to
 * be better, which took a quarter of its time for a meter's reading. To be started before the others of its batch. Only
 * for statements that find few rows by a key, whatever the values.
 */
export async function planOnce(tx: Ctx): Promise<void> {
  // Raw SQL: settings of this transaction.
  await sql`select set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', 'off', true)`.execute(
    tx.db,
  );
}
