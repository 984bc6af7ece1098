import { audit } from '../../../kernel/audit/index.ts';
import type { Ctx } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { type Result, refuse } from '../../../kernel/lib/result.ts';
import { type NewProof, type Payment, submitProof } from '../../../kernel/payments/index.ts';
import { announce } from '../../../kernel/realtime/index.ts';
import { getSettings } from '../../../kernel/settings/index.ts';
import type { Order } from '../contract.ts';
import { prolong, take } from '../numbers/hold.ts';
import { changeOrder } from '../numbers/lock-order.ts';
import { findOrder, getOrder } from '../queries/orders.ts';
import { ORDER } from '../queries/present.ts';
import { raffleSettings } from '../settings.ts';
import { lockForSale } from './sell-order.ts';

/**
 * The buyer shows that they have paid.
 *
 * Refusals: `raffle.order.` `not_found`, `not_confirmed`, `already_paid`, `cancelled`, `expired` (it was never confirmed), and those of
 * submitProof.
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
 * A proof came, by the buyer or at the evidence desk: the numbers are held until somebody has looked, and those of an order that had expired
 * are held again when nobody has them. When somebody has, the order stays expired and the proof is late: the buyer is then asked for
 * other numbers.
 */
export async function holdForProof(tx: Ctx, payment: Payment): Promise<void> {
  const locked = await lockForSale(tx, payment.subject.id, 'confirm_payment');
  if (!locked.ok) return;
  const { order, frozen } = locked.data;
  const { review_hours } = await getSettings(tx, raffleSettings);
  const until = new Date(tx.clock.now().getTime() + review_hours * 3_600_000);
  if (order.state === 'PENDING_PAYMENT') {
    await prolong(tx, order, until);
    await changeOrder(tx, order.id, { reserved_until: until });
  } else if (!frozen && (await take(tx, order, until))) {
    await changeOrder(tx, order.id, {
      state: 'PENDING_PAYMENT',
      reserved_until: until,
      ended_at: null,
      end_reason: null,
    });
    await audit(tx, 'raffle.order.revived', {
      subject: { type: ORDER, id: order.id },
      before: { state: order.state },
      after: { state: 'PENDING_PAYMENT', code: order.code },
    });
    announce(tx, 'raffle.grid', order.raffle_id);
  }
  announce(tx, 'raffle.order', order.id);
}
