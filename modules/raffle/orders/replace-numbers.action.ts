import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { type Result, refuse } from '../../../kernel/lib/result.ts';
import { findPayment, type Payment, serveOwed, setDue } from '../../../kernel/payments/index.ts';
import { publish } from '../../../kernel/realtime/index.ts';
import { ORDER } from '../names.ts';
import { take } from '../numbers/hold.action.ts';
import { labels } from '../numbers/label.rule.ts';
import { capOf } from './caps.query.ts';
import type { Order } from './contract.ts';
import { changeOrder, isFrozen, lockOrder, reviewedBy } from './lock-order.action.ts';
import { findOrder, getOrder } from './orders.query.ts';
import { markSold } from './sell-order.action.ts';

/**
 * Gives an order that was paid too late other numbers: as many as it had, all free. If its money is verified, they are
 * sold at once and nothing is owed any more. While staff still have to look at the proof, they are held.
 *
 * Refusals: `raffle.order.` `not_found`, `already_paid`, `cancelled`, `nothing_owed`, `wrong_count`; `raffle.frozen`,
 * `raffle.numbers.taken`, `raffle.held_at_address`, `held_in_chat`, `held_by_strangers`.
 */
export async function replaceNumbers(ctx: Ctx, reference: string, numbers: number[]): Promise<Result<Order>> {
  const seen = await findOrder(ctx, reference);
  if (!seen) return refuse('raffle.order.not_found');
  return transaction(ctx, async (tx) => {
    if (await isFrozen(tx, seen.raffle.id)) return refuse('raffle.frozen');
    const locked = await lockOrder(tx, seen.id, 'replace');
    if (!locked.ok) return locked;
    const order = locked.data;
    const payment = order.payment_id ? await findPayment(tx, order.payment_id) : null;
    if (!payment?.ok) return refuse('raffle.order.nothing_owed');
    const { owed, state, id: paymentId, reference: paid } = payment.data;
    if (state !== 'submitted' && !(state === 'verified' && owed)) return refuse('raffle.order.nothing_owed');
    const chosen = [...new Set(numbers)].sort((a, b) => a - b);
    if (chosen.length !== order.numbers.length) {
      return refuse('raffle.order.wrong_count', { count: order.numbers.length });
    }
    const capped = owed ? null : await capOf(tx, order);
    if (capped) return capped;
    const until = owed ? null : await heldAnew(tx, order.raffle_id, payment.data);
    const replaced = { ...order, numbers: chosen };
    if (!(await take(tx, replaced, until)))
      return refuse('raffle.numbers.taken', { numbers: await gone(tx, replaced) });
    await changeOrder(tx, order.id, {
      numbers: chosen,
      ...(until && { state: 'pending_payment', reserved_until: until, ended_at: null, end_reason: null }),
    });
    if (until) await setDue(tx, paymentId, until);
    await audit(tx, 'raffle.order.numbers_replaced', {
      subject: { type: ORDER, id: order.id },
      before: { numbers: order.numbers.join(', ') },
      after: { numbers: chosen.join(', ') },
    });
    if (owed) {
      const served = await serveOwed(tx, paymentId, { note: chosen.join(', ') });
      if (!served.ok) return served;
      await markSold(tx, replaced, paid);
    }
    publish(tx, 'raffle.order', order.id);
    publish(tx, 'raffle.grid', order.raffle_id);
    return getOrder(tx, order.id);
  });
}

/** As long as staff still have to look at the proof, and at least the raffle's own minutes. */
async function heldAnew(tx: Ctx, raffleId: string, payment: Payment): Promise<Date> {
  const { reservation_minutes } = await tx.db
    .selectFrom('raffle')
    .select('reservation_minutes')
    .where(inOrg(tx))
    .where('id', '=', raffleId)
    .executeTakeFirstOrThrow();
  const least = tx.clock.now().getTime() + reservation_minutes * 60_000;
  return new Date(Math.max(least, (await reviewedBy(tx, payment)).getTime()));
}

async function gone(tx: Ctx, order: { raffle_id: string; numbers: number[] }): Promise<string> {
  const rows = await tx.db
    .selectFrom('raffle_number')
    .select('number')
    .where(inOrg(tx))
    .where('raffle_id', '=', order.raffle_id)
    .where('number', 'in', order.numbers)
    .where('state', '<>', 'available')
    .execute();
  return labels(
    rows.map((row) => row.number),
    1,
  );
}
