/** MTN MoMo and Airtel Money on their wire formats: each state and fault, credited once, the ledger in order. */
import { describe, expect, test } from 'vitest';
import { KEYS } from '../../../test/fakes/mobile-money.ts';
import { eventually } from '../../../test/harness/index.ts';
import { newId } from '../../lib/ids.ts';
import { open, till } from '../../payments/test/factories.ts';
import { payLink, startCharge } from '../index.ts';
import { mobileMoney, type Operator, phones } from './mobile.ts';
import { attemptIs, attemptsOf, balances, choose, pageOf, paymentOf, surplusOf } from './payer.ts';

const lab = mobileMoney();
const { shop, later, until, sound } = lab;

const persons = { mtn: '0788 123 456', airtel: '0738 123 456' };
const chargesAt = (operator: Operator, paymentReference: string) =>
  lab.fake.book.all().filter((one) => one.operator === operator && one.message.includes(paymentReference));

const SUCCEEDED = {
  state: 'succeeded',
  received_minor: 1000,
  received_currency: 'RWF',
  received_fee_minor: 0,
  next_poll_at: null,
};

describe.each(['mtn', 'airtel'] as const)('%s', (operator) => {
  const request = operator === 'mtn' ? 'POST /mtn/collection/v1_0/requesttopay' : 'POST /airtel/merchant/v2/payments/';

  test('asks the phone, which asks for a PIN; the callback makes the server ask, and the money is credited', async () => {
    const { organization, calls } = await shop(operator);
    const payment = await open(organization, { amountMinor: 1000, currency: 'RWF', description: 'Units: “café”, 5' });
    await choose(organization, payment.id, operator, persons[operator]);
    const digits = operator === 'mtn' ? '250788123456' : '250738123456';
    const [attempt] = await attemptsOf(organization, payment.id);
    expect(attempt).toMatchObject({ state: 'waiting', payer: `+${digits}`, currency: 'RWF', amount_minor: 1000 });
    expect(await pageOf(organization, payment.id)).toMatch(/asks for your PIN on the phone that ends in 456/);
    // Asked a second time, by the same phone in another writing: it is the same request.
    await choose(organization, payment.id, operator, `+${digits}`);
    expect(chargesAt(operator, payment.reference)).toHaveLength(1);
    const phone = `${lab.fake.root}/phones/${digits}`;
    const page = await (await fetch(phone)).text();
    expect(page).toMatch(/Pay RWF\s1,000\? Enter your PIN/);
    const [, transfer = ''] = /name="transfer" value="([^"]+)"/.exec(page) ?? [];
    const enter = async (pin: string) =>
      (await fetch(phone, { method: 'POST', body: new URLSearchParams({ transfer, pin, decision: 'pay' }) })).text();
    expect(await enter('0000')).toContain('Wrong PIN');
    await later(12_000);
    await attemptIs(organization, payment.id, 'waiting');
    expect(await enter('1234')).toContain('Nobody asks this phone');
    await enter('1234');
    await attemptIs(organization, payment.id, 'succeeded');
    expect(await attemptsOf(organization, payment.id)).toMatchObject([SUCCEEDED]);
    expect(calls.verified.map(({ id }) => id)).toEqual([payment.id]);
    expect(await pageOf(organization, payment.id)).toBe('Paid. Thank you!');
  });

  test('phones that decline: nothing is credited, and the payer may try again', async () => {
    const { organization, ask, calls } = await shop(operator);
    const reasons = { '01': 'declined', '15': 'no_money', '16': 'expired', '19': 'unknown_payer' };
    const asked = Object.entries(reasons).map(async ([digits, reason]) => {
      const { payment } = await ask(phones[operator](digits));
      expect(await attemptIs(organization, payment.id, 'failed')).toMatchObject({ reason, note: expect.any(String) });
      expect(await paymentOf(organization, payment.id)).toMatchObject({ state: 'awaiting' });
      expect(await pageOf(organization, payment.id)).toMatch(/Nothing was taken/);
      return payment;
    });
    const [payment] = await Promise.all(asked);
    expect([calls.verified, await balances(organization)]).toEqual([[], {}]);
    const again = { provider: operator, payer: phones[operator]('00') };
    expect((await startCharge(organization.ctx, String(payment?.id), again)).ok).toBe(true);
    await attemptIs(organization, String(payment?.id), 'succeeded');
  });

  test('whatever happens on the way, what was paid is credited, and once', async () => {
    const { organization, ask, calls } = await shop(operator);
    const ways = {
      // by itself, delayed (the callback comes too early), and charged without an answer
      '00': 'waiting',
      '02': 'waiting',
      '03': 'unknown',
      // the callback comes three times, before the answer, never
      '04': 'waiting',
      '07': 'waiting',
      '08': 'waiting',
      // charged and answered by 500, ambiguous for a while, "I had that before", an expired token
      '09': 'unknown',
      '12': 'unknown',
      '13': 'waiting',
      '14': 'waiting',
    };
    const askFrom = async ([digits, first]: [string, string]) => {
      const { payment, attempt } = await ask(phones[operator](digits));
      // The callback may have been quicker.
      expect([first, 'succeeded'], digits).toContain(attempt.state);
      return { digits, payment, attempt };
    };
    const others = await Promise.all(
      Object.entries(ways)
        .filter(([digits]) => digits !== '12')
        .map(askFrom),
    );
    // By itself, since it is ambiguous for half a minute only.
    const ambiguous = await askFrom(['12', ways['12']]);
    const all = [...others, ambiguous];
    const { payment, attempt } = ambiguous;
    expect(await paymentOf(organization, payment.id)).toMatchObject({ state: 'unknown' });
    expect(await pageOf(organization, payment.id)).toMatch(/do not pay again/);
    // Whoever asks again meanwhile gets the same attempt, from the same phone only.
    const again = (digits: string) =>
      startCharge(organization.ctx, payment.id, { provider: operator, payer: phones[operator](digits) });
    expect(await again('12')).toMatchObject({ data: { id: attempt.id } });
    expect(await again('00')).toMatchObject({ code: 'payments.attempt_open' });
    for (const one of all) await until(organization, one.payment.id, 'succeeded');
    await lab.app.boot.services.inbox?.processor?.drain();
    for (const one of all) {
      expect(await attemptsOf(organization, one.payment.id)).toMatchObject([SUCCEEDED]);
      expect(await paymentOf(organization, one.payment.id)).toMatchObject({
        state: 'verified',
        method: 'mobile_money',
      });
      expect(await surplusOf(organization, one.payment.id)).toEqual([]);
      expect(chargesAt(operator, one.payment.reference)).toHaveLength(1);
    }
    expect(calls.verified).toHaveLength(all.length);
    const sum = 1000 * all.length;
    expect(await balances(organization)).toEqual({ 'assets:mobile_money RWF': sum, 'income:test RWF': -sum });
    await sound(organization);
  });

  test('success with another amount, currency or payer is owed, not credited', async () => {
    const { organization, ask, calls } = await shop(operator);
    const ways = { '05': 'amount', '10': 'currency', '11': 'payer' };
    const asked = Object.entries(ways).map(async ([digits, reason]) => {
      const { payment } = await ask(phones[operator](digits));
      await until(organization, payment.id, 'differs');
      expect(await attemptsOf(organization, payment.id)).toMatchObject([{ reason }]);
      expect(await surplusOf(organization, payment.id)).toMatchObject([{ owed: true, method: 'mobile_money' }]);
    });
    await Promise.all(asked);
    expect(calls.verified).toEqual([]);
    expect(await balances(organization)).toEqual({
      'assets:mobile_money RWF': 1995,
      'liabilities:refunds_due RWF': -1995,
      'assets:mobile_money USD': 1000,
      'liabilities:refunds_due USD': -1000,
    });
    await sound(organization);
  });

  test('a request that got lost, or was turned away, is unknown; after five minutes it never arrived', async () => {
    const { organization, ask } = await shop(operator);
    const lost = await ask(phones[operator]('17'));
    expect(lost.attempt.state).toBe('unknown');
    for (const status of [429, 500, 503]) {
      lab.fake.instead = (what) => (what.includes('/token') ? undefined : { status, body: {} });
      const { payment, attempt } = await ask(phones[operator]('00'));
      expect(attempt.state).toBe('unknown');
      // Its answer to a query is no better.
      await later(60_000);
      await eventually(async () => (await attemptsOf(organization, payment.id))[0]?.polls, 'a poll');
      expect(await attemptsOf(organization, payment.id)).toMatchObject([{ state: 'unknown' }]);
    }
    lab.fake.instead = undefined;
    expect(await until(organization, lost.payment.id, 'failed')).toMatchObject({ reason: 'never_arrived' });
    expect(await balances(organization)).toEqual({});
  });

  test('a PIN that nobody enters expires; what stays pending is listed by its age', async () => {
    const { organization, ask, db, ops } = await shop(operator);
    const pending = await ask(phones[operator]('18'));
    const ignored = await ask(persons[operator]);
    await later(4 * 60_000);
    expect((await attemptsOf(organization, ignored.payment.id))[0]?.state).toBe('waiting');
    expect(await until(organization, ignored.payment.id, 'failed')).toMatchObject({ reason: 'expired' });
    lab.app.clock.reset();
    const alert_at = new Date(lab.app.clock.now().getTime() - 1000);
    await db.updateTable('payment_attempt').set({ alert_at }).where('id', '=', pending.attempt.id).execute();
    const hanging = await ops.get(`/payment-attempts?filter=${encodeURIComponent('{"hanging":true}')}`);
    expect(hanging.body.data).toMatchObject([{ id: pending.attempt.id, hangs: true, state: 'waiting' }]);
  });

  test('a callback proves nothing, is dropped when it names no attempt of ours, and is heard after a failure', async () => {
    const { organization, ask, db } = await shop(operator);
    const { payment, attempt } = await ask(persons[operator]);
    const id = operator === 'mtn' ? attempt.id : attempt.id.replaceAll('-', '');
    const said = (of: string, status: string) =>
      operator === 'mtn' ? { externalId: of, status } : { transaction: { id: of, status_code: status } };
    const done = operator === 'mtn' ? 'SUCCESSFUL' : 'TS';
    const url = `${lab.app.config.PUBLIC_URL}/payment-callbacks/${operator}/${organization.slug}`;
    const call = async (body: unknown, method = 'POST', to = url) => {
      const init: RequestInit = { method, body: typeof body === 'string' ? body : JSON.stringify(body) };
      return (await fetch(to, init)).status;
    };
    const strange = [
      '',
      'nonsense',
      'null',
      '[]',
      '{"transaction":7}',
      said('00000000-0000-7000-8000-000000000000', done),
    ];
    for (const body of strange) expect(await call(body)).toBe(200);
    expect(await db.selectFrom('inbox_event').select('id').execute()).toEqual([]);
    // Somebody who knows the id says that it is paid, in several ways.
    const forged = [said(id, done), said(id, `${done} `), said(id, 'X'), said(id, 'Y'), said(id, done)];
    for (const [i, body] of forged.entries()) expect(await call(body, i % 2 ? 'PUT' : 'POST')).toBe(200);
    await eventually(async () => ((await attemptsOf(organization, payment.id))[0]?.polls ?? 0) > 0, 'a poll');
    expect(await db.selectFrom('inbox_event').select('id').execute()).toHaveLength(2);
    await attemptIs(organization, payment.id, 'waiting');
    expect(await paymentOf(organization, payment.id)).toMatchObject({ state: 'awaiting' });
    // The operator says that it failed, and corrects itself.
    const stored = lab.fake.book.all().find(({ externalId }) => externalId === id);
    lab.fake.book.put({ ...(stored as NonNullable<typeof stored>), state: 'failed', reason: 'declined' });
    await until(organization, payment.id, 'failed');
    lab.fake.book.put({ ...(stored as NonNullable<typeof stored>), state: 'paid' });
    await db.deleteFrom('inbox_event_key').execute();
    expect(await call(said(id, done), 'POST', url.replace('payment-callbacks', 'webhooks'))).toBe(200);
    await attemptIs(organization, payment.id, 'succeeded');
    await sound(organization);
  });

  test('a token is fetched once for many requests, and anew when it has expired', async () => {
    const { organization, ask } = await shop(operator);
    const { payment } = await ask(phones[operator]('00'));
    await attemptIs(organization, payment.id, 'succeeded');
    const tokens = () => lab.fake.asked.filter((what) => what.includes('/token')).length;
    const before = tokens();
    const many = await Promise.all(Array.from({ length: 8 }, () => ask(phones[operator]('00'))));
    for (const one of many) await attemptIs(organization, one.payment.id, 'succeeded');
    expect(tokens() - before).toBe(0);
    await later(2 * 60 * 60_000);
    const next = await ask(phones[operator]('00'));
    await attemptIs(organization, next.payment.id, 'succeeded');
    expect(tokens() - before).toBe(1);
  });

  test('without a token nothing was asked: it failed, and no money moved', async () => {
    const { organization, owner, ask } = await shop(operator);
    const wrong = operator === 'mtn' ? { api_key: 'wrong' } : { client_secret: 'wrong' };
    expect((await owner.patch(`/settings/${operator}`, wrong)).status).toBe(200);
    const before = lab.fake.asked.filter((what) => what === request).length;
    const { payment } = await ask(phones[operator]('00'));
    expect(await attemptsOf(organization, payment.id)).toMatchObject([
      { state: 'failed', reason: 'unreachable', note: expect.stringMatching(/no access token.*401/) },
    ]);
    expect(lab.fake.asked.filter((what) => what === request)).toHaveLength(before);
  });

  test('phone numbers: any writing of the country, no other country, not blank, not too often', async () => {
    const { organization, db } = await shop(operator);
    const payment = await open(organization, { amountMinor: 1000, currency: 'RWF' });
    const refused = async (payer: string) => {
      const charge = await startCharge(organization.ctx, payment.id, { provider: operator, payer });
      return charge.ok ? null : [charge.code, charge.fields?.payer];
    };
    expect(await refused('  ')).toEqual(['payments.payer_blank', 'payments.payer_blank']);
    expect(await refused('12')).toEqual(['people.phone_malformed', 'people.phone_malformed']);
    expect(await refused('+91 98765 43210')).toEqual(['payments.payer_country', 'payments.payer_country']);
    const link = payLink(organization.ctx, payment.id);
    const page = await fetch(link, {
      method: 'POST',
      headers: { 'accept-language': 'en' },
      body: new URLSearchParams({ provider: operator, payer: '+91 98765 43210' }),
    });
    const text = await page.text();
    expect(text).toContain('This way to pay takes phone numbers of Rwanda only.');
    expect(text).toContain('name="payer"');
    expect(await attemptsOf(organization, payment.id)).toEqual([]);
    expect(await refused(phones[operator]('01'))).toBeNull();
    const failed = await attemptIs(organization, payment.id, 'failed');
    const nine = Array.from({ length: 9 }, () => ({ ...failed, id: newId(), provider_id: null }));
    await db.insertInto('payment_attempt').values(nine).execute();
    expect(await refused(phones[operator]('01'))).toEqual(['payments.too_often', undefined]);
    const dollars = await open(organization, { amountMinor: 1000, currency: 'USD' });
    const charge = { provider: operator, payer: phones[operator]('00') };
    expect(await startCharge(organization.ctx, dollars.id, charge)).toMatchObject({
      code: 'payments.currency_not_taken',
    });
  });
});

test('keys are encrypted, complete or refused, and gone when their user changes', async () => {
  const { owner, organization } = await till({ app: lab.app });
  const half = await owner.patch('/settings/mtn', { subscription_key: 'k' });
  expect(half.body.error.fields).toEqual({ api_user: expect.any(String), api_key: expect.any(String) });
  expect((await owner.patch('/settings/airtel', { client_id: 'x' })).body.error.fields).toHaveProperty('client_secret');
  for (const operator of ['mtn', 'airtel'] as const)
    expect((await owner.patch(`/settings/${operator}`, KEYS[operator])).status).toBe(200);
  expect((await owner.patch('/settings/mtn', { api_user: 'another' })).body.error.fields).toHaveProperty('api_key');
  const stored = await organization.ctx.db.selectFrom('setting').select('values').execute();
  expect(JSON.stringify(stored)).not.toContain(KEYS.mtn.api_key);
});
