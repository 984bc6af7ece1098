import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import { beyondLimit } from '../../../kernel/db/index.ts';
import { publish } from '../../../kernel/realtime/index.ts';
import { ORDER } from '../names.ts';
import type { OrderRow } from './lock-order.ts';
import { addSums } from './sums.ts';

/**
 * Writes what was given back to a locked order and to the sums of its day. An order of which nothing is left needs nobody
 * to look at it any more.
 */
export async function noteRefund(tx: Ctx, row: OrderRow, amountMinor: number): Promise<void> {
  const refunded_minor = row.refunded_minor + amountMinor;
  const settles = refunded_minor === row.amount_minor && row.exception !== null && row.settled_at === null;
  await tx.db
    .updateTable('coffee_order')
    .set({ refunded_minor, ...(settles && { settled_at: tx.clock.now(), settled_by_name: tx.actor.name }) })
    .where(inOrg(tx))
    .where('id', '=', row.id)
    .execute();
  const { machine_id, merchant_id, hour_at, sold_on, payment_method, currency } = row;
  const sum = { machine_id, merchant_id, hour_at, sold_on, payment_method, currency };
  const nothing = { orders: 0, items: 0, amount_minor: 0, products: [] };
  // The sums of all merchants change, too, which somebody limited to one neither sees nor writes.
  const change = { ...sum, ...nothing, refunds: 1, refunded_minor: amountMinor };
  await beyondLimit(tx, () => addSums(tx, [change]));
  publish(tx, ORDER, row.id, merchant_id);
}
