import type { Selectable } from 'kysely';
import type { DB } from '../../../db/types.ts';
import { type Ctx, inOrg, onOrg } from '../../../kernel/ctx/index.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';

export type Balance = Selectable<DB['electricity_balance']> & { device_id: string | null };

/**
 * Locks what a meter has left. Everything that buys, credits, counts or takes units of a meter begins with this lock,
 * before it locks a payment, so all of it takes turns and in one order. Refuses with `electricity.meter.not_found`.
 */
export async function lockBalance(tx: Ctx, meterId: string): Promise<Result<Balance>> {
  const row = await lockedBalances(tx).where('b.meter_id', '=', meterId).executeTakeFirst();
  return row ? ok(row) : refuse('electricity.meter.not_found');
}

/** Locks what the meters of these machines have left, in the order of their ids; by meter. */
export async function lockBalancesOf(tx: Ctx, deviceIds: string[]): Promise<Map<string, Balance>> {
  const rows = await lockedBalances(tx)
    .where('m.device_id', '=', (eb) => eb.fn.any(eb.val(deviceIds)))
    .orderBy('b.meter_id')
    .execute();
  return new Map(rows.map((row) => [row.meter_id, row]));
}

const lockedBalances = (tx: Ctx) =>
  tx.db
    .selectFrom('electricity_balance as b')
    .innerJoin('electricity_meter as m', onOrg('m.id', 'b.meter_id'))
    .selectAll('b')
    .select('m.device_id')
    .where(inOrg(tx, 'b'))
    .forUpdate('b');
