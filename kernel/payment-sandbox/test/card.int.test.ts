/** Paying by the sandbox: the link, the provider's page, its callbacks or their absence, and the books. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestApp, TestOrganization } from '../../../test/harness/index.ts';
import { transaction } from '../../db/index.ts';
import { paymentInstructions } from '../../payment-proofs/index.ts';
import { pollDue } from '../../payment-providers/attempts/poll-due.ts';
import { payLink, startCharge, startRefund } from '../../payment-providers/index.ts';
import {
  attemptIs,
  attemptsOf,
  balances,
  choose,
  listeningApp,
  pageOf,
  paymentOf,
  press,
  surplusOf,
} from '../../payment-providers/test/payer.ts';
import { closePayment, verifyPayment } from '../../payments/index.ts';
import { ledgerCheck } from '../../payments/ledger-check.ts';
import { open, settings, till } from '../../payments/test/factories.ts';
import { createPerson } from '../../people/index.ts';
import { openBook } from '../index.ts';

let app: TestApp;
beforeAll(async () => {
  app = await listeningApp({ PAYMENT_SANDBOX: 'true' });
});
afterAll(() => app?.close());

async function shop() {
  const made = await till({ app });
  const enabled = await made.owner.patch('/settings/sandbox', { enabled: true });
  expect(enabled.status).toBe(200);
  return made;
}

/** A payment of so much, and the sandbox's page for it. */
async function atSandbox(organization: TestOrganization, amountMinor: number) {
  const payment = await open(organization, { amountMinor });
  return { payment, page: await choose(organization, payment.id, 'sandbox') };
}

/** Advances the time and polls overdue attempts. */
async function later(ms: number) {
  app.clock.advance(ms);
  await pollDue(app.ctxFor(null, 'test'));
}

const sound = async ({ id }: TestOrganization) => expect(await ledgerCheck(app.boot.database.system, id)).toEqual([]);

test('callbacks, which nobody signs, are stored while the day’s bytes of the organization last', async () => {
  const { organization, db } = await shop();
  const call = async (reference: string) => {
    const url = `${app.config.PUBLIC_URL}/payment-callbacks/sandbox/${organization.slug}`;
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ event: `${reference} paid`, reference });
    return (await fetch(url, { method: 'POST', headers, body })).status;
  };
  expect(await call('a')).toBe(200);
  const use = db.updateTable('media_use').set({ bytes: 512 * 1024 * 1024 });
  await use.where('organization_id', '=', organization.id).where('source', '=', 'text').execute();
  expect(await call('b')).toBe(429);
  const kept = db.selectFrom('inbox_event').select('provider_id').where('organization_id', '=', organization.id);
  expect(await kept.execute()).toHaveLength(1);
});

test('the callback makes the server ask the provider, and the money is credited with its fee, once', async () => {
  const { organization, calls, db } = await shop();
  const payment = await open(organization);
  expect(await paymentInstructions(organization.ctx, payment)).toContain(payLink(organization.ctx, payment.id));
  const page = await choose(organization, payment.id, 'sandbox');
  expect(await attemptsOf(organization, payment.id)).toMatchObject([
    {
      state: 'waiting',
      provider: 'sandbox',
      account: 'sandbox',
      amount_minor: 30_000,
      link: page,
      received_minor: null,
    },
  ]);
  expect(await pageOf(organization, payment.id)).toBe('We are waiting for your payment: play money.');
  // A second press, and another tab, continue with the same attempt.
  expect(await choose(organization, payment.id, 'sandbox')).toBe(page);
  expect((await fetch(page)).status).toBe(200);
  await press(page, 'pay');
  await press(page, 'pay');
  await attemptIs(organization, payment.id, 'succeeded');
  expect(await attemptsOf(organization, payment.id)).toMatchObject([
    { received_minor: 30_000, received_currency: 'INR', received_fee_minor: 600, next_poll_at: null },
  ]);
  expect(await paymentOf(organization, payment.id)).toMatchObject({
    state: 'verified',
    method: 'card',
    decided_by_name: 'sandbox',
    owed: false,
  });
  expect(calls.verified.map(({ id }) => id)).toEqual([payment.id]);
  expect(await balances(organization)).toEqual({
    'assets:card': 29_400,
    'expenses:fees:sandbox': 600,
    'income:test': -30_000,
  });
  expect(await pageOf(organization, payment.id)).toBe('Paid. Thank you!');
  const audited = await db
    .selectFrom('audit_entry')
    .select('action')
    .where('subject_type', 'like', 'payment%')
    .execute();
  expect(audited.map(({ action }) => action).sort()).toEqual([
    'payments.attempt_changed',
    'payments.attempt_changed',
    'payments.attempt_started',
    'payments.opened',
    'payments.verified',
  ]);
  const events = await db.selectFrom('inbox_event').select(['source', 'kind', 'state']).execute();
  expect(events).toEqual([{ source: 'sandbox', kind: 'callback', state: 'processed' }]);
  await sound(organization);
});

test('a provider’s answer confirms above the two-person limit', async () => {
  const { organization, ops } = await shop();
  await settings(organization, { second_approval_above: 100 });
  const { payment, page } = await atSandbox(organization, 30_000);
  expect((await ops.post(`/payments/${payment.id}/verify`)).body.data.needs_second).toBe(true);
  await press(page, 'pay');
  await attemptIs(organization, payment.id, 'succeeded');
  expect(await paymentOf(organization, payment.id)).toMatchObject({ state: 'verified' });
});

test('its API accepts only the program: no charge, no call, no refund, and no data for others', async () => {
  const { organization } = await shop();
  const { payment } = await atSandbox(organization, 30_000);
  const [attempt] = await attemptsOf(organization, payment.id);
  const called: string[] = [];
  const stranger = createServer((request, reply) => {
    called.push(String(request.url));
    reply.end();
  }).listen(0, '127.0.0.1');
  await once(stranger, 'listening');
  const root = `${app.boot.config.PUBLIC_URL}/sandbox-provider/${organization.slug}`;
  const address = stranger.address() as AddressInfo;
  const charge = {
    reference: 'mine',
    // Calls back before it answers.
    amount_minor: 30_007,
    currency: 'INR',
    callback_url: `http://127.0.0.1:${address.port}/callback`,
    return_url: 'https://elsewhere.example/',
  };
  const ask = async (method: string, path: string, body?: object, authorization = 'Bearer 0') => {
    const headers = { authorization, 'content-type': 'application/json' };
    return (await fetch(root + path, { method, headers, ...(body && { body: JSON.stringify(body) }) })).status;
  };
  try {
    expect(await ask('POST', '/charges', charge)).toBe(401);
    expect(await ask('POST', '/charges', charge, '')).toBe(401);
    expect(await ask('POST', `/charges/${attempt?.id}/refunds`, charge)).toBe(401);
    expect(await ask('GET', `/charges/${attempt?.id}`)).toBe(401);
    expect(await ask('GET', `/refunds/${attempt?.id}`)).toBe(401);
  } finally {
    stranger.close();
  }
  expect(called).toEqual([]);
  // What it knows survives a restart.
  const kept = openBook(join(app.config.DATA_DIR, 'sandbox.jsonl')).all();
  expect(kept.filter(({ reference }) => ['mine', attempt?.id].includes(reference))).toMatchObject([
    { operator: 'card', reference: attempt?.id, state: 'open' },
  ]);
});

describe('the sandbox', () => {
  test('declines: nothing is credited, and the payer may try again', async () => {
    const { organization, calls } = await shop();
    const { payment, page } = await atSandbox(organization, 30_001);
    await press(page, 'pay');
    await attemptIs(organization, payment.id, 'failed');
    expect(await pageOf(organization, payment.id)).toBe('The payment was declined. Nothing was taken.');
    expect(await choose(organization, payment.id, 'sandbox')).not.toBe(page);
    expect([calls.verified, await balances(organization)]).toEqual([[], {}]);
  });

  test('delays: the callback comes too early, and polling finds the result', async () => {
    const { organization } = await shop();
    const { payment, page } = await atSandbox(organization, 30_002);
    await press(page, 'pay');
    await attemptIs(organization, payment.id, 'waiting');
    await later(120_000);
    await attemptIs(organization, payment.id, 'succeeded');
    expect((await attemptsOf(organization, payment.id))[0]?.polls).toBeGreaterThan(0);
  });

  test.each([
    ['never answers', 30_003],
    ['answers 500 after it took the request', 30_009],
  ])(
    '%s: unknown, no second attempt, then found',
    async (_, amount) => {
      const { organization } = await shop();
      const payment = await open(organization, { amountMinor: amount });
      const page = await choose(organization, payment.id, 'sandbox');
      expect(page).toBe(payLink(organization.ctx, payment.id));
      expect(await attemptsOf(organization, payment.id)).toMatchObject([{ state: 'unknown', provider_id: null }]);
      expect(await paymentOf(organization, payment.id)).toMatchObject({ state: 'unknown' });
      expect(await pageOf(organization, payment.id)).toMatch(/do not pay again/);
      expect(await choose(organization, payment.id, 'sandbox')).toBe(page);
      await later(60_000);
      const found = await attemptIs(organization, payment.id, 'waiting');
      expect(await paymentOf(organization, payment.id)).toMatchObject({ state: 'awaiting' });
      await press(String(found.link), 'pay');
      await attemptIs(organization, payment.id, 'succeeded');
      expect(await attemptsOf(organization, payment.id)).toHaveLength(1);
      expect(await balances(organization)).toMatchObject({ 'income:test': -amount });
    },
    30_000,
  );

  test.each([
    ['calls back three times', 30_004],
    ['calls back before the request is answered', 30_007],
    ['never calls back', 30_008],
  ])('%s: credited once', async (_, amount) => {
    const { organization, calls } = await shop();
    const { payment, page } = await atSandbox(organization, amount);
    if (page.includes('/sandbox-provider/') && amount !== 30_007) await press(page, 'pay');
    if (amount === 30_008) await later(120_000);
    await attemptIs(organization, payment.id, 'succeeded');
    await app.boot.services.inbox?.processor?.drain();
    expect(calls.verified).toHaveLength(1);
    expect(await balances(organization)).toMatchObject({ 'income:test': -amount });
    await sound(organization);
  });

  test('reports success with more: the price is credited and the rest is owed', async () => {
    const { organization } = await shop();
    const { payment, page } = await atSandbox(organization, 30_006);
    await press(page, 'pay');
    await attemptIs(organization, payment.id, 'succeeded');
    expect(await surplusOf(organization, payment.id)).toMatchObject([
      { amount_minor: 94, state: 'verified', owed: true, subject_type: 'payments.surplus', method: 'card' },
    ]);
    expect(await balances(organization)).toMatchObject({ 'income:test': -30_006, 'liabilities:refunds_due': -94 });
    await sound(organization);
  });

  test.each([
    [
      'less',
      30_005,
      'amount',
      { 'assets:card': 29_400, 'expenses:fees:sandbox': 600, 'liabilities:refunds_due': -30_000 },
    ],
    [
      'another currency',
      30_010,
      'currency',
      { 'assets:card USD': 29_410, 'expenses:fees:sandbox USD': 600, 'liabilities:refunds_due USD': -30_010 },
    ],
  ])('says success with %s: nothing is credited, all of it is owed', async (_, amount, reason, books) => {
    const { organization, calls } = await shop();
    const { payment, page } = await atSandbox(organization, amount);
    await press(page, 'pay');
    await attemptIs(organization, payment.id, 'differs');
    expect(await attemptsOf(organization, payment.id)).toMatchObject([{ reason }]);
    expect(await paymentOf(organization, payment.id)).toMatchObject({ state: 'awaiting' });
    expect(await pageOf(organization, payment.id)).toMatch(/not what was to be paid/);
    expect(calls.verified).toEqual([]);
    expect(await balances(organization)).toEqual(books);
    await sound(organization);
  });
});

test('reports another payer: owed where the payer is fixed, credited otherwise', async () => {
  const { organization } = await shop();
  const mine = await open(organization, { amountMinor: 30_011 });
  const asked = await startCharge(organization.ctx, mine.id, { provider: 'sandbox', payer: '+250788123456' });
  await press(String(asked.ok && asked.data.link), 'pay');
  expect(await attemptIs(organization, mine.id, 'differs')).toMatchObject({
    reason: 'payer',
    received_payer: 'somebody else',
  });
  const anybodys = await atSandbox(organization, 30_011);
  await press(anybodys.page, 'pay');
  await attemptIs(organization, anybodys.payment.id, 'succeeded');
  await sound(organization);
});

test('the payer is notified: too little, then the whole, then once more', async () => {
  const { organization } = await shop();
  const person = await transaction(organization.ctx, (tx) =>
    createPerson(tx, { name: 'Asha Verma', language: 'en', email: 'asha@example.org' }),
  );
  const personId = person.ok ? person.data.id : null;
  const payment = await open(organization, { amountMinor: 30_005, personId });
  await press(await choose(organization, payment.id, 'sandbox'), 'pay');
  await attemptIs(organization, payment.id, 'differs');
  expect((await verifyPayment(organization.ctx, payment.id)).ok).toBe(true);
  const second = await open(organization, { amountMinor: 30_006, personId });
  await press(await choose(organization, second.id, 'sandbox'), 'pay');
  await attemptIs(organization, second.id, 'succeeded');
  const mails = await organization.ctx.db
    .selectFrom('message')
    .where('template', '<>', 'tenancy.control_changed')
    .select('params')
    .orderBy('id')
    .execute();
  expect(mails.map(({ params }) => String((params as { text: string }).text).replace(/\s\(.*$/, ''))).toEqual([
    expect.stringMatching(/^₹300\.00 came for .{6}, but that is not what was to be paid/),
    'Your payment of ₹300.05 has arrived. Thank you!',
    'Your payment of ₹300.06 has arrived. Thank you!',
    expect.stringMatching(/^Your transfer of ₹0\.94 has arrived, but this was paid already/),
  ]);
});

test('a page on which nobody pays expires, and the payer may begin again', async () => {
  const { organization } = await shop();
  const { payment, page } = await atSandbox(organization, 30_000);
  await later(50 * 60_000);
  expect(await attemptIs(organization, payment.id, 'failed')).toMatchObject({ reason: 'expired' });
  await press(page, 'pay');
  expect(await pageOf(organization, payment.id)).toBe('The time to pay ran out. Nothing was taken.');
  expect(await choose(organization, payment.id, 'sandbox')).not.toBe(page);
  app.clock.reset();
});

test('money for a payment confirmed meanwhile is owed; money for a closed one is credited, late', async () => {
  const { organization, calls } = await shop();
  const first = await atSandbox(organization, 30_000);
  expect((await verifyPayment(organization.ctx, first.payment.id)).ok).toBe(true);
  await press(first.page, 'pay');
  await attemptIs(organization, first.payment.id, 'succeeded');
  expect(await attemptsOf(organization, first.payment.id)).toMatchObject([{ reason: 'paid_already' }]);
  expect(await surplusOf(organization, first.payment.id)).toMatchObject([{ amount_minor: 30_000, owed: true }]);

  const second = await atSandbox(organization, 20_000);
  expect((await closePayment(organization.ctx, second.payment.id, 'time ran out')).ok).toBe(true);
  await press(second.page, 'pay');
  await attemptIs(organization, second.payment.id, 'succeeded');
  expect(await paymentOf(organization, second.payment.id)).toMatchObject({ state: 'verified', late: true });
  expect(calls.verified.map(({ id, late }) => [id, late])).toContainEqual([second.payment.id, true]);
  await sound(organization);
});

test('of ten who ask for one payment at once, one attempt is made', async () => {
  const { organization } = await shop();
  const payment = await open(organization);
  const asked = await Promise.all(
    Array.from({ length: 10 }, () => startCharge(organization.ctx, payment.id, { provider: 'sandbox' })),
  );
  expect(new Set(asked.map((one) => one.ok && one.data.id)).size).toBe(1);
  expect(await attemptsOf(organization, payment.id)).toHaveLength(1);
});

describe('refunds through the provider', () => {
  test('in parts, to the last, and no more than came; the ledger records what went back', async () => {
    const { organization, calls } = await shop();
    const { payment, page } = await atSandbox(organization, 30_000);
    await press(page, 'pay');
    await attemptIs(organization, payment.id, 'succeeded');
    const part = await startRefund(organization.ctx, payment.id, { reason: 'one of three', amountMinor: 10_000 });
    expect(part).toMatchObject({ ok: true, data: { state: 'succeeded' } });
    expect(await paymentOf(organization, payment.id)).toMatchObject({ state: 'verified', refunded_minor: 10_000 });
    expect(calls.refunded).toEqual([]);
    const tooMuch = await startRefund(organization.ctx, payment.id, { reason: 'all', amountMinor: 20_001 });
    expect(tooMuch).toMatchObject({ ok: false, code: 'payments.refund_too_much', detail: { left: '200.00' } });
    // Two at once, each of the whole rest: one of them finds it reserved.
    const both = await Promise.all(['a', 'b'].map((reason) => startRefund(organization.ctx, payment.id, { reason })));
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await paymentOf(organization, payment.id)).toMatchObject({ state: 'refunded', refunded_minor: 30_000 });
    expect(calls.refunded).toHaveLength(1);
    expect(await balances(organization)).toEqual({ 'assets:card': -600, 'expenses:fees:sandbox': 600 });
    await sound(organization);
  });

  test('without an answer are unknown until polled; declined ones move nothing', async () => {
    const { organization } = await shop();
    const { payment, page } = await atSandbox(organization, 30_000);
    await press(page, 'pay');
    await attemptIs(organization, payment.id, 'succeeded');
    const lost = await startRefund(organization.ctx, payment.id, { reason: 'lost', amountMinor: 10_009 });
    expect(lost).toMatchObject({ ok: true, data: { state: 'unknown' } });
    expect(await paymentOf(organization, payment.id)).toMatchObject({ refunded_minor: 0 });
    await later(60_000);
    await attemptIs(organization, payment.id, 'succeeded');
    expect(await paymentOf(organization, payment.id)).toMatchObject({ refunded_minor: 10_009 });
    const declined = await startRefund(organization.ctx, payment.id, { reason: 'no', amountMinor: 10_001 });
    expect(declined).toMatchObject({ ok: true, data: { state: 'failed', reason: 'declined' } });
    expect(await paymentOf(organization, payment.id)).toMatchObject({ refunded_minor: 10_009, state: 'verified' });
    await sound(organization);
  });
});
