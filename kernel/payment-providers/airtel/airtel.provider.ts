import type { Ctx } from '../../ctx/index.ts';
import { nationalPhone } from '../../lib/contact.ts';
import { newId } from '../../lib/ids.ts';
import { ok, refuse } from '../../lib/result.ts';
import { toWire } from '../../lib/wire-amount.ts';
import { findPayment } from '../../payments/index.ts';
import type { Attempt } from '../attempts/attempt.ts';
import { hintsOf } from '../hints.ts';
import { readPayer } from '../mobile-payer.ts';
import { type Answer, defineProvider } from '../provider.ts';
import { tookNothing } from '../provider-http.ts';
import { type AirtelAccount, airtelOf } from './account.ts';
import { airtel as call, faultOf } from './api.ts';
import { enquired, requested } from './results.ts';

/** Digits that no wallet reaches; Airtel's own limits differ by country and customer. */
const MAX_MINOR = 1_000_000_000;

/**
 * Airtel Money: Collections, whose payer confirms on the phone, and refunds of whole payments. Callbacks come to the
 * address that stands in Airtel's portal and aren't relied on, so they are a hint, and Airtel is asked.
 */
export const airtel = defineProvider({
  name: 'airtel',
  label: 'payments.provider.airtel',
  method: 'mobile_money',
  account: async (ctx) => (await airtelOf(ctx))?.name ?? null,
  async limits(ctx, currency) {
    const account = await airtelOf(ctx);
    return account?.currency === currency ? { minMinor: 1, maxMinor: MAX_MINOR } : null;
  },
  async probe(ctx) {
    const reply = await call(ctx, await accountOf(ctx), 'GET', `/standard/v1/payments/${referenceOf(newId())}`);
    // It doesn't know this payment, and says so in different ways to those whom it knows.
    if (reply.http === 401 || reply.http === 403 || reply.http >= 500) throw new Error(faultOf(reply));
  },
  async payer(ctx, typed) {
    const account = await airtelOf(ctx);
    return account ? readPayer(ctx, typed, account.country) : refuse('payments.no_provider');
  },
  async request(ctx, attempt) {
    const account = await accountOf(ctx);
    const payment = await findPayment(ctx, attempt.paymentId);
    if (!payment.ok) throw new Error(payment.code);
    const { amountMinor, currency, id } = attempt;
    const { country } = account;
    const reply = await call(ctx, account, 'POST', '/merchant/v2/payments/', {
      // 4 to 64 letters and digits.
      reference: payment.data.reference,
      subscriber: { country, currency, msisdn: nationalPhone(String(attempt.payer))?.digits },
      transaction: { amount: Number(toWire(amountMinor, currency)), country, currency, id: referenceOf(id) },
    });
    const answer = requested(reply);
    if (answer === 'ask') return ask(ctx, account, attempt);
    return answer.state === 'waiting' ? { ...answer, ...phoneOf(account, attempt) } : answer;
  },
  async query(ctx, attempt) {
    // Airtel has no enquiry for refunds, so a person looks in its portal and settles the attempt.
    if (attempt.kind === 'refund') throw new Error('Airtel can not be asked about a refund; look in its portal');
    return ask(ctx, await accountOf(ctx), attempt);
  },
  async refund(ctx, attempt, charge) {
    const whole = attempt.amountMinor === charge.receivedMinor && attempt.currency === charge.receivedCurrency;
    if (!whole || !charge.providerId)
      return { state: 'failed', reason: 'refused', detail: 'Airtel gives back whole payments only' };
    const reply = await call(ctx, await accountOf(ctx), 'POST', '/standard/v2/payments/refund', {
      transaction: { airtel_money_id: charge.providerId },
    });
    const { http, status, transaction } = reply;
    const { amountMinor, currency } = attempt;
    if (http === 200 && (transaction.status === 'SUCCESS' || transaction.status === 'TS')) {
      const providerId = transaction.airtel_money_id;
      const fee = { amountMinor: 0, currency };
      return { state: 'succeeded', amountMinor, currency, fee, ...(providerId && { providerId }) };
    }
    // Said to have failed, and nothing about its being under way: the money is still ours.
    if (tookNothing(http) || transaction.status === 'FAILED' || status.result_code === 'ESB000008')
      return { state: 'failed', reason: 'refused', detail: faultOf(reply) };
    throw new Error(faultOf(reply));
  },
  async readCallback(ctx, { body }) {
    const read = ({ transaction }: { transaction?: { id?: unknown; status_code?: unknown } }) => ({
      attemptId: attemptOf(transaction?.id),
      status: transaction?.status_code,
    });
    return ok(await hintsOf(ctx, 'airtel', body, read));
  },
});

async function accountOf(ctx: Ctx): Promise<AirtelAccount> {
  const account = await airtelOf(ctx);
  if (!account) throw new Error('Airtel is not set up any more');
  return account;
}

async function ask(ctx: Ctx, account: AirtelAccount, attempt: Attempt): Promise<Answer> {
  const reply = await call(ctx, account, 'GET', `/standard/v1/payments/${referenceOf(attempt.id)}`);
  const answer = enquired(ctx, account, attempt, reply);
  return answer.state === 'waiting' ? { ...answer, ...phoneOf(account, attempt) } : answer;
}

/** With play money the payer's phone is a page. */
const phoneOf = ({ phones }: AirtelAccount, { kind, payer }: Attempt) =>
  phones && kind === 'charge' ? { link: `${phones}/${String(payer).slice(1)}` } : {};

/** Airtel takes letters and digits only as ids of transactions: our attempt's, without its hyphens. */
const referenceOf = (attemptId: string): string => attemptId.replaceAll('-', '');

/** The attempt of such an id; what it can't be one stays as it is. */
const attemptOf = (reference: unknown): string =>
  String(reference).replace(/^(\w{8})(\w{4})(\w{4})(\w{4})(\w{12})$/, '$1-$2-$3-$4-$5');
