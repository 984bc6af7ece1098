import { audit } from '../../audit/index.ts';
import type { Ctx } from '../../ctx/index.ts';
import { transaction } from '../../db/index.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import { changePayment, lockPayment, refusalOf } from '../change.ts';
import { notifyPayer } from '../notify-payer.ts';
import { payableOf } from '../payables.ts';
import { type Payment, toPayment } from '../payment.ts';

/**
 * Records that a proof shows no payment to us. The payer gets the reason (one of DENIAL_REASONS in their language, or
 * the text as typed) and may send another proof.
 *
 * Refusals: `payments.not_found`, `payments.reason_blank`, `payments.no_proof`, `payments.already_verified`,
 * `payments.already_denied`, `payments.already_refunded`, `payments.closed`.
 */
export async function denyPayment(
  ctx: Ctx,
  id: string,
  how: { reason: string; note?: string | null | undefined },
): Promise<Result<Payment>> {
  const reason = how.reason.trim();
  if (!reason) return refuse('payments.reason_blank', undefined, { reason: 'payments.reason_blank' });
  return transaction(ctx, async (tx) => {
    const locked = await lockPayment(tx, id);
    if (!locked.ok) return locked;
    const row = locked.data;
    const refused = refusalOf('deny', row);
    if (refused) return refused;
    const [denied] = await Promise.all([
      changePayment(
        tx,
        row,
        {
          state: 'denied',
          denial_reason: reason,
          first_approval_by_id: null,
          first_approval_by_name: null,
          first_approval_at: null,
          decided_by_id: tx.actor.id,
          decided_by_name: tx.actor.name,
          decided_at: tx.clock.now(),
        },
        { what: 'denied', note: how.note ? `${reason}: ${how.note.trim()}` : reason },
      ),
      audit(tx, 'payments.denied', {
        subject: { type: 'payment', id },
        before: { state: row.state },
        after: { state: 'denied', reference: row.reference, reason },
        note: how.note ?? reason,
      }),
    ]);
    const payment = toPayment(denied);
    const payable = payableOf(tx, payment.subject.type);
    await payable.denied?.(tx, payment, reason);
    if (payable.notifiesPayer !== true) await notifyPayer(tx, payment, 'denied');
    return ok(payment);
  });
}
