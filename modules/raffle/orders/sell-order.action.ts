import { audit } from '../../../kernel/audit/index.ts';
import { issueCredential } from '../../../kernel/credentials/index.ts';
import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import { enqueue } from '../../../kernel/jobs/index.ts';
import { formatAmount } from '../../../kernel/lib/money.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { mirror } from '../../../kernel/mirror/index.ts';
import type { Payment } from '../../../kernel/payments/index.ts';
import { publish } from '../../../kernel/realtime/index.ts';
import { ORDER } from '../names.ts';
import { sell, take } from '../numbers/hold.action.ts';
import { buyerNotice, reachable } from './buyer-notice.rule.ts';
import { expireOrders } from './expire-orders.action.ts';
import { changeOrder, isFrozen, lockOrder, type OrderRecord } from './lock-order.action.ts';
import { orderPaid } from './mirrored.ts';
import type { OrderStep } from './order-states.rule.ts';

/**
 * Sells the numbers of an order whose money was verified, in the payment's transaction, and sends the ticket to the
 * buyer. An expired order gets the same numbers when nobody else holds them. Otherwise, and always after the list for
 * the draw is published, nothing is sold: the money is owed, and the chat offers the buyer other numbers. It never
 * takes a number that another order holds.
 *
 * Refusals: `raffle.order.not_found`, `already_paid`, `cancelled`, `not_confirmed`.
 */
export async function sellOrder(tx: Ctx, payment: Payment): Promise<Result<{ owed?: true }>> {
  const orderId = payment.subject.id;
  const locked = await lockForSale(tx, orderId, 'confirm_payment');
  if (!locked.ok) return locked;
  const { order, frozen } = locked.data;
  const held = order.state === 'pending_payment';
  if (!frozen && held) await sell(tx, order);
  else if (frozen || !(await takeAgain(tx, order))) return oweMoney(tx, order);
  await markSold(tx, order, payment.reference);
  return ok({});
}

/**
 * Locks the raffle's row and then the order's, in the lock order of this module. Answers the order, and whether the
 * list is published; refuses as lockOrder does.
 */
export async function lockForSale(
  tx: Ctx,
  orderId: string,
  step?: OrderStep,
): Promise<Result<{ order: OrderRecord; frozen: boolean }>> {
  const order = await tx.db
    .selectFrom('raffle_order')
    .select('raffle_id')
    .where(inOrg(tx))
    .where('id', '=', orderId)
    .executeTakeFirst();
  if (!order) return refuse('raffle.order.not_found');
  const frozen = await isFrozen(tx, order.raffle_id);
  const locked = await lockOrder(tx, orderId, step);
  return locked.ok ? ok({ order: locked.data, frozen }) : locked;
}

/** The numbers of an expired order, when all are free or only in expired reservations. */
async function takeAgain(tx: Ctx, order: OrderRecord): Promise<boolean> {
  if (await take(tx, order, null)) return true;
  const { rows } = await blocking(tx, order);
  const now = tx.clock.now();
  if (rows.some((row) => !row.reserved_until || row.reserved_until > now)) return false;
  await expireOrders(tx, { orderIds: rows.flatMap((row) => row.order_id ?? []) });
  return take(tx, order, null);
}

async function blocking(tx: Ctx, order: OrderRecord) {
  const rows = await tx.db
    .selectFrom('raffle_number')
    .select(['order_id', 'reserved_until'])
    .where(inOrg(tx))
    .where('raffle_id', '=', order.raffle_id)
    .where('number', 'in', order.numbers)
    .where('state', '<>', 'available')
    .execute();
  return { rows };
}

/**
 * Marks an order paid after its numbers were sold: the ticket's credential, the audit entry, the message to the buyer.
 */
export async function markSold(tx: Ctx, order: OrderRecord, reference: string): Promise<void> {
  const now = tx.clock.now();
  await changeOrder(tx, order.id, {
    state: 'paid',
    reserved_until: null,
    ended_at: null,
    end_reason: null,
    paid_at: now,
  });
  await Promise.all([
    issueCredential(tx, { subjectType: ORDER, subjectId: order.id }),
    audit(tx, 'raffle.order.paid', {
      subject: { type: ORDER, id: order.id },
      before: { state: order.state },
      after: { state: 'paid', code: order.code, reference, numbers: order.numbers.join(', ') },
    }),
    mirror(tx, orderPaid, {
      code: order.code,
      name: order.contact_name,
      phone: order.contact_phone,
      numbers: order.numbers.join(', '),
      amount: Number(formatAmount(order.amount_minor, order.currency)),
      currency: order.currency,
      reference,
    }),
  ]);
  if (reachable(order)) await enqueue(tx, buyerNotice, { order: order.id, notice: 'ticket' });
  publish(tx, 'raffle.order', order.id);
  publish(tx, 'raffle.grid', order.raffle_id);
}

async function oweMoney(tx: Ctx, order: OrderRecord): Promise<Result<{ owed: true }>> {
  await audit(tx, 'raffle.order.owed', {
    subject: { type: ORDER, id: order.id },
    after: { code: order.code, numbers: order.numbers.join(', ') },
  });
  if (reachable(order)) await enqueue(tx, buyerNotice, { order: order.id, notice: 'owed' });
  publish(tx, 'raffle.order', order.id);
  return ok({ owed: true });
}
