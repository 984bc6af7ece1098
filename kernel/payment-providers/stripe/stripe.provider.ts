import type { Ctx } from '../../ctx/index.ts';
import { ok, refuse } from '../../lib/result.ts';
import { findPayment } from '../../payments/index.ts';
import { type Attempt, chargeByProviderId, findAttempt } from '../attempts/attempt.ts';
import { toStripe } from '../domain/stripe-amount.ts';
import { payLink } from '../pay-page/pay-link.ts';
import { type Answer, defineProvider } from '../provider.ts';
import { type StripeAccount, stripeOf } from './account.ts';
import { stripe as call, StripeError } from './api.ts';
import { eventsOf, type StripeEvent } from './events.ts';
import {
  type Dispute,
  type Intent,
  intentAnswer,
  movedByDispute,
  movedByRefund,
  type Refund,
  refundAnswer,
  type Session,
  sessionAnswer,
} from './objects.ts';
import { isSigned } from './signature.ts';

/** Stripe requires at least 30 minutes from the arrival of the request; a request may be repeated for a while. */
const PAGE_MS = 45 * 60_000;
const pageEnds = (attempt: Attempt) => new Date(attempt.createdAt.getTime() + PAGE_MS);

/** Eight digits of the smallest unit: https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts */
const MAX_AMOUNT = 99_999_999;

/**
 * Checkout Sessions, whose payers pay on Stripe's own page, and Refunds. A webhook's signature proves its content; the
 * fee is requested afterwards.
 */
export const stripe = defineProvider({
  name: 'stripe',
  label: 'payments.provider.stripe',
  method: 'card',
  ownIds: true,
  account: async (ctx) => (await stripeOf(ctx))?.name ?? null,
  limits(_ctx, currency) {
    const unit = toStripe(1, currency) ?? 1;
    return { minMinor: 1, maxMinor: Math.floor(MAX_AMOUNT / unit) };
  },
  request: (ctx, attempt) => asRequest(() => openSession(ctx, attempt)),
  async query(ctx, attempt) {
    if (attempt.kind === 'refund') return findRefund(ctx, attempt);
    if (attempt.providerId) return asQuery(() => lookUp(ctx, attempt));
    // Nobody got the link of a page whose answer was lost, so nobody pays there; until it ends the same key returns the
    // same page.
    if (ctx.clock.now() > pageEnds(attempt)) return { state: 'failed', reason: 'expired' };
    return asRequest(() => openSession(ctx, attempt));
  },
  refund: (ctx, attempt, charge) =>
    asRequest(async () => {
      const amount = amountOf(attempt);
      const form = { payment_intent: String(charge.providerId), amount, metadata: { attempt: attempt.id } };
      return refundAnswer(await call<Refund>(await accountOf(ctx), 'POST', '/v1/refunds', { form, key: attempt.id }));
    }),
  async moved(ctx, charge) {
    const account = await accountOf(ctx);
    const form = { payment_intent: String(charge.providerId), limit: 100 };
    const [refunds, disputes] = await Promise.all([
      call<{ data: Refund[] }>(account, 'GET', '/v1/refunds', { form }),
      call<{ data: Dispute[] }>(account, 'GET', '/v1/disputes', { form }),
    ]);
    return [...refunds.data.flatMap((refund) => movedByRefund(refund) ?? []), ...disputes.data.map(movedByDispute)];
  },
  // https://docs.stripe.com/api/balance/balance_retrieve
  async probe(ctx) {
    await call(await accountOf(ctx), 'GET', '/v1/balance');
  },
  async readCallback(ctx, { headers, body }) {
    const account = await stripeOf(ctx);
    const signed = account && isSigned(account.webhookSecret, body, headers['stripe-signature'], ctx.clock.now());
    if (!signed) return refuse('payments.bad_signature');
    const chargeOf = async (intent: string) => (await chargeByProviderId(ctx, 'stripe', intent))?.id ?? null;
    return ok(await eventsOf(JSON.parse(body.toString()) as StripeEvent, chargeOf));
  },
});

async function accountOf(ctx: Ctx): Promise<StripeAccount> {
  const account = await stripeOf(ctx);
  if (!account) throw new Error('Stripe is not set up any more');
  return account;
}

function amountOf({ amountMinor, currency }: Attempt): number {
  const amount = toStripe(amountMinor, currency);
  if (amount === null) throw new StripeError(400, 'amount', 'an amount that Stripe does not take');
  return amount;
}

async function openSession(ctx: Ctx, attempt: Attempt): Promise<Answer> {
  const account = await accountOf(ctx);
  const payment = await findPayment(ctx, attempt.paymentId);
  if (!payment.ok) throw new Error(payment.code);
  const { reference, description } = payment.data;
  const amount = amountOf(attempt);
  const link = payLink(ctx, attempt.paymentId);
  const metadata = { attempt: attempt.id, reference };
  // Identical in each repetition, or Stripe refuses the key.
  const form = {
    mode: 'payment',
    client_reference_id: attempt.id,
    success_url: link,
    cancel_url: link,
    expires_at: Math.floor(pageEnds(attempt).getTime() / 1000),
    line_items: [
      {
        quantity: 1,
        price_data: {
          currency: attempt.currency.toLowerCase(),
          unit_amount: amount,
          product_data: { name: `${description || reference}`.slice(0, 250) },
        },
      },
    ],
    metadata,
    payment_intent_data: { metadata },
  };
  return sessionAnswer(await call<Session>(account, 'POST', '/v1/checkout/sessions', { form, key: attempt.id }));
}

/** The page's id until the money has come, then the money's own id. */
async function lookUp(ctx: Ctx, { providerId }: Attempt): Promise<Answer> {
  const account = await accountOf(ctx);
  const id = encodeURIComponent(String(providerId));
  if (providerId?.startsWith('pi_')) {
    const form = { expand: { 0: 'latest_charge.balance_transaction' } };
    return intentAnswer(await call<Intent>(account, 'GET', `/v1/payment_intents/${id}`, { form }));
  }
  const form = { expand: { 0: 'payment_intent.latest_charge.balance_transaction' } };
  return sessionAnswer(await call<Session>(account, 'GET', `/v1/checkout/sessions/${id}`, { form }));
}

async function findRefund(ctx: Ctx, attempt: Attempt): Promise<Answer> {
  const account = await accountOf(ctx);
  if (attempt.providerId)
    return asQuery(async () => refundAnswer(await call<Refund>(account, 'GET', `/v1/refunds/${attempt.providerId}`)));
  const charge = await findAttempt(ctx, String(attempt.chargeId));
  const form = { payment_intent: String(charge?.provider_id), limit: 100 };
  const { data } = await call<{ data: Refund[] }>(account, 'GET', '/v1/refunds', { form });
  const ours = data.find(({ metadata }) => metadata?.attempt === attempt.id);
  return ours ? refundAnswer(ours) : { state: 'not_found' };
}

/** A request that Stripe refuses had no effect. */
async function asRequest(ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof StripeError) return { state: 'failed', reason: 'refused', detail: error.message };
    throw error;
  }
}

/** A refused query doesn't mean that nothing happened, unless Stripe doesn't know the object. */
async function asQuery(ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof StripeError && error.code === 'resource_missing') return { state: 'not_found' };
    throw error;
  }
}
