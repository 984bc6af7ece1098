import { sql } from 'kysely';
import { type Ctx, limitOf } from '../ctx/index.ts';

/**
 * Runs a part of a transaction for the whole organization, though its actor is limited to a part: for what their change
 * means to the whole, such as sums over all merchants. What they asked for must have been found within their limit. The
 * statements of `work` must have ended when its promise is fulfilled. Throws outside a transaction.
 */
export async function beyondLimit<T>(tx: Ctx, work: () => Promise<T>): Promise<T> {
  const limit = limitOf(tx.actor);
  if (!limit) return work();
  if (!tx.inTransaction) throw new Error('beyondLimit() needs a transaction');
  await sql`select set_config('app.limit_id', '', true)`.execute(tx.db);
  const done = await work();
  // After an error the transaction has ended, and the setting with it.
  await sql`select set_config('app.limit_id', ${limit.id}, true)`.execute(tx.db);
  return done;
}
