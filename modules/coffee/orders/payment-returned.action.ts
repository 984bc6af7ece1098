import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import type { Payment } from '../../../kernel/payments/index.ts';
import { lockOrder } from './lock-order.ts';
import { noteRefund } from './note-refund.action.ts';
import { insertRefund } from './write-refund.action.ts';

/**
 * Money of a payment was given back, as the payments package says once for each time: asked for at the order
 * (`refund-order.action.ts`) or at the payment itself. The ledger's entry is the payment's.
 */
export async function paymentReturned(
  tx: Ctx,
  charge: { order_id: string | null } | undefined,
  payment: Payment,
  { reason }: { reason: string },
): Promise<void> {
  const row = charge?.order_id ? await lockOrder(tx, charge.order_id) : undefined;
  if (row?.payment_state !== 'paid') return;
  // The payment may have been another amount than the order; no more than the order is taken off the sales.
  const total = payment.state === 'refunded' ? row.amount_minor : Math.min(payment.refundedMinor, row.amount_minor);
  const amountMinor = total - row.refunded_minor;
  if (amountMinor <= 0) return;
  const asked = await tx.db
    .selectFrom('coffee_refund')
    .select('id')
    .where(inOrg(tx))
    .where('order_id', '=', row.id)
    .where('state', '=', 'under_way')
    .where('amount_minor', '=', amountMinor)
    .orderBy('id')
    .executeTakeFirst();
  if (asked) {
    await tx.db
      .updateTable('coffee_refund')
      .set({ state: 'done' })
      .where(inOrg(tx))
      .where('id', '=', asked.id)
      .execute();
  } else {
    await insertRefund(tx, row, { amountMinor, reason }, { way: 'provider', state: 'done' });
  }
  await noteRefund(tx, row, amountMinor);
}
