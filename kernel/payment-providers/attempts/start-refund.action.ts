import type { Ctx } from '../../ctx/index.ts';
import { transaction } from '../../db/index.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import { isUnbound, lockPayment, refundApproved, refundable, refusalOf, tooMuch } from '../../payments/index.ts';
import { type Attempt, toAttempt } from './attempt.ts';
import { chargeOf } from './charge-of.ts';
import { pollNow, sendAttempt } from './poll.ts';
import { insertAttempt } from './start-charge.action.ts';

/**
 * Asks the provider to give back a payment's money, or a part of it; the ledger gets the refund when the provider has
 * confirmed it. Until then the amount is reserved, so that two simultaneous refunds can't give back more than came.
 * Inside a transaction a job sends the request right after the commit.
 *
 * Refusals: `payments.not_found`, `payments.reason_blank`, `payments.not_by_provider`, `payments.refund_too_much`,
 * `payments.refund_changed`, `payments.refund_repeated`, `till.approval_needed`, `till.approval_gone`, and those of the payment's state.
 */
export async function startRefund(
  ctx: Ctx,
  paymentId: string,
  how: {
    reason: string;
    amountMinor?: number | undefined;
    expectedMinor?: number | undefined;
    /** a supervisor's, above the limit of the till's settings */
    approvalId?: string | undefined;
  },
): Promise<Result<Attempt>> {
  const reason = how.reason.trim();
  if (!reason) return refuse('payments.reason_blank', undefined, { reason: 'payments.reason_blank' });
  const stored = await transaction(ctx, async (tx) => {
    const locked = await lockPayment(tx, paymentId);
    if (!locked.ok) return locked;
    const refused = refusalOf('refund', locked.data);
    if (refused) return refused;
    const charge = await chargeOf(tx, paymentId);
    const provider = charge && tx.services.providers.get(charge.provider);
    if (!charge || !provider) return refuse('payments.not_by_provider');
    const left = await refundable(tx, locked.data);
    const amountMinor = how.amountMinor ?? left;
    if (amountMinor > left || left === 0) return tooMuch(locked.data, left);
    const unbound = await isUnbound(tx, locked.data, locked.data.amount_minor - left, { ...how, reason, amountMinor });
    if (unbound) return unbound;
    const approved = await refundApproved(tx, locked.data, left, { amountMinor, approvalId: how.approvalId });
    if (!approved.ok) return approved;
    const row = await insertAttempt(tx, {
      kind: 'refund',
      payment: locked.data,
      provider,
      // The one that is asked: the same with another key can give back what the former took.
      account: (await provider.account(tx)) ?? charge.account,
      amountMinor,
      chargeId: charge.id,
      note: reason,
    });
    if (ctx.inTransaction) await pollNow(tx, row.id, { unsent: true });
    return ok(row);
  });
  if (!stored.ok) return stored;
  return ok(toAttempt(ctx.inTransaction ? stored.data : await sendAttempt(ctx, stored.data)));
}
