import type { Ctx } from '../../ctx/index.ts';
import { newId } from '../../lib/ids.ts';
import { ok, refuse } from '../../lib/result.ts';
import { toWire } from '../../lib/wire-amount.ts';
import type { OutboundReply } from '../../outbound/index.ts';
import { findPayment } from '../../payments/index.ts';
import type { Attempt } from '../attempts/attempt.ts';
import { hintsOf } from '../hints.ts';
import { readPayer } from '../mobile-payer.ts';
import { type Answer, callbackUrl, defineProvider } from '../provider.ts';
import { jsonOf, tookNothing } from '../provider-http.ts';
import { type Keys, type MtnAccount, mtnOf } from './account.ts';
import { mtn as call, faultOf, type Product } from './api.ts';
import { answerOf, type MtnResult } from './results.ts';

/** Digits that no wallet reaches; MTN's own limits differ by country and customer. */
const MAX_MINOR = 1_000_000_000;

/** What a message may be made of, and how long: anything else is a bad request. */
const message = (text: string) =>
  text
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9 .,:#-]/g, '')
    .trim()
    .slice(0, 100);

/**
 * MTN MoMo: Collections, whose payer confirms on the phone, and refunds by Disbursements. Callbacks are unsigned, so
 * they are a hint, and MTN is asked.
 */
export const mtn = defineProvider({
  name: 'mtn',
  label: 'payments.provider.mtn',
  method: 'mobile_money',
  account: async (ctx) => (await mtnOf(ctx))?.name ?? null,
  async limits(ctx, currency) {
    const account = await mtnOf(ctx);
    return account?.currency === currency ? { minMinor: 1, maxMinor: MAX_MINOR } : null;
  },
  async probe(ctx) {
    const account = await accountOf(ctx);
    const path = `/requesttopay/${referenceOf(newId())}`;
    const reply = await call(ctx, account, 'collection', account.collection, { method: 'GET', path });
    // It doesn't know this request, and says so to those whom it knows.
    if (reply.status !== 404) throw new Error(faultOf(reply));
  },
  async payer(ctx, typed) {
    const account = await mtnOf(ctx);
    return account ? readPayer(ctx, typed, account.country) : refuse('payments.no_provider');
  },
  async request(ctx, attempt) {
    const account = await accountOf(ctx);
    const { reference, description } = await paymentOf(ctx, attempt);
    const reply = await send(ctx, account, attempt, 'collection', account.collection, '/requesttopay', {
      payer: { partyIdType: 'MSISDN', partyId: String(attempt.payer).slice(1) },
      payerMessage: message(`${reference} ${description}`),
      payeeNote: message(reference),
    });
    return accepted(reply, attempt, account);
  },
  async query(ctx, attempt) {
    const account = await accountOf(ctx);
    const [product, keys, path] = productOf(account, attempt);
    const reply = await call(ctx, account, product, keys, {
      method: 'GET',
      path: `${path}/${referenceOf(attempt.id)}`,
    });
    if (reply.status === 404) return { state: 'not_found' };
    if (reply.status !== 200) throw new Error(faultOf(reply));
    const answer = answerOf(ctx, account, attempt.kind, jsonOf(reply) as MtnResult);
    return answer.state === 'waiting' ? { ...answer, ...phoneOf(account, attempt) } : answer;
  },
  async refund(ctx, attempt, charge) {
    const account = await accountOf(ctx);
    if (!account.disbursement)
      return { state: 'failed', reason: 'refused', detail: 'the keys of Disbursements are not set' };
    const { reference } = await paymentOf(ctx, attempt);
    const reply = await send(ctx, account, attempt, 'disbursement', account.disbursement, '/refund', {
      referenceIdToRefund: referenceOf(charge.id),
      payerMessage: message(`${reference} refund`),
      payeeNote: message(`${reference} refund`),
    });
    return accepted(reply, attempt, account);
  },
  async readCallback(ctx, { body }) {
    // MTN doesn't name its reference there, but returns our own id.
    return ok(await hintsOf(ctx, 'mtn', body, ({ externalId, status }) => ({ attemptId: externalId, status })));
  },
});

async function accountOf(ctx: Ctx): Promise<MtnAccount> {
  const account = await mtnOf(ctx);
  if (!account) throw new Error('MTN is not set up any more');
  return account;
}

async function paymentOf(ctx: Ctx, attempt: Attempt) {
  const payment = await findPayment(ctx, attempt.paymentId);
  if (!payment.ok) throw new Error(payment.code);
  return payment.data;
}

function productOf(account: MtnAccount, { kind }: Attempt): [Product, Keys, string] {
  if (kind === 'charge') return ['collection', account.collection, '/requesttopay'];
  if (!account.disbursement) throw new Error('the keys of Disbursements are not set any more');
  return ['disbursement', account.disbursement, '/refund'];
}

function send(
  ctx: Ctx,
  account: MtnAccount,
  attempt: Attempt,
  product: Product,
  keys: Keys,
  path: string,
  more: object,
): Promise<OutboundReply> {
  const { amountMinor, currency, id } = attempt;
  const callback = callbackOf(ctx, account);
  return call(ctx, account, product, keys, {
    method: 'POST',
    path,
    headers: { 'x-reference-id': referenceOf(id), ...(callback && { 'x-callback-url': callback }) },
    body: { amount: toWire(amountMinor, currency), currency, externalId: id, ...more },
  });
}

/** MTN refuses a request whose callback has another host than the API user; a machine of one's own has none. */
function callbackOf(ctx: Ctx, { callbackHost, root }: MtnAccount): string | null {
  const url = new URL(callbackUrl(ctx, 'mtn'));
  if (callbackHost) return `https://${callbackHost}${url.pathname}`;
  return url.protocol === 'https:' || root.startsWith('http:') ? url.href : null;
}

/**
 * 202: MTN has it. 409: it has had it, since the reference is only ever that of this attempt. Another 4xx: MTN took
 * nothing. Anything else may have happened.
 */
function accepted(reply: OutboundReply, attempt: Attempt, account: MtnAccount): Answer {
  const { status } = reply;
  if (status === 202 || status === 409) return { state: 'waiting', ...phoneOf(account, attempt) };
  if (tookNothing(status)) return { state: 'failed', reason: 'refused', detail: faultOf(reply) };
  throw new Error(faultOf(reply));
}

/** With play money the payer's phone is a page. */
const phoneOf = ({ phones }: MtnAccount, { kind, payer }: Attempt) =>
  phones && kind === 'charge' ? { link: `${phones}/${String(payer).slice(1)}` } : {};

/**
 * MTN takes only uuids of version 4 as references (`X-Reference-Id`), ours are of version 7. The version's digit is
 * replaced, so that either follows from the other and nothing more has to be stored.
 */
const referenceOf = (attemptId: string): string => `${attemptId.slice(0, 14)}4${attemptId.slice(15)}`;
