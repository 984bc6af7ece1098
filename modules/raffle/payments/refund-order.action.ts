import { audit } from '../../../kernel/audit/index.ts';
import type { Ctx } from '../../../kernel/ctx/index.ts';
import { enqueue } from '../../../kernel/jobs/index.ts';
import type { Payment } from '../../../kernel/payments/index.ts';
import { publish } from '../../../kernel/realtime/index.ts';
import { ORDER } from '../names.ts';
import { giveBack } from '../numbers/hold.action.ts';
import { buyerNotice, reachable } from '../orders/buyer-notice.rule.ts';
import { changeOrder, lockOrder } from '../orders/lock-order.action.ts';

/**
 * The money of an order was returned, or had never come (`mistaken`), in the payment's transaction. A paid order is
 * cancelled, which the page of its ticket shows, and its numbers are free. After the list for the draw is published
 * they stay out of sale, and stay in the list.
 */
export async function refundOrder(
  tx: Ctx,
  payment: Payment,
  { reason, mistaken }: { reason: string; mistaken: boolean },
): Promise<void> {
  const locked = await lockOrder(tx, payment.subject.id);
  if (!locked.ok) return;
  const order = locked.data;
  if (order.state === 'paid') {
    await giveBack(tx, order);
    await changeOrder(tx, order.id, {
      state: 'cancelled',
      paid_at: null,
      ended_at: tx.clock.now(),
      end_reason: mistaken ? reason : 'refunded',
    });
    await audit(tx, 'raffle.order.refunded', {
      subject: { type: ORDER, id: order.id },
      before: { state: 'paid' },
      after: { state: 'cancelled', code: order.code },
      note: reason,
    });
  }
  if (reachable(order))
    await enqueue(tx, buyerNotice, { order: order.id, notice: mistaken ? 'cancelled' : 'refunded' });
  publish(tx, 'raffle.order', order.id);
  publish(tx, 'raffle.grid', order.raffle_id);
}
