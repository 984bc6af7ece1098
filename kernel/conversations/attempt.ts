import { sql } from 'kysely';
import type { Ctx } from '../ctx/index.ts';

/**
 * Runs an action of which a flow wants to survive the refusal: when it gives one, all that it wrote is undone, and the
 * transaction of the person's message goes on. Without it half an action would be committed together with the text that
 * it was refused. The engine does this around each `answer` already; a flow needs it only where it reads a refusal
 * itself and does something else instead.
 */
export async function attempt<R>(tx: Ctx, work: () => Promise<R>): Promise<R> {
  if (!tx.inTransaction) throw new Error('an attempt is part of a transaction');
  const [, result] = await Promise.all([sql`savepoint attempt`.execute(tx.db), work()]);
  const refused = typeof result === 'object' && result !== null && (result as { ok?: unknown }).ok === false;
  if (refused) await sql`rollback to savepoint attempt`.execute(tx.db);
  // Released, so that an attempt around this one finds its own savepoint by the name.
  await sql`release savepoint attempt`.execute(tx.db);
  return result;
}
