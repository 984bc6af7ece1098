/**
 * What Airtel answers about a payment, and what it means for an attempt. Codes:
 * https://developers.airtel.africa/documentation (Collection APIs, error codes).
 */
import type { Ctx } from '../../ctx/index.ts';
import { fromWire } from '../../lib/wire-amount.ts';
import type { Attempt } from '../attempts/attempt.ts';
import { payerFrom } from '../mobile-payer.ts';
import type { Answer, DeclineReason } from '../provider.ts';
import { tookNothing } from '../provider-http.ts';
import type { AirtelAccount } from './account.ts';
import { type AirtelReply, type AirtelTransaction, faultOf } from './api.ts';

const AMBIGUOUS = 'DP00800001000';
const SUCCESS = 'DP00800001001';
const IN_PROCESS = 'DP00800001006';
const NOT_FOUND = 'DP00800001025';

/** Codes that mean that no money moved. A time-out (…024) is none of them: nobody knows what happened then. */
const DECLINES: Record<string, DeclineReason> = {
  DP00800001002: 'wrong_pin',
  DP00800001003: 'over_limit',
  DP00800001004: 'refused',
  // "Transaction ID is invalid": the payer entered no PIN.
  DP00800001005: 'expired',
  DP00800001007: 'no_money',
  DP00800001008: 'declined',
  DP00800001009: 'declined',
  DP00800001010: 'unknown_payer',
  DP00800001029: 'expired',
};

/** Of the gateway before the wallet: the request was wrong, and went no further. */
const REFUSALS = new Set(['ESB000008', 'ESB000033', 'ESB000034', 'ESB000035', 'ESB000036', 'ESB000039']);
/** The same id was sent before. */
const DUPLICATE = 'ESB000041';
const NO_SUCH_ID = 'ESB000045';

/**
 * The answer to a request for money. `asked`: Airtel says that it is done, but not how much: the enquiry is asked.
 * Throws when nothing is sure.
 */
export function requested(reply: AirtelReply): Answer | 'ask' {
  const { http, status } = reply;
  const { response_code: code = '', result_code: result = '' } = status;
  if (http === 409 || result === DUPLICATE || code === DUPLICATE) return { state: 'waiting' };
  const declined = DECLINES[code];
  if (declined) return { state: 'failed', reason: declined, detail: faultOf(reply) };
  if (REFUSALS.has(result) || REFUSALS.has(code)) return { state: 'failed', reason: 'refused', detail: faultOf(reply) };
  if (code === AMBIGUOUS) throw new Error(faultOf(reply));
  if (http === 200 && code === SUCCESS) return 'ask';
  // In process, although `success` is true: the payer's phone asks for the PIN.
  if (http === 200 && (code === IN_PROCESS || status.success === true)) return { state: 'waiting' };
  if (tookNothing(http)) return { state: 'failed', reason: 'refused', detail: faultOf(reply) };
  throw new Error(faultOf(reply));
}

/** The answer of the enquiry. TS, TF and TE are final, TA and TIP are not. Throws when nothing is sure. */
export function enquired(ctx: Ctx, account: AirtelAccount, attempt: Attempt, reply: AirtelReply): Answer {
  const { http, status, transaction } = reply;
  const { response_code: code = '', result_code: result = '' } = status;
  const unknown = code === NOT_FOUND || result === NO_SUCH_ID || code === NO_SUCH_ID;
  if (http === 404 || (unknown && !transaction.status)) return { state: 'not_found' };
  const providerId = transaction.airtel_money_id
    ? { providerId: String(transaction.airtel_money_id).slice(0, 255) }
    : {};
  if (http !== 200 || code === AMBIGUOUS || transaction.status === 'TA') throw new Error(faultOf(reply));
  if (transaction.status === 'TIP' || code === IN_PROCESS) return { state: 'waiting', ...providerId };
  if (transaction.status === 'TF' || transaction.status === 'TE') {
    const reason = DECLINES[code] ?? (transaction.status === 'TE' ? 'expired' : 'declined');
    return { state: 'failed', reason, detail: faultOf(reply), ...providerId };
  }
  const money = moneyOf(attempt, transaction);
  if (transaction.status !== 'TS' || !money) throw new Error(faultOf(reply));
  return {
    state: 'succeeded',
    ...providerId,
    ...money,
    payer: payerFrom(ctx, transaction.msisdn, account.country),
    // Airtel tells no fee here; it stands in the statement of the account.
    fee: { amountMinor: 0, currency: money.currency },
  };
}

/** What Airtel says came; where it says nothing, what was asked for: it takes exactly that or nothing. */
function moneyOf(attempt: Attempt, { amount, currency = attempt.currency }: AirtelTransaction) {
  if (!/^[A-Z]{3}$/.test(currency)) return null;
  if (amount === undefined) return { amountMinor: attempt.amountMinor, currency };
  const amountMinor = fromWire(amount, currency);
  return amountMinor === null ? null : { amountMinor, currency };
}
