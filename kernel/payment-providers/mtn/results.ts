/** What MTN answers about a requesttopay or a refund, and what it means for an attempt. */
import type { Ctx } from '../../ctx/index.ts';
import { fromWire } from '../../lib/wire-amount.ts';
import { payerFrom } from '../mobile-payer.ts';
import type { Answer, DeclineReason } from '../provider.ts';
import type { MtnAccount } from './account.ts';

export type MtnResult = {
  status?: string;
  /** a code, or an object with one */
  reason?: string | { code?: string; message?: string };
  amount?: string | number;
  currency?: string;
  financialTransactionId?: string | number;
  payer?: { partyIdType?: string; partyId?: string | number };
};

/** https://momodeveloper.mtn.com/api-documentation/common-error and the community's list of reasons; others: declined. */
const REASONS: Record<string, DeclineReason> = {
  APPROVAL_REJECTED: 'declined',
  TRANSACTION_CANCELED: 'declined',
  EXPIRED: 'expired',
  COULD_NOT_PERFORM_TRANSACTION: 'expired',
  NOT_ENOUGH_FUNDS: 'no_money',
  LOW_BALANCE_OR_PAYEE_LIMIT_REACHED_OR_NOT_ALLOWED: 'no_money',
  PAYER_LIMIT_REACHED: 'over_limit',
  PAYEE_LIMIT_REACHED: 'over_limit',
  PAYER_NOT_FOUND: 'unknown_payer',
  PAYEE_NOT_FOUND: 'unknown_payer',
  SENDER_ACCOUNT_NOT_ACTIVE: 'unknown_payer',
  PAYEE_NOT_ALLOWED_TO_RECEIVE: 'refused',
  NOT_ALLOWED: 'refused',
  NOT_ALLOWED_TARGET_ENVIRONMENT: 'refused',
  INVALID_CURRENCY: 'refused',
  INVALID_CALLBACK_URL_HOST: 'refused',
};

/** Throws when the answer says neither that it waits, nor that it failed, nor how much came: then nothing is known. */
export function answerOf(ctx: Ctx, account: MtnAccount, kind: 'charge' | 'refund', result: MtnResult): Answer {
  const { status, reason, financialTransactionId } = result;
  const providerId = financialTransactionId ? { providerId: String(financialTransactionId).slice(0, 255) } : {};
  if (status === 'PENDING') return { state: 'waiting', ...providerId };
  if (status === 'FAILED') {
    const code = typeof reason === 'string' ? reason : (reason?.code ?? '');
    return { state: 'failed', reason: REASONS[code] ?? 'declined', detail: `MTN: ${code || 'FAILED'}`, ...providerId };
  }
  const currency = String(result.currency);
  const amountMinor = /^[A-Z]{3}$/.test(currency) ? fromWire(result.amount, currency) : null;
  if (status !== 'SUCCESSFUL' || amountMinor === null)
    throw new Error(`MTN answered ${JSON.stringify({ status, amount: result.amount, currency }).slice(0, 200)}`);
  return {
    state: 'succeeded',
    ...providerId,
    amountMinor,
    currency,
    payer: kind === 'charge' ? payerFrom(ctx, result.payer?.partyId, account.country) : null,
    // MTN tells no fee here; it stands in the statement of the account.
    fee: { amountMinor: 0, currency },
  };
}
