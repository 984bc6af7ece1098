import { audit } from '../../../kernel/audit/index.ts';
import type { Ctx } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { type Result, refuse } from '../../../kernel/lib/result.ts';
import { type NewProof, submitProof } from '../../../kernel/payment-proofs/index.ts';
import { type Payment, setDue } from '../../../kernel/payments/index.ts';
import { publish } from '../../../kernel/realtime/index.ts';
import { ORDER } from '../names.ts';
import { release, take } from '../numbers/hold.action.ts';
import { capOf } from '../orders/caps.query.ts';
import type { Order } from '../orders/contract.ts';
import { changeOrder, holdUntil, reviewedBy } from '../orders/lock-order.action.ts';
import { findOrder, getOrder } from '../orders/orders.query.ts';
import { lockForSale } from '../orders/sell-order.action.ts';

/**
 * The buyer sends a proof of payment.
 *
 * Refusals: `raffle.order.` `not_found`, `not_confirmed`, `already_paid`, `cancelled`, `expired` (it was never
 * confirmed), and those of submitProof.
 */
export async function sendProof(ctx: Ctx, reference: string, proof: NewProof): Promise<Result<Order>> {
  const seen = await findOrder(ctx, reference);
  if (!seen) return refuse('raffle.order.not_found');
  return transaction(ctx, async (tx) => {
    const locked = await lockForSale(tx, seen.id, 'confirm_payment');
    if (!locked.ok) return locked;
    const { order } = locked.data;
    if (!order.payment_id) return refuse('raffle.order.expired');
    const submitted = await submitProof(tx, order.payment_id, proof);
    return submitted.ok ? getOrder(tx, order.id) : submitted;
  });
}

/**
 * A proof came, from the buyer or at the evidence desk. The numbers are held for `review_hours` from the first proof
 * that staff have not decided on; later pictures do not extend it, because any picture may be a false proof. The
 * numbers of an expired order are held again when nobody else has them and the caps allow it. Otherwise the order stays
 * expired and the proof is late: the chat offers the buyer other numbers.
 */
export async function holdForProof(tx: Ctx, payment: Payment): Promise<void> {
  const locked = await lockForSale(tx, payment.subject.id, 'confirm_payment');
  if (!locked.ok) return;
  const { order, frozen } = locked.data;
  const until = await reviewedBy(tx, payment);
  const now = tx.clock.now();
  const overdue = order.reserved_until !== null && order.reserved_until <= now;
  if (order.state === 'pending_payment' && overdue && (await capOf(tx, order))) {
    // The sweep has not run yet. The order has expired all the same: a picture in that minute must not exceed the caps.
    await release(tx, [order]);
    await Promise.all([
      changeOrder(tx, order.id, { state: 'expired', reserved_until: null, ended_at: now, end_reason: 'expired' }),
      setDue(tx, payment.id, null),
      audit(tx, 'raffle.order.expired', {
        subject: { type: ORDER, id: order.id },
        before: { state: order.state },
        after: { state: 'expired', code: order.code },
      }),
    ]);
    publish(tx, 'raffle.grid', order.raffle_id);
  } else if (order.state === 'pending_payment') {
    if (until > (order.reserved_until ?? until) || order.reserved_until === null) await holdUntil(tx, order, until);
    else await setDue(tx, payment.id, order.reserved_until);
  } else if (!frozen && until > now && !(await capOf(tx, order)) && (await take(tx, order, until))) {
    await Promise.all([
      changeOrder(tx, order.id, {
        state: 'pending_payment',
        reserved_until: until,
        ended_at: null,
        end_reason: null,
      }),
      setDue(tx, payment.id, until),
      audit(tx, 'raffle.order.revived', {
        subject: { type: ORDER, id: order.id },
        before: { state: order.state },
        after: { state: 'pending_payment', code: order.code },
      }),
    ]);
    publish(tx, 'raffle.grid', order.raffle_id);
  } else await setDue(tx, payment.id, null);
  publish(tx, 'raffle.order', order.id);
}
