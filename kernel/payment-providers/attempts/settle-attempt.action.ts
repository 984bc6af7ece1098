import { audit } from '../../audit/index.ts';
import type { Ctx } from '../../ctx/index.ts';
import { transaction } from '../../db/index.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import { lockPayment, recordRefund } from '../../payments/index.ts';
import { type AttemptState, isOpen } from '../domain/attempt-states.ts';
import { ATTEMPT } from '../names.ts';
import { fail } from './apply-answer.ts';
import { findAttempt, lockAttempt, methodOf } from './attempt.ts';
import { changeAttempt, followCharge } from './change-attempt.ts';
import { pollAgain, pollNow } from './poll.ts';

/** Asks the provider now. Refuses with `payments.attempt_not_found`, `payments.attempt_settled`. */
export async function pollAttempt(ctx: Ctx, id: string): Promise<Result<{ id: string }>> {
  return transaction(ctx, async (tx) => {
    if (!(await findAttempt(tx, id))) return refuse('payments.attempt_not_found');
    if (!(await pollNow(tx, id))) return refuse('payments.attempt_settled');
    await audit(tx, 'payments.attempt_looked', { subject: { type: ATTEMPT, id } });
    return ok({ id });
  });
}

/**
 * Lets a person settle an attempt that the provider never settles: nothing happened, or a refund did. A person confirms
 * received money at the payment instead, where two people may have to approve.
 *
 * Refusals: `payments.attempt_not_found`, `payments.attempt_settled`, `payments.attempt_not_by_word`.
 */
export async function settleAttempt(
  ctx: Ctx,
  id: string,
  { outcome, note }: { outcome: 'failed' | 'succeeded'; note: string },
): Promise<Result<{ id: string }>> {
  return transaction(ctx, async (tx) => {
    const seen = await findAttempt(tx, id);
    if (!seen) return refuse('payments.attempt_not_found');
    const payment = await lockPayment(tx, seen.payment_id);
    if (!payment.ok) return payment;
    const row = await lockAttempt(tx, id);
    if (!isOpen(row.state as AttemptState)) return refuse('payments.attempt_settled');
    if (outcome === 'failed') {
      const failed = await fail(tx, row, 'by_hand', { detail: note });
      await pollAgain(tx, failed);
      await followCharge(tx, payment.data, failed);
      return ok({ id });
    }
    if (row.kind === 'charge') return refuse('payments.attempt_not_by_word');
    await changeAttempt(tx, row, {
      state: 'succeeded',
      received_minor: row.amount_minor,
      received_currency: row.currency,
      received_fee_minor: 0,
      reason: 'by_hand',
      next_poll_at: null,
    });
    const recorded = await recordRefund(tx, payment.data, {
      reason: row.note ?? note,
      amountMinor: row.amount_minor,
      method: methodOf(tx, row.provider),
    });
    return recorded.ok ? ok({ id }) : recorded;
  });
}
