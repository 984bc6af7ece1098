/** Stripe on its wire format: Checkout, refunds, signed webhooks, and what happens when an answer is lost. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type FakeStripe, STRIPE, startFakeStripe } from '../../../test/fakes/stripe.ts';
import { eventually, type TestApp, type TestOrganization } from '../../../test/harness/index.ts';
import { ledgerCheck } from '../../payments/ledger-check.ts';
import { open, till } from '../../payments/test/factories.ts';
import { pollDue } from '../attempts/poll-due.ts';
import { payLink, startCharge, startRefund } from '../index.ts';
import { attemptIs, attemptsOf, balances, choose, listeningApp, pageOf, paymentOf, surplusOf } from './payer.ts';

let app: TestApp;
let fake: FakeStripe;
beforeAll(async () => {
  fake = await startFakeStripe();
  app = await listeningApp({ STRIPE_API_ROOT: fake.root });
});
afterAll(async () => {
  await app?.close();
  await fake?.stop();
});
beforeEach(() => {
  Object.assign(fake, { troubles: [], fee: 900, refundStatus: 'succeeded' });
});

async function shop() {
  const made = await till({ app });
  const settings = { secret_key: STRIPE.secretKey, webhook_secret: STRIPE.webhookSecret };
  expect((await made.owner.patch('/settings/stripe', settings)).status).toBe(200);
  fake.webhook = `${app.config.PUBLIC_URL}/payment-callbacks/stripe/${made.organization.slug}`;
  return made;
}

async function atStripe(organization: TestOrganization, amountMinor = 30_000) {
  const payment = await open(organization, { amountMinor });
  const page = await choose(organization, payment.id, 'stripe');
  return { payment, page, session: fake.sessions().find(({ url }) => url === page) };
}

async function paid(organization: TestOrganization, amountMinor = 30_000) {
  const made = await atStripe(organization, amountMinor);
  await fake.pay(made.session);
  await attemptIs(organization, made.payment.id, 'succeeded');
  return made;
}

async function later(ms: number) {
  app.clock.advance(ms);
  await pollDue(app.ctxFor(null, 'test'));
}

const sound = async ({ id }: TestOrganization) => expect(await ledgerCheck(app.boot.database.system, id)).toEqual([]);

test('keys are encrypted, bound to each other, and never returned', async () => {
  const { owner: admin, organization } = await till({ app });
  const half = await admin.patch('/settings/stripe', { secret_key: STRIPE.secretKey });
  expect([half.status, half.body.error.fields]).toEqual([422, { webhook_secret: expect.any(String) }]);
  await admin.patch('/settings/stripe', { secret_key: STRIPE.secretKey, webhook_secret: STRIPE.webhookSecret });
  expect((await admin.get('/settings')).raw.toString()).not.toContain(STRIPE.secretKey);
  const kept = await organization.ctx.db
    .selectFrom('setting')
    .select('values')
    .where('module', '=', 'stripe')
    .execute();
  expect(JSON.stringify(kept)).not.toContain(STRIPE.secretKey);
});

test('a signed webhook proves the payment; the fee is read afterwards', async () => {
  const { organization, calls } = await shop();
  fake.fee = null;
  const { payment, session } = await atStripe(organization);
  const [attempt] = await attemptsOf(organization, payment.id);
  expect(session).toMatchObject({
    client_reference_id: attempt?.id,
    amount_total: 30_000,
    currency: 'inr',
    metadata: { attempt: attempt?.id, reference: payment.reference },
  });
  const asked = fake.asked.length;
  await fake.pay(session);
  await attemptIs(organization, payment.id, 'succeeded');
  // No request to Stripe: the signature is enough.
  expect(fake.asked).toHaveLength(asked);
  expect(calls.verified).toHaveLength(1);
  expect(await balances(organization)).toEqual({ 'assets:card': 30_000, 'income:test': -30_000 });
  expect(await pageOf(organization, payment.id)).toBe('Paid. Thank you!');
  fake.fee = 900;
  await later(60_000);
  await eventually(async () => (await attemptsOf(organization, payment.id))[0]?.received_fee_minor === 900, 'the fee');
  expect(await balances(organization)).toEqual({
    'assets:card': 29_100,
    'expenses:fees:stripe': 900,
    'income:test': -30_000,
  });
  expect(await attemptsOf(organization, payment.id)).toMatchObject([{ next_poll_at: null }]);
  await sound(organization);
});

test('events that come twice, late, or out of order are credited once', async () => {
  const { organization, calls } = await shop();
  const { payment, session } = await atStripe(organization);
  await fake.pay(session);
  const event = fake.events.at(-1);
  expect(await Promise.all([1, 2, 3].map(() => fake.bringAgain(event)))).toEqual([200, 200, 200]);
  await attemptIs(organization, payment.id, 'succeeded');
  expect(
    await fake.bring('checkout.session.expired', { ...session, status: 'expired', payment_status: 'unpaid' }),
  ).toBe(200);
  expect(await fake.bring('checkout.session.async_payment_succeeded', session)).toBe(200);
  await app.boot.services.inbox?.processor?.drain();
  expect(calls.verified).toHaveLength(1);
  expect(await attemptsOf(organization, payment.id)).toMatchObject([{ state: 'succeeded' }]);
  expect(await surplusOf(organization, payment.id)).toEqual([]);
});

test('refuses a webhook that Stripe did not sign for this organization, or signed long ago', async () => {
  const { organization, db } = await shop();
  const { payment, session } = await atStripe(organization);
  const { webhook } = fake;
  fake.webhook = '';
  await fake.pay(session);
  fake.webhook = webhook;
  const event = fake.events.at(-1);
  const body = JSON.stringify(event, null, 2);
  const now = Math.floor(app.clock.now().getTime() / 1000);
  const refused = [
    '',
    'nonsense',
    fake.sign(body, now, 'whsec_of_somebody_else'),
    fake.sign(`${body} `, now),
    fake.sign(body, now - 301),
    fake.sign(body, now).replace('v1=', 'v0='),
    `t=${now},v1=${'0'.repeat(64)}`,
  ];
  for (const header of refused) expect(await fake.bringAgain(event, header)).toBe(401);
  expect(await db.selectFrom('inbox_event').selectAll().execute()).toEqual([]);
  expect(await paymentOf(organization, payment.id)).toMatchObject({ state: 'awaiting' });
  // While a secret is being replaced, both sign.
  const both = `${fake.sign(body, now, 'whsec_new')},${fake.sign(body, now).split(',')[1]}`;
  expect(await fake.bringAgain(event, both)).toBe(200);
  await attemptIs(organization, payment.id, 'succeeded');
});

test('a signed but unreadable webhook is set aside and acknowledged; one about something else is ignored', async () => {
  const { ops } = await shop();
  const broken = { id: 'evt_broken', type: 'checkout.session.completed', data: null };
  expect(await fake.bringAgain(broken)).toBe(200);
  expect((await ops.get('/inbox-events')).body.data).toMatchObject([{ source: 'stripe', state: 'set_aside' }]);
  expect(await fake.bring('customer.created', { id: 'cus_1', object: 'customer' })).toBe(200);
  expect((await ops.get('/inbox-events')).body.data).toHaveLength(1);
});

describe('a request for a page', () => {
  test.each(['error', 'error_after', 'cut', 'cut_after', 'limit', 'in_use'] as const)(
    '%s: unknown, then found by the same key; one page, one payment',
    async (trouble) => {
      const { organization, calls } = await shop();
      fake.troubles = [trouble];
      const before = fake.sessions().length;
      const payment = await open(organization);
      expect(await choose(organization, payment.id, 'stripe')).toBe(payLink(organization.ctx, payment.id));
      expect(await attemptsOf(organization, payment.id)).toMatchObject([{ state: 'unknown', provider_id: null }]);
      await later(60_000);
      const found = await attemptIs(organization, payment.id, 'waiting');
      expect(fake.sessions()).toHaveLength(before + 1);
      await fake.pay(fake.sessions().find(({ url }) => url === found.link));
      await attemptIs(organization, payment.id, 'succeeded');
      expect(calls.verified).toHaveLength(1);
      app.clock.reset();
    },
  );

  test('that Stripe refuses has failed, with its message for staff; so has one that can not reach it', async () => {
    const { organization } = await shop();
    const small = await open(organization, { amountMinor: 20 });
    expect(await startCharge(organization.ctx, small.id, { provider: 'stripe' })).toMatchObject({
      ok: true,
      data: { state: 'failed', reason: 'refused', note: expect.stringMatching(/amount_too_small/) },
    });
    expect(await pageOf(organization, small.id)).toMatch(/did not take the payment/);
    expect(await startCharge(organization.ctx, small.id, { provider: 'stripe' })).toMatchObject({ ok: true });
    expect(await attemptsOf(organization, small.id)).toHaveLength(2);
  });

  test('whose page nobody got has failed when the page expires', async () => {
    const { organization } = await shop();
    fake.troubles = ['cut', ...Array.from({ length: 9 }, () => 'error' as const)];
    const payment = await open(organization);
    await choose(organization, payment.id, 'stripe');
    await later(46 * 60_000);
    await attemptIs(organization, payment.id, 'failed');
    expect(await paymentOf(organization, payment.id)).toMatchObject({ state: 'awaiting' });
    app.clock.reset();
  });
});

test('without webhooks polling finds the result: paid, expired, and paid by a method that takes days', async () => {
  const { organization } = await shop();
  fake.webhook = '';
  const [first, second, third] = [
    await atStripe(organization),
    await atStripe(organization),
    await atStripe(organization),
  ];
  await fake.pay(first.session);
  await fake.abandon(second.session);
  await fake.payLater(third.session);
  await later(60_000);
  await attemptIs(organization, first.payment.id, 'succeeded');
  expect(await attemptIs(organization, second.payment.id, 'failed')).toMatchObject({ reason: 'expired' });
  expect(await attemptsOf(organization, first.payment.id)).toMatchObject([{ received_fee_minor: 900 }]);
  await fake.pay(third.session);
  await later(60 * 60_000);
  await attemptIs(organization, third.payment.id, 'succeeded');
  app.clock.reset();
});

test('money in another currency or amount than requested is owed, not credited', async () => {
  const { organization, calls } = await shop();
  const less = await atStripe(organization);
  await fake.pay(less.session, { amount: 29_000 });
  expect(await attemptIs(organization, less.payment.id, 'differs')).toMatchObject({ reason: 'amount' });
  const other = await atStripe(organization);
  await fake.pay(other.session, { currency: 'usd' });
  expect(await attemptIs(organization, other.payment.id, 'differs')).toMatchObject({ reason: 'currency' });
  // Also while it was unknown whether Stripe had the request.
  fake.troubles = ['cut_after'];
  const lost = await open(organization);
  await choose(organization, lost.id, 'stripe');
  expect(await paymentOf(organization, lost.id)).toMatchObject({ state: 'unknown' });
  await fake.pay(fake.sessions().at(-1), { amount: 29_000 });
  await attemptIs(organization, lost.id, 'differs');
  expect(await paymentOf(organization, lost.id)).toMatchObject({ state: 'awaiting' });
  expect(calls.verified).toEqual([]);
  const [owed] = await surplusOf(organization, less.payment.id);
  expect(owed).toMatchObject({ amount_minor: 29_000, owed: true, state: 'verified' });
  // And it is refunded in the same way.
  expect(await startRefund(organization.ctx, String(owed?.id), { reason: 'not what was asked' })).toMatchObject({
    ok: true,
    data: { state: 'succeeded' },
  });
  expect(await paymentOf(organization, String(owed?.id))).toMatchObject({ state: 'refunded' });
  await sound(organization);
});

describe('refunds', () => {
  test('in parts, pending until the webhook says so', async () => {
    const { organization } = await shop();
    const { payment } = await paid(organization);
    fake.refundStatus = 'pending';
    const asked = await startRefund(organization.ctx, payment.id, { reason: 'one', amountMinor: 10_000 });
    expect(asked).toMatchObject({ ok: true, data: { state: 'waiting' } });
    expect(await paymentOf(organization, payment.id)).toMatchObject({ refunded_minor: 0 });
    const refund = fake.refunds().at(-1);
    expect(refund.metadata.attempt).toBe(asked.ok && asked.data.id);
    await fake.settleRefund(refund, 'succeeded');
    await attemptIs(organization, payment.id, 'succeeded');
    expect(await paymentOf(organization, payment.id)).toMatchObject({ refunded_minor: 10_000, state: 'verified' });
    const second = await startRefund(organization.ctx, payment.id, { reason: 'two', amountMinor: 5_000 });
    await fake.settleRefund(fake.refunds().at(-1), 'failed');
    expect(await attemptIs(organization, payment.id, 'failed')).toMatchObject({ id: second.ok && second.data.id });
    expect(await paymentOf(organization, payment.id)).toMatchObject({ refunded_minor: 10_000 });
    await sound(organization);
  });

  test.each(['cut_after', 'error_after', 'cut'] as const)('%s: once or not at all', async (trouble) => {
    const { organization } = await shop();
    const { payment } = await paid(organization);
    const before = fake.refunds().length;
    fake.troubles = [trouble];
    const asked = await startRefund(organization.ctx, payment.id, { reason: 'lost' });
    expect(asked).toMatchObject({ ok: true, data: { state: 'unknown' } });
    // Nothing else can be given back meanwhile.
    expect(await startRefund(organization.ctx, payment.id, { reason: 'again' })).toMatchObject({
      code: 'payments.refund_too_much',
    });
    const arrived = trouble !== 'cut';
    await later(arrived ? 60_000 : 6 * 60_000);
    const settled = await attemptIs(organization, payment.id, 'succeeded', 'failed');
    expect(settled).toMatchObject(arrived ? { state: 'succeeded' } : { state: 'failed', reason: 'never_arrived' });
    expect(fake.refunds()).toHaveLength(before + (arrived ? 1 : 0));
    expect(await paymentOf(organization, payment.id)).toMatchObject({ state: arrived ? 'refunded' : 'verified' });
    await sound(organization);
    app.clock.reset();
  });
});
