import { sql } from 'kysely';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';

/**
 * Gives a raffle exactly the numbers of this range; refuses with `raffle.range_taken` when an order holds one outside
 * it. The calling action sets the range and writes the audit entry.
 */
export async function fitNumbers(
  tx: Ctx,
  raffleId: string,
  first: number,
  last: number,
): Promise<Result<{ added: number; removed: number }>> {
  const organization_id = orgOf(tx).id;
  const { db } = tx;
  const outside = sql<boolean>`organization_id = ${organization_id} and raffle_id = ${raffleId} and (number < ${first} or number > ${last})`;
  // Free ones only; whatever is left outside belongs to somebody.
  const free = db.deleteFrom('raffle_number').where(outside).where('state', '=', 'available');
  const removed = await free.executeTakeFirstOrThrow();
  const held = await db.selectFrom('raffle_number').select('number').where(outside).limit(1).executeTakeFirst();
  if (held) return refuse('raffle.range_taken', { number: held.number }, { last_number: 'raffle.range_taken' });
  // Raw: Kysely has no generate_series.
  const added = await sql`insert into raffle_number (organization_id, raffle_id, number)
    select ${organization_id}, ${raffleId}, number from generate_series(${first}::int, ${last}::int) number
    on conflict do nothing`.execute(db);
  return ok({ added: Number(added.numAffectedRows ?? 0), removed: Number(removed.numDeletedRows) });
}
