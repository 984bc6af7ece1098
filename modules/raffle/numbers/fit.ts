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
  const outside = sql`organization_id = ${organization_id} and raffle_id = ${raffleId} and (number < ${first} or number > ${last})`;
  // Free ones only; whatever is left outside belongs to somebody.
  const removed = await sql`delete from raffle_number where ${outside} and state = 'available'`.execute(tx.db);
  const { rows } = await sql<{ number: number }>`select number from raffle_number where ${outside} limit 1`.execute(
    tx.db,
  );
  const [held] = rows;
  if (held) return refuse('raffle.range_taken', { number: held.number }, { last_number: 'raffle.range_taken' });
  const added = await sql`insert into raffle_number (organization_id, raffle_id, number)
    select ${organization_id}, ${raffleId}, number from generate_series(${first}::int, ${last}::int) number
    on conflict do nothing`.execute(tx.db);
  return ok({ added: Number(added.numAffectedRows ?? 0), removed: Number(removed.numAffectedRows ?? 0) });
}
