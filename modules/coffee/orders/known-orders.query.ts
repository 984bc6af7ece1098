import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import type { NewOrder } from './sales.ts';

/** Orders of a locked machine by number, those that are known, without their items. Of many months; the keys say which. */
export async function knownOrders(tx: Ctx, machineId: string, numbers: string[]): Promise<Map<string, NewOrder>> {
  const keys = await tx.db
    .selectFrom('coffee_order_key')
    .select('id')
    .where(inOrg(tx))
    .where('machine_id', '=', machineId)
    .where('number', '=', (eb) => eb.fn.any(eb.val(numbers)))
    .execute();
  if (keys.length === 0) return new Map();
  const rows = await tx.db
    .selectFrom('coffee_order')
    .selectAll()
    .where(inOrg(tx))
    .where('id', '=', (eb) => eb.fn.any(eb.val(keys.map(({ id }) => id))))
    .execute();
  return new Map(rows.map((row) => [row.number, { row, items: [] }]));
}
