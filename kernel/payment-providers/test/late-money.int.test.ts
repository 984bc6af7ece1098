/** A charge that failed and brought its money later, while nobody heard the operator's one callback. */
import { expect, test } from 'vitest';
import { eventually } from '../../../test/harness/index.ts';
import { refuse } from '../../lib/result.ts';
import { denyPayment } from '../../payments/index.ts';
import { mobileMoney, type Operator, phones } from './mobile.ts';
import { attemptIs, attemptsOf, balances, paymentOf, surplusOf } from './payer.ts';

const lab = mobileMoney();
const { shop, later, sound } = lab;
const HOUR = 60 * 60_000;

/** The operator finds that the money has moved, and tells nobody. */
function correct(operator: Operator, reference: string): void {
  const charge = lab.fake.book.all().find((one) => one.operator === operator && one.message.includes(reference));
  if (!charge) throw new Error(`no charge of ${reference}`);
  lab.fake.book.put({ ...charge, state: 'paid', reason: null, settlesAt: 0 });
}

async function failedCharge(operator: Operator) {
  const made = await shop(operator);
  const { payment } = await made.ask(phones[operator]('01'));
  await attemptIs(made.organization, payment.id, 'failed');
  return { ...made, payment };
}

test.each([
  ['mtn', HOUR],
  ['airtel', HOUR],
  ['mtn', 24 * HOUR],
] as const)(
  '%s corrects itself: the charge is asked about again after %i ms and credited once',
  async (operator, when) => {
    const { organization, payment, calls, admin } = await failedCharge(operator);
    if (when > HOUR) {
      await later(HOUR + 60_000);
      await attemptPolled(organization, payment.id, 24 * HOUR);
    }
    correct(operator, payment.reference);
    await later(when === HOUR ? HOUR + 60_000 : 23 * HOUR);
    await attemptIs(organization, payment.id, 'succeeded');
    expect(calls.verified.map(({ id }) => id)).toEqual([payment.id]);
    expect(await paymentOf(organization, payment.id)).toMatchObject({ state: 'verified', owed: false });
    expect(await balances(organization)).toMatchObject({ 'income:test RWF': -1000 });
    expect(await attemptsOf(organization, payment.id)).toMatchObject([{ next_poll_at: null }]);
    // Sessions ended on the way.
    lab.app.clock.reset();
    const entries = await admin.get(
      `/audit-entries?filter={"subject_id":"${payment.id}","action":"payments.verified"}`,
    );
    expect(entries.body.data).toHaveLength(1);
    await sound(organization);
  },
);

test('whose failure stands is asked about twice and then left alone', async () => {
  const { organization, payment, calls } = await failedCharge('mtn');
  await attemptPolled(organization, payment.id, HOUR);
  await later(HOUR + 60_000);
  await attemptPolled(organization, payment.id, 24 * HOUR);
  await later(24 * HOUR);
  await attemptPolled(organization, payment.id, null);
  expect(calls.verified).toEqual([]);
});

test('an operator that is not heard after a day is asked again', async () => {
  const { organization, payment, calls } = await failedCharge('mtn');
  await later(HOUR + 60_000);
  await attemptPolled(organization, payment.id, 24 * HOUR);
  correct('mtn', payment.reference);
  lab.fake.instead = (what) => (what.includes('requesttopay/') ? { status: 503, body: {} } : undefined);
  await later(24 * HOUR);
  await attemptPolled(organization, payment.id, 31 * HOUR);
  lab.fake.instead = undefined;
  await later(7 * HOUR);
  await attemptIs(organization, payment.id, 'succeeded');
  expect(calls.verified).toHaveLength(1);
});

test('late money that the module refuses, or that was paid otherwise meanwhile, is to be given back', async () => {
  const refused = await failedCharge('mtn');
  refused.calls.answer = refuse('people.not_found');
  correct('mtn', refused.payment.reference);
  await later(HOUR + 60_000);
  expect(await attemptIs(refused.organization, refused.payment.id, 'succeeded')).toMatchObject({
    reason: 'refused_here',
  });
  expect(await surplusOf(refused.organization, refused.payment.id)).toMatchObject([
    { amount_minor: 1000, owed: true, state: 'verified' },
  ]);
  expect(await paymentOf(refused.organization, refused.payment.id)).toMatchObject({ state: 'awaiting' });
  await sound(refused.organization);

  const other = await failedCharge('mtn');
  await other.ops.post(`/payments/${other.payment.id}/mark-paid`, { method: 'cash' });
  correct('mtn', other.payment.reference);
  await later(HOUR + 60_000);
  await attemptIs(other.organization, other.payment.id, 'succeeded');
  expect(await surplusOf(other.organization, other.payment.id)).toMatchObject([{ amount_minor: 1000, owed: true }]);
  lab.app.clock.reset();
  expect((await other.ops.get('/payments/counts')).body.data).toMatchObject({ refunds_due: 1 });
  await sound(other.organization);
});

test('a charge that a person settled as failed is asked about, too', async () => {
  const { organization, ask, admin } = await shop('mtn');
  const { payment, attempt } = await ask('0788 123 456');
  await admin.post(`/payment-attempts/${attempt.id}/settle`, { outcome: 'failed', note: 'not in the portal' });
  expect(await denyPayment(organization.ctx, payment.id, { reason: 'not_received' })).toMatchObject({ ok: false });
  correct('mtn', payment.reference);
  await later(HOUR + 60_000);
  await attemptIs(organization, payment.id, 'succeeded');
  expect(await paymentOf(organization, payment.id)).toMatchObject({ state: 'verified' });
});

/** Waits until the attempt was asked and waits to be asked again so long after it failed; null: never. */
async function attemptPolled(
  organization: Parameters<typeof attemptsOf>[0],
  paymentId: string,
  afterMs: number | null,
): Promise<void> {
  await eventually(async () => {
    const attempt = (await attemptsOf(organization, paymentId)).at(-1);
    if (afterMs === null) return attempt?.next_poll_at === null;
    const [failed, next] = [attempt?.settled_at?.getTime() ?? 0, attempt?.next_poll_at?.getTime() ?? 0];
    return Math.abs(next - failed - afterMs) < 2 * 60_000 + (afterMs > 24 * HOUR ? HOUR : 0);
  }, `the attempt to be asked again after ${afterMs}`);
}
