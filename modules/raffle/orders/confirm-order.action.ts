import { audit } from '../../../kernel/audit/index.ts';
import type { Ctx } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { type Result, refuse } from '../../../kernel/lib/result.ts';
import { openPayment } from '../../../kernel/payments/index.ts';
import { publish } from '../../../kernel/realtime/index.ts';
import { ORDER } from '../names.ts';
import { prolong } from '../numbers/hold.action.ts';
import { labels } from '../numbers/label.rule.ts';
import { getRaffle } from '../raffles/raffles.query.ts';
import type { Order } from './contract.ts';
import { expireOrders } from './expire-orders.action.ts';
import { changeOrder, isFrozen, lockOrder } from './lock-order.action.ts';
import { findOrder, getOrder } from './orders.query.ts';

/**
 * The buyer confirms: the order waits for its money, its numbers are held for the raffle's minutes again, and its
 * payment gets a reference. An expired reservation is ended here.
 *
 * Refusals: `raffle.order.not_found`, `already_confirmed`, `already_paid`, `cancelled`, `expired`; `raffle.frozen`.
 */
export async function confirmOrder(ctx: Ctx, reference: string): Promise<Result<Order>> {
  const seen = await findOrder(ctx, reference);
  if (!seen) return refuse('raffle.order.not_found');
  if (seen.reserved_until && new Date(seen.reserved_until) <= ctx.clock.now()) {
    await expireOrders(ctx, { orderIds: [seen.id] });
  }
  return transaction(ctx, async (tx) => {
    if (await isFrozen(tx, seen.raffle.id)) return refuse('raffle.frozen');
    const locked = await lockOrder(tx, seen.id, 'confirm');
    if (!locked.ok) return locked;
    const order = locked.data;
    const raffle = await getRaffle(tx, order.raffle_id);
    if (!raffle.ok) return raffle;
    const now = tx.clock.now();
    const reserved_until = new Date(now.getTime() + raffle.data.reservation_minutes * 60_000);
    const payment = await openPayment(tx, {
      subject: { type: ORDER, id: order.id },
      personId: order.person_id,
      payerName: order.contact_name,
      amountMinor: order.amount_minor,
      currency: order.currency,
      expiresAt: reserved_until,
      description: describe(raffle.data.title, order.numbers, raffle.data.digits),
    });
    if (!payment.ok) return payment;
    await prolong(tx, order, reserved_until);
    await changeOrder(tx, order.id, {
      state: 'pending_payment',
      payment_id: payment.data.id,
      confirmed_at: now,
      reserved_until,
    });
    await audit(tx, 'raffle.order.confirmed', {
      subject: { type: ORDER, id: order.id },
      before: { state: order.state },
      after: { state: 'pending_payment', code: order.code, reference: payment.data.reference },
    });
    publish(tx, 'raffle.order', order.id);
    publish(tx, 'raffle.grid', order.raffle_id);
    return getOrder(tx, order.id);
  });
}

/** "Onam raffle: 0005, 0012 …": the text that the payer and staff read, short enough for one line. */
function describe(title: string, numbers: number[], digits: number): string {
  const shown = labels(numbers.slice(0, 8), digits);
  return `${title}: ${shown}${numbers.length > 8 ? ' …' : ''}`;
}
