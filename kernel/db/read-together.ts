import { CompiledQuery } from 'kysely';
import type { Ctx } from '../ctx/index.ts';
import { batchesOf } from './batches.ts';
import { isStalePlan, statement } from './pipeline.ts';

/**
 * One short read, for the pages and look-ups that requests ask for most. Those of one organization that are asked for at
 * the same moment are one transaction on a shared connection: one write to the socket and one answer. Those that ask the
 * same are one statement and share its rows, so nobody may change them. `text` is a constant with `$1` for each of the
 * values, because it is prepared once and planned once; it must read few rows by an index, with whatever values, since
 * others wait behind it. Inside a transaction it runs in that transaction.
 */
export async function readTogether<Row>(ctx: Ctx, text: string, values: readonly unknown[]): Promise<Row[]> {
  const batches = ctx.inTransaction ? undefined : batchesOf(ctx.db);
  const alone = async () => (await ctx.db.executeQuery<Row>(CompiledQuery.raw(text, [...values]))).rows;
  if (!batches) return alone();
  try {
    const [answer] = await batches.read([statement(text, values)]);
    return answer?.rows as Row[];
  } catch (error) {
    if (isStalePlan(error)) return alone();
    throw error;
  }
}
