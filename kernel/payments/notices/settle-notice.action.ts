import { audit } from '../../audit/index.ts';
import { type Ctx, orgOf } from '../../ctx/index.ts';
import { transaction } from '../../db/index.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import { recordRefund, refundable, tooMuch } from '../actions/refund-payment.ts';
import { methodOf } from '../attempts/attempt.ts';
import { lockPayment, refusalOf } from '../change.ts';
import { NOTICE } from './notice.ts';

/**
 * A person who looked at the provider ends a task. `refunded`: the money is gone, and is booked as given back;
 * `nothing`: the books are right as they are, e.g. the refund was recorded by hand before, or the dispute was won.
 *
 * Refusals: `payments.notice_not_found`, `payments.notice_done`, `payments.refund_too_much`, and those of the payment's
 * state.
 */
export async function settleNotice(
  ctx: Ctx,
  id: string,
  { outcome, note }: { outcome: 'refunded' | 'nothing'; note: string },
): Promise<Result<{ id: string }>> {
  return transaction(ctx, async (tx) => {
    const wanted = tx.db.selectFrom('payment_notice').where('organization_id', '=', orgOf(tx).id).where('id', '=', id);
    const seen = await wanted.select('payment_id').executeTakeFirst();
    if (!seen) return refuse('payments.notice_not_found');
    const payment = await lockPayment(tx, seen.payment_id);
    if (!payment.ok) return payment;
    const row = await wanted.selectAll().forUpdate().executeTakeFirstOrThrow();
    if (row.done_at !== null) return refuse('payments.notice_done', { by: row.done_by_name ?? '' });
    const books = outcome === 'refunded';
    if (books) {
      const refused = refusalOf('refund', payment.data);
      if (refused) return refused;
      const left = await refundable(tx, payment.data);
      if (row.currency !== payment.data.currency || row.amount_minor > left) return tooMuch(payment.data, left);
      const how = { reason: note, amountMinor: row.amount_minor, method: methodOf(tx, row.provider) };
      const recorded = await recordRefund(tx, payment.data, how);
      if (!recorded.ok) return recorded;
    }
    const now = tx.clock.now();
    await tx.db
      .updateTable('payment_notice')
      .set({
        done_at: now,
        done_by_name: tx.actor.name,
        done_note: note,
        updated_at: now,
        ...(books && { booked: true }),
      })
      .where('organization_id', '=', orgOf(tx).id)
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
