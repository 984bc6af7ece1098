import { sql } from 'kysely';
import type { Ctx } from '../ctx/index.ts';

/**
 * Runs an action whose refusal the flow handles itself: after a refusal, the action's writes are rolled back, and the
 * transaction of the person's message continues. Otherwise half of an action would be committed together with the text
 * of its refusal. The engine already does this around each `answer`; a flow only needs it when it reacts to a refusal
 * in another way.
 */
export async function attempt<R>(tx: Ctx, work: () => Promise<R>): Promise<R> {
  if (!tx.inTransaction) throw new Error('an attempt is part of a transaction');
  const [, result] = await Promise.all([sql`savepoint attempt`.execute(tx.db), work()]);
  const { ok, rolledBack } = (result ?? {}) as { ok?: unknown; rolledBack?: unknown };
  if (ok === false || rolledBack === true) await sql`rollback to savepoint attempt`.execute(tx.db);
  // Released, because an outer attempt has a savepoint of the same name.
  await sql`release savepoint attempt`.execute(tx.db);
  return result;
}
