import { audit } from '../../../kernel/audit/index.ts';
import type { Ctx } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { enqueue } from '../../../kernel/jobs/index.ts';
import type { Result } from '../../../kernel/lib/result.ts';
import { closePayment } from '../../../kernel/payments/index.ts';
import { publish } from '../../../kernel/realtime/index.ts';
import { ORDER } from '../names.ts';
import { release } from '../numbers/hold.action.ts';
import { buyerNotice, reachable } from './buyer-notice.rule.ts';
import type { Order } from './contract.ts';
import { changeOrder, lockOrder } from './lock-order.action.ts';
import { getOrder } from './orders.query.ts';

/**
 * Cancels an unpaid order: its numbers are free at once, and its payment is closed. `tell`: the buyer gets a message,
 * for a cancellation by somebody else. A paid order is refunded instead, by the payments package.
 *
 * Refusals: `raffle.order.not_found`, `already_paid`, `cancelled`, `expired`.
 */
export async function cancelOrder(
  ctx: Ctx,
  reference: string,
  { reason = '', notify = false }: { reason?: string | undefined; notify?: boolean } = {},
): Promise<Result<Order>> {
  return transaction(ctx, async (tx) => {
    const locked = await lockOrder(tx, reference, 'cancel');
    if (!locked.ok) return locked;
    const order = locked.data;
    const end_reason = reason.trim() || null;
    await release(tx, [order]);
    await changeOrder(tx, order.id, {
      state: 'cancelled',
      reserved_until: null,
      ended_at: tx.clock.now(),
      end_reason,
    });
    if (order.payment_id) {
      const closed = await closePayment(tx, order.payment_id, end_reason ?? 'the order was cancelled');
      if (!closed.ok) return closed;
    }
    await audit(tx, 'raffle.order.cancelled', {
      subject: { type: ORDER, id: order.id },
      before: { state: order.state },
      after: { state: 'cancelled', code: order.code },
      note: end_reason,
    });
    if (notify && reachable(order)) await enqueue(tx, buyerNotice, { order: order.id, notice: 'cancelled' });
    publish(tx, 'raffle.order', order.id);
    publish(tx, 'raffle.grid', order.raffle_id);
    return getOrder(tx, order.id);
  });
}
