import type { Ctx } from '../../ctx/index.ts';
import { post } from '../../ledger/index.ts';
import { ok, type Result } from '../../lib/result.ts';
import {
  assetOf,
  creditPayment,
  creditSurplus,
  feesOf,
  mayPayment,
  type PaymentMethod,
  type PaymentRow,
  type PaymentState,
} from '../../payments/index.ts';
import { type AttemptState, mayAttempt } from '../domain/attempt-states.ts';
import { compareMoney } from '../domain/compare-money.ts';
import type { Answer } from '../provider.ts';
import { type AttemptRow, methodOf } from './attempt.ts';
import { changeAttempt } from './change-attempt.ts';

type Success = Extract<Answer, { state: 'succeeded' }>;

/**
 * Handles a charge that succeeded; payment and attempt are locked. The requested amount is credited in the same
 * transaction that ends the attempt, so it happens once. Surplus money, money for a payment that is already paid, and
 * money that differs from the request are owed.
 *
 * Refusals: those of the module; the attempt stays as it is then. `toGiveBack`: it has refused, so all of it is owed.
 */
export async function chargeSucceeded(
  tx: Ctx,
  payment: PaymentRow,
  row: AttemptRow,
  answer: Success,
  toGiveBack: boolean,
): Promise<Result<AttemptRow>> {
  if (!mayAttempt('succeed', row.state as AttemptState)) return ok(await learnFee(tx, row, answer));
  const { amountMinor, currency } = answer;
  const method = methodOf(tx, row.provider) as PaymentMethod;
  const reference = (answer.providerId ?? row.provider_id)?.slice(0, 100) ?? null;
  const asked = { amountMinor: row.amount_minor, currency: row.currency, payer: row.payer };
  const compared = compareMoney(asked, answer);
  const credits = compared.credit && !toGiveBack && mayPayment('credit', payment.state as PaymentState);
  const surplusMinor = credits ? compared.surplusMinor : amountMinor;
  const credited = credits ? await creditPayment(tx, payment, { reference, note: row.provider, method }) : null;
  if (credited && !credited.ok) return credited;
  const surplus = surplusMinor
    ? await creditSurplus(tx, payment, { amountMinor: surplusMinor, currency, method, reference })
    : null;
  if (surplus && !surplus.ok) return surplus;
  const surplusId = surplus?.data.id ?? credited?.data.surplusId ?? null;
  const changed = await changeAttempt(tx, row, {
    state: compared.credit ? 'succeeded' : 'differs',
    ...(answer.providerId && { provider_id: answer.providerId }),
    received_minor: amountMinor,
    received_currency: currency,
    received_payer: answer.payer ?? null,
    surplus_payment_id: surplusId,
    reason: compared.credit ? (credits ? null : toGiveBack ? 'refused_here' : 'paid_already') : compared.because,
    fee_payment_id: credits ? payment.id : surplusId,
  });
  return ok(await learnFee(tx, changed, answer));
}

/** Posts the provider's fee as an expense, once, as soon as it is known. */
async function learnFee(tx: Ctx, row: AttemptRow, { fee }: Success): Promise<AttemptRow> {
  if (!fee || row.received_fee_minor !== null || row.received_minor === null) return row;
  const { amountMinor, currency } = fee;
  if (amountMinor > 0 && row.fee_payment_id) {
    const method = methodOf(tx, row.provider) as PaymentMethod;
    await post(tx, {
      kind: 'payment.fee',
      memo: `${row.provider} ${row.provider_id ?? row.id}`,
      subject: { type: 'payment', id: row.fee_payment_id },
      lines: [
        { account: feesOf(row.provider), amountMinor, currency },
        { account: assetOf(method), amountMinor: -amountMinor, currency },
      ],
    });
  }
  return changeAttempt(tx, row, { received_fee_minor: amountMinor, received_fee_currency: currency });
}
