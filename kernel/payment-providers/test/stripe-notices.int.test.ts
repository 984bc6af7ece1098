/** What happens to money at Stripe without our asking: refunds made in its dashboard, refunds that fail, disputes. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type FakeStripe, STRIPE, startFakeStripe } from '../../../test/fakes/stripe.ts';
import { eventually, type TestApp, type TestOrganization } from '../../../test/harness/index.ts';
import { ledgerCheck } from '../../payments/ledger-check.ts';
import { open, till } from '../../payments/test/factories.ts';
import { startRefund } from '../index.ts';
import { attemptIs, attemptsOf, balances, choose, listeningApp, paymentOf, surplusOf } from './payer.ts';

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
  Object.assign(fake, { troubles: [], fee: 0, refundStatus: 'succeeded' });
});

async function paid() {
  const made = await till({ app });
  const settings = { secret_key: STRIPE.secretKey, webhook_secret: STRIPE.webhookSecret };
  expect((await made.owner.patch('/settings/stripe', settings)).status).toBe(200);
  fake.webhook = `${app.config.PUBLIC_URL}/payment-callbacks/stripe/${made.organization.slug}`;
  const payment = await open(made.organization);
  const page = await choose(made.organization, payment.id, 'stripe');
  const session = fake.sessions().find(({ url }) => url === page);
  await fake.pay(session);
  await attemptIs(made.organization, payment.id, 'succeeded');
  return { ...made, payment, session };
}

const noticesOf = ({ ctx, id }: TestOrganization) =>
  ctx.db.selectFrom('payment_notice').selectAll().where('organization_id', '=', id).orderBy('id').execute();
const noticed = (organization: TestOrganization, state: string, many = 1) =>
  eventually(async () => {
    const all = await noticesOf(organization);
    return all.length === many && all.at(-1)?.state === state ? all.at(-1) : undefined;
  }, `a notice that is ${state}`);
const sound = async ({ id }: TestOrganization) => expect(await ledgerCheck(app.boot.database.system, id)).toEqual([]);

test('a refund made at Stripe is booked once, however often it is reported', async () => {
  const { organization, payment, session, calls, admin } = await paid();
  await fake.refundThere(session, 10_000);
  await noticed(organization, 'succeeded');
  const event = fake.events.at(-1);
  expect(await Promise.all([1, 2].map(() => fake.bringAgain(event)))).toEqual([200, 200]);
  await fake.refundThere(session, 5_000);
  expect(await noticed(organization, 'succeeded', 2)).toMatchObject({ booked: true, done_by_name: 'stripe' });
  expect(await paymentOf(organization, payment.id)).toMatchObject({ state: 'verified', refunded_minor: 15_000 });
  expect(await balances(organization)).toEqual({ 'assets:card': 15_000, 'income:test': -15_000 });
  expect(calls.refundedPart.map(([{ refundedMinor }]) => refundedMinor)).toEqual([10_000, 15_000]);
  // The person who looked before it cannot give the same back again.
  const late = await admin.post(`/payments/${payment.id}/refund`, { reason: 'at Stripe', expected_refunded: '0' });
  expect(late.body.error.code).toBe('payments.refund_changed');
  expect((await admin.get('/payment-notices')).body.data).toEqual([]);
  const entries = await admin.get('/audit-entries?filter={"action":"payments.notice_opened"}');
  expect(entries.body.data[0]).toMatchObject({
    actor: { name: 'stripe' },
    text: expect.stringContaining(payment.reference),
  });
  await sound(organization);
});

test('one that may have been recorded by hand before is a task for a person, who says so', async () => {
  const { organization, payment, session, admin, ops } = await paid();
  const byHand = { reason: 'done at Stripe', amount: '100' };
  expect((await admin.post(`/payments/${payment.id}/refund`, byHand)).status).toBe(200);
  await fake.refundThere(session, 10_000);
  await noticed(organization, 'succeeded');
  expect(await paymentOf(organization, payment.id)).toMatchObject({ refunded_minor: 10_000 });
  expect((await ops.get('/payments/counts')).body.data).toMatchObject({ notices: 1 });
  const [task] = (await ops.get('/payment-notices')).body.data;
  expect(task).toMatchObject({ kind: 'refund', amount: '100.00', payment: { id: payment.id }, done: null, may: [] });
  expect((await ops.post(`/payment-notices/${task.id}/settle`, { outcome: 'nothing', note: 'x' })).status).toBe(403);
  const settle = (outcome: string) =>
    admin.post(`/payment-notices/${task.id}/settle`, { outcome, note: 'it is the same' });
  const both = await Promise.all([settle('nothing'), settle('nothing')]);
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
  expect(await paymentOf(organization, payment.id)).toMatchObject({ refunded_minor: 10_000 });
  // Another one, which that person says is a refund of its own.
  await fake.refundThere(session, 5_000);
  await noticed(organization, 'succeeded', 2);
  const [other] = (await admin.get('/payment-notices')).body.data;
  expect(other.may).toEqual(['refunded', 'nothing']);
  const booked = await admin.post(`/payment-notices/${other.id}/settle`, { outcome: 'refunded', note: 'its own' });
  expect(booked.body.data).toMatchObject({ booked: true, done: { note: 'its own' } });
  expect(await paymentOf(organization, payment.id)).toMatchObject({ refunded_minor: 15_000 });
  await sound(organization);
});

test('refunds that we asked for are counted once; one that fails after it succeeded is a task', async () => {
  const { organization, payment } = await paid();
  const asked = await startRefund(organization.ctx, payment.id, { reason: 'one', amountMinor: 10_000 });
  expect(asked).toMatchObject({ ok: true, data: { state: 'succeeded' } });
  const refund = fake.refunds().at(-1);
  await fake.settleRefund(refund, 'succeeded');
  await fake.settleRefund(refund, 'failed');
  expect(await noticed(organization, 'failed')).toMatchObject({ kind: 'refund', booked: false, done_at: null });
  expect(await paymentOf(organization, payment.id)).toMatchObject({ refunded_minor: 10_000 });
  expect(await attemptsOf(organization, payment.id)).toMatchObject([{ kind: 'charge' }, { state: 'succeeded' }]);
  await sound(organization);
});

test('a refund that was booked and fails later is booked back as owed, once; the payer can get it in another way', async () => {
  const { organization, payment, admin, ops, calls } = await paid();
  await startRefund(organization.ctx, payment.id, { reason: 'cancelled' });
  const refund = fake.refunds().at(-1);
  await fake.settleRefund(refund, 'failed');
  await noticed(organization, 'failed');
  expect(await paymentOf(organization, payment.id)).toMatchObject({ state: 'refunded' });
  expect(await balances(organization)).toEqual({});
  const [task] = (await admin.get('/payment-notices')).body.data;
  expect(task.may).toEqual(['came_back', 'nothing']);
  const settle = (caller: typeof admin, outcome: string) =>
    caller.post(`/payment-notices/${task.id}/settle`, { outcome, note: 'the card is closed' });
  expect((await settle(ops, 'came_back')).status).toBe(403);
  // Booked as given back once more, the books would lack it twice.
  expect((await settle(admin, 'refunded')).body.error.code).toBe('payments.notice_not_so');
  const both = await Promise.all([1, 2].map(() => settle(admin, 'came_back')));
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
  expect(await balances(organization)).toEqual({ 'assets:card': 30_000, 'liabilities:refunds_due': -30_000 });
  const [owed, ...more] = await surplusOf(organization, payment.id);
  expect([owed, more]).toMatchObject([{ state: 'verified', owed: true, amount_minor: 30_000, method: 'card' }, []]);
  // What it was paid for stays as it is.
  expect(await paymentOf(organization, payment.id)).toMatchObject({ state: 'refunded', refunded_minor: 30_000 });
  expect([calls.verified.length, calls.refunded.length]).toEqual([1, 1]);
  const entries = await admin.get('/audit-entries?filter={"action":"payments.notice_done"}');
  expect(entries.body.data).toMatchObject([{ after: { outcome: 'came_back' }, actor: { name: 'Test admin' } }]);
  const cash = await admin.post(`/payments/${owed?.id}/refund`, { reason: 'in cash', method: 'cash' });
  expect(cash.status).toBe(200);
  await sound(organization);
});

test('a dispute is a task when it begins, and again when it is decided', async () => {
  const { organization, payment, session, admin } = await paid();
  const dispute = await fake.dispute(session);
  await noticed(organization, 'open');
  const [task] = (await admin.get('/payment-notices')).body.data;
  expect(task).toMatchObject({ kind: 'dispute', state: 'open', amount: '300.00', reason: 'fraudulent' });
  await admin.post(`/payment-notices/${task.id}/settle`, { outcome: 'nothing', note: 'answered at Stripe' });
  expect((await admin.get('/payment-notices')).body.data).toEqual([]);
  await fake.closeDispute(dispute, 'lost');
  await noticed(organization, 'lost');
  expect((await admin.get('/payment-notices')).body.data).toMatchObject([{ id: task.id, state: 'lost', done: null }]);
  const lost = await admin.post(`/payment-notices/${task.id}/settle`, { outcome: 'refunded', note: 'lost' });
  expect(lost.status).toBe(200);
  expect(await paymentOf(organization, payment.id)).toMatchObject({ state: 'refunded' });
  expect(await balances(organization)).toEqual({});
  await sound(organization);
});

test('a Stripe that does not answer is asked until it does; events about other money are ignored', async () => {
  const { organization, session, admin } = await paid();
  fake.troubles = ['error', 'error'];
  await fake.refundThere(session, 10_000);
  await noticed(organization, 'succeeded');
  const before = (await admin.get('/payment-notices?filter={"done":true}')).body.data;
  const stranger = { id: 'dp_1', object: 'dispute', payment_intent: 'pi_of_another_shop', amount: 1, currency: 'inr' };
  expect(await fake.bring('charge.dispute.created', stranger)).toBe(200);
  expect((await admin.get('/payment-notices?filter={"done":true}')).body.data).toEqual(before);
});
