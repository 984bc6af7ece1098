import type { Ctx } from '../../ctx/index.ts';
import { formatAmount } from '../../lib/money.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import type { AttemptState } from '../../payment-providers/contract.ts';
import { latestCharge, payLink } from '../../payment-providers/index.ts';
import { findPayment, mayPayment, receiptOf } from '../../payments/index.ts';
import { ownAccount } from '../../portal/index.ts';
import type { OwnPayment } from '../contract.ts';

/** A payment of the caller's own account; refuses with `payments.not_found`, also for everybody else's. */
export async function ownPayment(ctx: Ctx, id: string): Promise<Result<OwnPayment>> {
  const [account, payment] = await Promise.all([ownAccount(ctx), findPayment(ctx, id)]);
  if (!account.ok) return account;
  if (!payment.ok) return payment;
  const { data } = payment;
  if (data.personId === null || data.personId !== account.data.person_id) return refuse('payments.not_found');
  const charge = await latestCharge(ctx, id);
  return ok({
    id,
    reference: data.reference,
    state: data.state,
    amount: formatAmount(data.amountMinor, data.currency),
    currency: data.currency,
    description: data.description,
    owed: data.owed,
    attempt: charge ? { provider: charge.provider, state: charge.state as AttemptState, reason: charge.reason } : null,
    pay_link: mayPayment('charge', data.state) ? payLink(ctx, id) : null,
    receipt_link: data.state === 'verified' && !data.owed ? receiptOf(ctx, data) : null,
    created_at: data.createdAt.toISOString(),
  });
}
