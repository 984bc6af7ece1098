/**
 * How staff see attempts: the page of overdue ones, its buttons, refunds from the desk, and a module that refuses its
 * money.
 */
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually, type TestApp, type TestOrganization } from '../../../test/harness/index.ts';
import type { Ctx } from '../../ctx/index.ts';
import { transaction } from '../../db/index.ts';
import { newId } from '../../lib/ids.ts';
import { refuse } from '../../lib/result.ts';
import { playKey } from '../../payment-sandbox/play-account.ts';
import type { Payable } from '../../payments/index.ts';
import { open, TYPE, till } from '../../payments/test/factories.ts';
import { pollDue } from '../attempts/poll-due.ts';
import { providersHealth } from '../health.ts';
import { startCharge } from '../index.ts';
import { attemptIs, attemptsOf, balances, choose, listeningApp, paymentOf, press } from './payer.ts';

let app: TestApp;
beforeAll(async () => {
  app = await listeningApp({ PAYMENT_SANDBOX: 'true' });
});
afterAll(() => app?.close());

async function shop() {
  const made = await till({ app });
  await made.owner.patch('/settings/sandbox', { enabled: true });
  return made;
}

async function later(ms: number) {
  app.clock.advance(ms);
  await pollDue(app.ctxFor(null, 'test'));
}

async function paid(organization: TestOrganization, amountMinor = 30_000) {
  const payment = await open(organization, { amountMinor });
  await press(await choose(organization, payment.id, 'sandbox'), 'pay');
  await attemptIs(organization, payment.id, 'succeeded');
  return payment;
}

const actionsOf = async ({ ctx }: TestOrganization, id: string) =>
  (await ctx.db.selectFrom('audit_entry').select('action').where('subject_id', '=', id).orderBy('id').execute()).map(
    ({ action }) => action,
  );

test('one that is open for an hour is overdue: pages and health show it, and staff can poll and settle it', async () => {
  const { organization, admin, ops } = await shop();
  const viewer = await organization.as('viewer');
  const payment = await open(organization);
  await choose(organization, payment.id, 'sandbox');
  const [attempt] = await attemptsOf(organization, payment.id);
  const id = String(attempt?.id);
  const listed = await ops.get('/payment-attempts');
  expect(listed.body.data).toMatchObject([
    {
      id,
      kind: 'charge',
      state: 'waiting',
      hangs: false,
      amount: '300.00',
      provider_name: 'play money',
      may: ['poll'],
    },
  ]);
  const hanging = `/payment-attempts?filter=${encodeURIComponent('{"hanging":true}')}`;
  expect((await ops.get(hanging)).body.data).toEqual([]);
  expect(await providersHealth(app.boot)).toEqual({ state: 'up' });
  // An hour passes, longer than an idle session lasts.
  const alert_at = new Date(app.clock.now().getTime() - 1000);
  await organization.ctx.db.updateTable('payment_attempt').set({ alert_at }).where('id', '=', id).execute();
  expect((await admin.get(hanging)).body.data).toMatchObject([{ id, hangs: true, may: ['poll', 'fail'] }]);
  expect((await ops.get('/payments/counts')).body.data).toMatchObject({ attempts_hanging: 1 });
  expect(await providersHealth(app.boot)).toEqual({ state: 'degraded', detail: 'hanging' });

  expect((await viewer.get('/payment-attempts')).status).toBe(403);
  expect((await ops.post(`/payment-attempts/${id}/settle`, { outcome: 'failed', note: 'seen there' })).status).toBe(
    403,
  );
  const before = (await attemptsOf(organization, payment.id))[0]?.polls ?? 0;
  expect((await ops.post(`/payment-attempts/${id}/poll`)).status).toBe(200);
  await eventually(async () => ((await attemptsOf(organization, payment.id))[0]?.polls ?? 0) > before, 'a poll');
  expect(
    (await admin.post(`/payment-attempts/${id}/settle`, { outcome: 'succeeded', note: 'x' })).body.error.code,
  ).toBe('payments.attempt_not_by_word');
  const settled = await admin.post(`/payment-attempts/${id}/settle`, { outcome: 'failed', note: 'not in their list' });
  expect(settled.body.data).toMatchObject({ state: 'failed', reason: 'by_hand', note: 'not in their list', may: [] });
  expect((await ops.post(`/payment-attempts/${id}/poll`)).body.error.code).toBe('payments.attempt_settled');
  expect(await actionsOf(organization, id)).toEqual([
    'payments.attempt_started',
    'payments.attempt_changed',
    'payments.attempt_looked',
    'payments.attempt_changed',
  ]);
  app.clock.reset();
});

test('an attempt that its process stored but did not send is sent by the sweep; the provider gets it once', async () => {
  const { organization } = await shop();
  const payment = await open(organization);
  await choose(organization, payment.id, 'sandbox');
  let [{ id } = { id: '' }] = await attemptsOf(organization, payment.id);
  /** As the process leaves it that dies after it has stored an attempt; the provider has never heard of a new id. */
  const die = async (as: string) => {
    await organization.ctx.db
      .updateTable('payment_attempt')
      .set({ id: as, state: 'sending', provider_id: null, link: null, next_poll_at: app.clock.now() })
      .where('id', '=', id)
      .execute();
    id = as;
  };
  const known = async () => {
    const headers = { authorization: `Bearer ${playKey(app.config)}` };
    const url = `${app.config.PUBLIC_URL}/sandbox-provider/${organization.slug}/charges/${id}`;
    return (await fetch(url, { headers })).status === 200;
  };
  // The process died between sending and the answer, or between storing and sending.
  for (const as of [id, newId()]) {
    await die(as);
    await later(60_000);
    expect(await attemptIs(organization, payment.id, 'waiting')).toMatchObject({ id, link: expect.any(String) });
    expect(await known()).toBe(true);
  }
  // After five minutes nobody waits for it any more: it is not sent, and the payer can try again.
  await die(newId());
  await later(6 * 60_000);
  expect(await attemptIs(organization, payment.id, 'failed')).toMatchObject({ id, reason: 'never_arrived' });
  expect(await known()).toBe(false);
  await choose(organization, payment.id, 'sandbox');
  expect((await attemptsOf(organization, payment.id)).map(({ state }) => state)).toEqual(['failed', 'waiting']);
  app.clock.reset();
});

test('a refund at the desk goes through the provider after the commit, once even when it is sent again', async () => {
  const { organization, admin } = await shop();
  const payment = await paid(organization);
  const detail = await admin.get(`/payments/${payment.id}`);
  expect(detail.body.data).toMatchObject({ by_provider: true, attempts: [{ state: 'succeeded', fee: '6.00' }] });
  const key = { 'idempotency-key': `refund-${payment.id}` };
  const ask = () =>
    admin.post(`/payments/${payment.id}/refund`, { reason: 'one seat', amount: '100', by_provider: true }, key);
  const answers = await Promise.all([ask(), ask(), ask()]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  await attemptIs(organization, payment.id, 'succeeded');
  await eventually(async () => (await paymentOf(organization, payment.id)).refunded_minor === 10_000, 'the refund');
  expect(await attemptsOf(organization, payment.id)).toHaveLength(2);
  expect(await balances(organization)).toMatchObject({ 'income:test': -20_000 });
  const bad = await admin.post(`/payments/${payment.id}/refund`, { reason: 'x', amount: '100,5,0' });
  expect([bad.status, Object.keys(bad.body.error.fields)]).toEqual([400, ['amount']]);
  const rest = await admin.post(`/payments/${payment.id}/refund`, { reason: 'the rest, in cash', method: 'cash' });
  expect(rest.body.data).toMatchObject({ state: 'refunded', refunded: '300.00' });
  expect(await balances(organization)).toMatchObject({ 'assets:cash': -20_000 });
});

test.each([{ by_provider: true }, { method: 'cash' }])(
  'a refund sent five times at once without a key is given once, and what its sender saw binds it: %o',
  async (how) => {
    const { organization, admin } = await shop();
    const payment = await paid(organization);
    const ask = (more: object) => admin.post(`/payments/${payment.id}/refund`, { ...how, amount: '100', ...more });
    const five = (more: object) => Promise.all([1, 2, 3, 4, 5].map(() => ask(more)));
    const first = await five({ reason: 'one seat' });
    expect(first.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409]);
    expect(first.find(({ status }) => status === 409)?.body.error.code).toBe('payments.refund_repeated');
    const second = await five({ reason: 'one seat', expected_refunded: '100.00' });
    expect(second.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409]);
    const late = second.find(({ status }) => status === 409)?.body.error;
    expect(late).toMatchObject({ code: 'payments.refund_changed', message: expect.stringContaining('200.00') });
    const wrong = await ask({ reason: 'x', expected_refunded: '1,0,0' });
    expect([wrong.status, Object.keys(wrong.body.error.fields)]).toEqual([400, ['expected_refunded']]);
    await eventually(async () => (await paymentOf(organization, payment.id)).refunded_minor === 20_000, 'the refunds');
    const written = await admin.get('/audit-entries?filter={"action":"payments.refunded"}');
    expect(written.body.data).toHaveLength(2);
    // A minute later the same again is a refund of its own.
    app.clock.advance(61_000);
    expect((await ask({ reason: 'one seat' })).status).toBe(200);
    app.clock.reset();
  },
);

test('money that came without a provider is not refunded by one; a partly refunded payment was no mistake', async () => {
  const { organization, admin, ops } = await shop();
  const payment = await open(organization);
  await ops.post(`/payments/${payment.id}/mark-paid`, { method: 'cash' });
  const refused = await admin.post(`/payments/${payment.id}/refund`, { reason: 'x', by_provider: true });
  expect(refused.body.error.code).toBe('payments.not_by_provider');
  await admin.post(`/payments/${payment.id}/refund`, { reason: 'half', amount: '150' });
  const mistaken = await admin.post(`/payments/${payment.id}/refund`, { reason: 'x', mistaken: true });
  expect(mistaken.body.error.code).toBe('payments.refund_begun');
});

test('money that the module refuses keeps its attempt open, and is credited when the module accepts it', async () => {
  const { organization, calls } = await shop();
  calls.answer = refuse('payments.closed');
  const payment = await open(organization);
  await press(await choose(organization, payment.id, 'sandbox'), 'pay');
  await eventually(
    async () => (await attemptsOf(organization, payment.id))[0]?.last_error === 'payments.closed',
    'the refusal to be noted',
  );
  expect(await attemptsOf(organization, payment.id)).toMatchObject([{ state: 'waiting', received_minor: null }]);
  expect(await balances(organization)).toEqual({});
  calls.answer = { ok: true, data: {} };
  await later(120_000);
  await attemptIs(organization, payment.id, 'succeeded');
  expect(await balances(organization)).toMatchObject({ 'income:test': -30_000 });
  app.clock.reset();
});

test('a connection that breaks while crediting leaves nothing, and then it is credited once', async () => {
  const { organization, calls } = await shop();
  const payables = app.boot.services.payables as Map<string, Payable>;
  const own = payables.get(TYPE) as Payable;
  let died = 0;
  // The module has done its part; the ledger, the audit, the attempt and the event are still to come.
  payables.set(TYPE, {
    ...own,
    async verified(tx, payment) {
      const answer = await own.verified(tx, payment);
      if (payment.id === dying.id && died++ < 2)
        await sql`select pg_terminate_backend(pg_backend_pid())`.execute(tx.db);
      return answer;
    },
  });
  const dying = await open(organization);
  try {
    await press(await choose(organization, dying.id, 'sandbox'), 'pay');
    await eventually(async () => died > 0, 'the connection to die');
    expect(await balances(organization)).toEqual({});
    for (let look = 0; look < 4; look++) await later(120_000);
    await attemptIs(organization, dying.id, 'succeeded');
    expect(await balances(organization)).toMatchObject({ 'income:test': -30_000, 'assets:card': 29_400 });
    expect(await paymentOf(organization, dying.id)).toMatchObject({ state: 'verified' });
    expect(calls.verified.length).toBeGreaterThan(1);
    expect(await attemptsOf(organization, dying.id)).toHaveLength(1);
  } finally {
    payables.set(TYPE, own);
    app.clock.reset();
  }
});

test('an organization without play money is not offered it', async () => {
  const { organization } = await till({ app });
  const payment = await open(organization);
  await expect(choose(organization, payment.id, 'sandbox')).rejects.toThrow(/not set up here/);
  await expect(choose(organization, payment.id, 'nobody')).rejects.toThrow(/not set up here/);
  expect((await fetch(`${app.config.PUBLIC_URL}/pay/${'A'.repeat(59)}`)).status).toBe(404);
});

test('the health of a provider counts what it did and how long it leaves things open', async () => {
  const { organization, ops } = await shop();
  await paid(organization);
  const waiting = await open(organization);
  await choose(organization, waiting.id, 'sandbox');
  const created_at = new Date(app.clock.now().getTime() - 7_200_000);
  await organization.ctx.db
    .updateTable('payment_attempt')
    .set({ created_at })
    .where('payment_id', '=', waiting.id)
    .execute();
  expect((await ops.get('/payment-attempts/health')).body.data).toMatchObject([
    { provider: 'sandbox', asked: 2, succeeded: 1, failed: 0, open_hours: 1, open_days: 0, unknown: 0 },
  ]);
});

test('asked in a transaction, a provider gets the request after the commit, and never after a refusal', async () => {
  const { organization } = await shop();
  const payment = await open(organization);
  const charge = (tx: Ctx) => startCharge(tx, payment.id, { provider: 'sandbox' });
  await transaction(organization.ctx, async (tx) => {
    expect(await charge(tx)).toMatchObject({ ok: true, data: { state: 'sending' } });
    return refuse('payments.closed');
  });
  expect(await attemptsOf(organization, payment.id)).toEqual([]);
  await transaction(organization.ctx, charge);
  await attemptIs(organization, payment.id, 'waiting');
});

test('a module hears of each part that is given back, and of the whole once', async () => {
  const { organization, admin, calls } = await shop();
  const payment = await paid(organization);
  const refund = (amount?: string) => admin.post(`/payments/${payment.id}/refund`, { reason: 'less', amount });
  expect([(await refund('100')).status, (await refund('50')).status]).toEqual([200, 200]);
  expect(calls.refundedPart.map(([{ refundedMinor }]) => refundedMinor)).toEqual([10_000, 15_000]);
  await refund();
  expect([calls.refundedPart.length, calls.refunded.length]).toEqual([2, 1]);
});
