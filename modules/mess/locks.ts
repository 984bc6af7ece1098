import { sql } from 'kysely';
import { type Ctx, orgOf } from '../../kernel/ctx/index.ts';

/** Transactions that change a closure, or decide by all of them, take turns; released at the end of the transaction. */
export async function takeTurns(tx: Ctx, what: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`mess ${what} ${orgOf(tx).id}`}, 0))`.execute(tx.db);
}
