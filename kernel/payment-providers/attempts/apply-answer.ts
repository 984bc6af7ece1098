import type { Ctx } from '../../ctx/index.ts';
import { ok, type Result } from '../../lib/result.ts';
import { findPayment, lockPayment, type PaymentRow, payableOf, recordRefund } from '../../payments/index.ts';
import { type AttemptState, mayAttempt } from '../domain/attempt-states.ts';
import { BELIEVE_AFTER_MS } from '../domain/poll-pauses.ts';
import type { Answer, DeclineReason } from '../provider.ts';
import { type AttemptRow, findAttempt, lockAttempt, methodOf } from './attempt.ts';
import { changeAttempt, followCharge } from './change-attempt.ts';
import { chargeSucceeded } from './charge-succeeded.ts';

/** The provider was asked, and no answer arrived. */
export type Silence = { state: 'silent'; error: string };

/**
 * Records a provider's answer to an attempt, or that there was none, in the transaction of `tx`. A repeated or late
 * answer changes nothing: the states decide. Null: the attempt is unknown. `toGiveBack`: the module refuses the money.
 *
 * Refusals: those of the module whose payment is credited.
 */
export async function applyAnswer(
  tx: Ctx,
  id: string,
  answer: Answer | Silence,
  toGiveBack = false,
): Promise<Result<AttemptRow | null>> {
  const seen = await findAttempt(tx, id);
  if (!seen) return ok(null);
  const locked = await lockPayment(tx, seen.payment_id);
  if (!locked.ok) return locked;
  const row = await lockAttempt(tx, id);
  const by = { ...tx, actor: { kind: 'system', id: null, name: row.provider } as const };
  const applied = await apply(by, locked.data, row, answer, toGiveBack);
  // A successful attempt has already decided the payment.
  if (applied.ok && applied.data.state !== 'succeeded') {
    await followCharge(by, locked.data, applied.data);
    if (row.kind === 'charge' && row.state !== applied.data.state) await reportCharge(by, applied.data);
  }
  return applied;
}

/** The module learns that a charge failed, or that nobody knows. */
async function reportCharge(tx: Ctx, charge: AttemptRow): Promise<void> {
  const { state, reason } = charge;
  if (state !== 'failed' && state !== 'unknown') return;
  const payment = await findPayment(tx, charge.payment_id);
  if (payment.ok) await payableOf(tx, payment.data.subject.type).chargeChanged?.(tx, payment.data, { state, reason });
}

async function apply(
  tx: Ctx,
  payment: PaymentRow,
  row: AttemptRow,
  answer: Answer | Silence,
  toGiveBack: boolean,
): Promise<Result<AttemptRow>> {
  const state = row.state as AttemptState;
  switch (answer.state) {
    case 'succeeded':
      return row.kind === 'charge'
        ? chargeSucceeded(tx, payment, row, answer, toGiveBack)
        : refundSucceeded(tx, payment, row, answer);
    case 'waiting':
      if (!mayAttempt('wait', state)) return ok(row);
      return ok(
        await changeAttempt(tx, row, {
          state: 'waiting',
          last_error: null,
          ...(answer.providerId && { provider_id: answer.providerId }),
          ...(answer.link && { link: answer.link }),
          ...(answer.expiresAt && { expires_at: answer.expiresAt }),
          ...(answer.feeMinor !== undefined && { fee_minor: answer.feeMinor }),
        }),
      );
    case 'failed':
      return ok(mayAttempt('fail', state) ? await fail(tx, row, answer.reason, answer) : row);
    case 'not_found': {
      const age = tx.clock.now().getTime() - row.created_at.getTime();
      if (mayAttempt('fail', state) && age > BELIEVE_AFTER_MS) return ok(await fail(tx, row, 'never_arrived'));
      return ok(row);
    }
    case 'silent': {
      const lost = mayAttempt('lose', state) ? { state: 'unknown' } : {};
      return ok(await changeAttempt(tx, row, { ...lost, last_error: answer.error.slice(0, 500) }));
    }
  }
}

/** The attempt moved no money and never will. */
export function fail(
  tx: Ctx,
  row: AttemptRow,
  reason: DeclineReason,
  more: { providerId?: string; detail?: string } = {},
): Promise<AttemptRow> {
  return changeAttempt(tx, row, {
    state: 'failed',
    reason,
    ...(more.providerId && { provider_id: more.providerId }),
    ...(more.detail && { note: row.note ?? more.detail.slice(0, 500) }),
  });
}

/** Records a refund once, with the end of the attempt; an amount other than requested waits for a person. */
async function refundSucceeded(
  tx: Ctx,
  payment: PaymentRow,
  row: AttemptRow,
  answer: Extract<Answer, { state: 'succeeded' }>,
): Promise<Result<AttemptRow>> {
  if (!mayAttempt('succeed', row.state as AttemptState)) return ok(row);
  const same = answer.amountMinor === row.amount_minor && answer.currency === row.currency;
  const changed = await changeAttempt(tx, row, {
    state: same ? 'succeeded' : 'differs',
    ...(answer.providerId && { provider_id: answer.providerId }),
    received_minor: answer.amountMinor,
    received_currency: answer.currency,
    received_fee_minor: 0,
    ...(!same && { reason: 'amount' }),
  });
  if (!same) return ok(changed);
  const recorded = await recordRefund(tx, payment, {
    reason: row.note ?? row.provider,
    amountMinor: row.amount_minor,
    method: methodOf(tx, row.provider),
  });
  return recorded.ok ? ok(changed) : recorded;
}
