import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import type { Payment } from '../../../kernel/payments/index.ts';
import { publish } from '../../../kernel/realtime/index.ts';
import { ORDER } from '../names.ts';
import { itemsOf, lockOrder } from './lock-order.ts';
import { saleOf } from './sales.ts';
import { addSums } from './sums.ts';

/**
 * The money of an order came after the order itself: from now on it is a sale of its day. The ledger's entry is the
 * payment's.
 */
export async function paymentArrived(tx: Ctx, orderId: string, payment: Payment): Promise<void> {
  const row = await lockOrder(tx, orderId);
  if (row?.payment_state !== 'pending') return;
  const paid = { payment_state: 'paid', payment_method: payment.method };
  const found = !row.served ? 'not_served' : payment.amountMinor === row.amount_minor ? null : 'sum';
  // What the machine said against it stays for whoever looks.
  const exception = row.exception === 'contradicts' ? row.exception : found;
  await tx.db
    .updateTable('coffee_order')
    .set({ ...paid, exception })
    .where(inOrg(tx))
    .where('id', '=', row.id)
    .execute();
  await addSums(tx, [saleOf({ row: { ...row, ...paid }, items: await itemsOf(tx, row.id) })]);
  publish(tx, ORDER, row.id, row.merchant_id);
}
