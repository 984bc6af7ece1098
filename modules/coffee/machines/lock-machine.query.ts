import { type Selectable, sql } from 'kysely';
import type { DB } from '../../../db/types.ts';
import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import { isUuid } from '../../../kernel/lib/ids.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';

export type MachineRow = Selectable<DB['coffee_machine']>;

/** Locks a machine's row, by uuid or serial number; refuses with `coffee.machine.not_found`. */
export async function lockMachine(tx: Ctx, reference: string): Promise<Result<MachineRow>> {
  const rows = tx.db.selectFrom('coffee_machine').selectAll().where(inOrg(tx)).forNoKeyUpdate();
  const row = await (isUuid(reference)
    ? rows.where('id', '=', reference)
    : rows.where(sql<boolean>`lower(serial) = ${reference.toLowerCase()}`)
  ).executeTakeFirst();
  return row ? ok(row) : refuse('coffee.machine.not_found');
}

/** Locks machines in the order of their ids, as everybody does who locks several. */
export async function lockMachines(
  tx: Ctx,
  ids: string[],
): Promise<{ id: string; merchant_id: string; state: string; package_number: number | null }[]> {
  if (ids.length === 0) return [];
  return tx.db
    .selectFrom('coffee_machine')
    .select(['id', 'merchant_id', 'state', 'package_number'])
    .where(inOrg(tx))
    .where('id', '=', (eb) => eb.fn.any(eb.val(ids)))
    .orderBy('id')
    .forNoKeyUpdate()
    .execute();
}
