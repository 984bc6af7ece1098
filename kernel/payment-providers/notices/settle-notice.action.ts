import { audit } from '../../audit/index.ts';
import { type Ctx, inOrg } from '../../ctx/index.ts';
import { transaction } from '../../db/index.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import {
  creditSurplus,
  lockPayment,
  type PaymentMethod,
  type PaymentRow,
  recordRefund,
  refundable,
  refusalOf,
  tooMuch,
} from '../../payments/index.ts';
import { methodOf } from '../attempts/attempt.ts';
import { NOTICE, type NoticeRow } from './notice.ts';
import { type NoticeOutcome, outcomesOf } from './outcomes.rule.ts';

/**
 * A person who looked at the provider ends a task. `refunded`: the money is gone, and is booked as given back;
 * `came_back`: a refund that was booked has failed, so its money is booked back, as owed to the payer; `nothing`: the
 * books are right as they are, e.g. the refund was recorded by hand before, or the dispute was won.
 *
 * Refusals: `payments.notice_not_found`, `payments.notice_done`, `payments.notice_not_so`, `payments.refund_too_much`,
 * and those of the payment's state.
 */
export async function settleNotice(
  ctx: Ctx,
  id: string,
  { outcome, note }: { outcome: NoticeOutcome; note: string },
): Promise<Result<{ id: string }>> {
  return transaction(ctx, async (tx) => {
    const wanted = tx.db.selectFrom('payment_notice').where(inOrg(tx)).where('id', '=', id);
    const seen = await wanted.select('payment_id').executeTakeFirst();
    if (!seen) return refuse('payments.notice_not_found');
    const payment = await lockPayment(tx, seen.payment_id);
    if (!payment.ok) return payment;
    const row = await wanted.selectAll().forUpdate().executeTakeFirstOrThrow();
    if (row.done_at !== null) return refuse('payments.notice_done', { by: row.done_by_name ?? '' });
    if (!outcomesOf(row).includes(outcome)) return refuse('payments.notice_not_so');
    const booked = await book(tx, payment.data, row, outcome, note);
    if (!booked.ok) return booked;
    const now = tx.clock.now();
    await tx.db
      .updateTable('payment_notice')
      .set({
        done_at: now,
        done_by_name: tx.actor.name,
        done_note: note,
        updated_at: now,
        ...(outcome !== 'nothing' && { booked: outcome === 'refunded' }),
      })
      .where(inOrg(tx))
      .where('id', '=', id)
      .execute();
    await audit(tx, 'payments.notice_done', {
      subject: { type: NOTICE, id },
      before: { done: false },
      after: { done: true, outcome, payment: row.payment_id, reference: payment.data.reference, kind: row.kind },
      note,
    });
    return ok({ id });
  });
}

async function book(
  tx: Ctx,
  payment: PaymentRow,
  { amount_minor: amountMinor, currency, provider, provider_id: reference }: NoticeRow,
  outcome: NoticeOutcome,
  note: string,
): Promise<Result<unknown>> {
  if (outcome === 'refunded') {
    const refused = refusalOf('refund', payment);
    if (refused) return refused;
    const left = await refundable(tx, payment);
    if (currency !== payment.currency || amountMinor > left) return tooMuch(payment, left);
    return recordRefund(tx, payment, { reason: note, amountMinor, method: methodOf(tx, provider) });
  }
  if (outcome === 'nothing') return ok(null);
  // What was never booked as given back can't come back.
  if (currency !== payment.currency || amountMinor > payment.refunded_minor) return refuse('payments.notice_not_so');
  // The module has let go of what the payer had bought, so the money is not income again: the payer still waits for it.
  const method = methodOf(tx, provider) ?? (payment.method as PaymentMethod);
  return creditSurplus(tx, payment, { amountMinor, currency, method, reference: reference.slice(0, 100) });
}
