/** Mobile money given back: by MTN in parts, by Airtel whole, each once, also when an answer is lost. */
import { expect, test } from 'vitest';
import { eventually } from '../../../test/harness/index.ts';
import { startRefund } from '../index.ts';
import { mobileMoney, type Operator, phones } from './mobile.ts';
import { attemptIs, attemptsOf, balances, paymentOf } from './payer.ts';

const lab = mobileMoney();
const { shop, later, until, sound } = lab;

async function paid(operator: Operator, amount = 1000) {
  const made = await shop(operator);
  const { payment } = await made.ask(phones[operator]('00'), amount);
  await attemptIs(made.organization, payment.id, 'succeeded');
  return { ...made, payment };
}
const refunds = () => lab.fake.book.all().filter(({ kind }) => kind === 'refund');

test('by MTN’s Disbursements: in parts, each once, also when the answer is lost', async () => {
  const { organization, payment, calls } = await paid('mtn');
  const before = refunds().length;
  for (const [amountMinor, lost] of [
    [200, false],
    // …03: no answer, …09: 500, …13: known already
    [103, true],
    [109, true],
    [113, false],
  ] as const) {
    const asked = await startRefund(organization.ctx, payment.id, { reason: 'part', amountMinor });
    expect(asked).toMatchObject({ ok: true, data: { state: lost ? 'unknown' : 'waiting' } });
    if (lost) {
      const more = await startRefund(organization.ctx, payment.id, { reason: 'more', amountMinor: 900 });
      expect(more).toMatchObject({ code: 'payments.refund_too_much' });
    }
    await until(organization, payment.id, 'succeeded');
  }
  expect(refunds()).toHaveLength(before + 4);
  expect(await paymentOf(organization, payment.id)).toMatchObject({ state: 'verified', refunded_minor: 525 });
  const declined = await startRefund(organization.ctx, payment.id, { reason: 'no', amountMinor: 101 });
  expect(declined.ok).toBe(true);
  expect(await until(organization, payment.id, 'failed')).toMatchObject({ reason: 'declined' });
  const rest = await startRefund(organization.ctx, payment.id, { reason: 'the rest' });
  expect(rest.ok).toBe(true);
  await until(organization, payment.id, 'succeeded');
  expect(await paymentOf(organization, payment.id)).toMatchObject({ state: 'refunded', refunded_minor: 1000 });
  expect(calls.refunded).toHaveLength(1);
  expect(await balances(organization)).toEqual({});
  await sound(organization);
});

test('without keys of Disbursements fail, and the money stays', async () => {
  const { organization, payment } = await paid('mtn');
  const none = { disbursement_subscription_key: null, disbursement_api_user: null, disbursement_api_key: null };
  expect((await (await organization.as('owner')).patch('/settings/mtn', none)).status).toBe(200);
  const asked = await startRefund(organization.ctx, payment.id, { reason: 'x' });
  expect(asked).toMatchObject({ ok: true, data: { state: 'failed', reason: 'refused' } });
  expect(await paymentOf(organization, payment.id)).toMatchObject({ state: 'verified', refunded_minor: 0 });
});

test('by Airtel: the whole payment, once; a part is refused', async () => {
  const { organization, payment } = await paid('airtel');
  const part = await startRefund(organization.ctx, payment.id, { reason: 'part', amountMinor: 500 });
  expect(part).toMatchObject({ ok: true, data: { state: 'failed', reason: 'refused' } });
  const both = await Promise.all(['a', 'b'].map((reason) => startRefund(organization.ctx, payment.id, { reason })));
  expect(both.filter(({ ok }) => ok)).toMatchObject([{ data: { state: 'succeeded' } }]);
  expect(await paymentOf(organization, payment.id)).toMatchObject({ state: 'refunded' });
  expect(await balances(organization)).toEqual({});
  await sound(organization);
});

test('by Airtel without an answer: unknown, never sent again, until a person who looked settles it', async () => {
  const { organization, payment, admin } = await paid('airtel');
  const before = refunds().length;
  const post = 'POST /airtel/standard/v2/payments/refund';
  lab.fake.instead = (what) => (what === post ? { status: 502, body: {} } : undefined);
  const asked = await startRefund(organization.ctx, payment.id, { reason: 'units were not delivered' });
  expect(asked).toMatchObject({ ok: true, data: { state: 'unknown' } });
  lab.fake.instead = undefined;
  await eventually(async () => {
    await later(10 * 60_000);
    return (await attemptsOf(organization, payment.id)).at(-1)?.last_error?.includes('look in its portal');
  }, 'a poll that finds nothing out');
  expect(await attemptsOf(organization, payment.id)).toMatchObject([{}, { state: 'unknown' }]);
  expect(refunds()).toHaveLength(before);
  lab.app.clock.reset();
  const id = asked.ok && asked.data.id;
  const settled = await admin.post(`/payment-attempts/${id}/settle`, { outcome: 'succeeded', note: 'seen there' });
  expect(settled.status).toBe(200);
  expect(await paymentOf(organization, payment.id)).toMatchObject({ state: 'refunded' });
  await sound(organization);
});
