import type { Selectable } from 'kysely';
import type { DB } from '../../../db/types.ts';
import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { findMeterId } from './meters.query.ts';

export type LockedMeter = Selectable<DB['electricity_meter']>;

/**
 * Locks a meter's row for a change of who holds it, its state or its machine; refuses with
 * `electricity.meter.not_found`. Whatever changes its balance locks the row of the balance instead.
 */
export async function lockMeter(tx: Ctx, reference: string): Promise<Result<LockedMeter>> {
  const id = await findMeterId(tx, reference);
  if (!id) return refuse('electricity.meter.not_found');
  const row = await tx.db
    .selectFrom('electricity_meter')
    .selectAll()
    .where(inOrg(tx))
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row ? ok(row) : refuse('electricity.meter.not_found');
}

/** Writes columns of a locked meter. */
export async function changeMeterRow(tx: Ctx, id: string, values: Partial<LockedMeter>): Promise<void> {
  await tx.db
    .updateTable('electricity_meter')
    .set({ ...values, updated_at: tx.clock.now() })
    .where(inOrg(tx))
    .where('id', '=', id)
    .execute();
}
