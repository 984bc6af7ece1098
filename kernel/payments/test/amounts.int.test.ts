import { expect, test } from 'vitest';
import { paymentInstructions } from '../../payment-proofs/index.ts';
import { closePayment, type Payment } from '../index.ts';
import { open, settings, submitted, till } from './factories.ts';

test('unique amounts: a hundred payments opened at once each ask for a different amount', async () => {
  const { organization } = await till();
  await settings(organization, { unique_amounts: true, unique_amount_span: 120 });
  const payments = await Promise.all(Array.from({ length: 100 }, () => open(organization)));
  expect(new Set(payments.map((p) => p.amountMinor)).size).toBe(100);
  for (const { amountMinor, baseMinor, ownAmount } of payments) {
    expect([baseMinor, ownAmount]).toEqual([30_000, true]);
    expect(amountMinor).toBeGreaterThan(30_000);
    expect(amountMinor).toBeLessThanOrEqual(30_120);
  }
});

test('when all amounts are taken the price itself is asked for, and a closed payment frees its own', async () => {
  const { organization, ops } = await till();
  await settings(organization, { unique_amounts: true, unique_amount_span: 2 });
  const [a, b] = [await open(organization), await open(organization)];
  expect([a.amountMinor, b.amountMinor].sort()).toEqual([30_001, 30_002]);
  expect(await open(organization)).toMatchObject({ amountMinor: 30_000, ownAmount: false });
  // Another currency is another matter.
  expect((await open(organization, { currency: 'USD' })).ownAmount).toBe(true);
  await closePayment(organization.ctx, a.id, 'time ran out');
  const next = await open(organization);
  expect(next.amountMinor).toBe(a.amountMinor);
  // The closed one comes back late, when another payment has its amount.
  const late = await ops.post(`/payments/${a.id}/proofs`, { caption: 'late' });
  expect(late.body.data).toMatchObject({ state: 'submitted', own_amount: false, amount_minor: a.amountMinor });
  expect((await ops.post(`/payments/${a.id}/verify`)).status).toBe(200);
});

test('without the setting the price is the amount', async () => {
  const { organization } = await till();
  expect(await open(organization)).toMatchObject({ amountMinor: 30_000, baseMinor: 30_000, ownAmount: false });
});

test('the instructions are in the reader’s language, or in the organization’s own text', async () => {
  const { organization } = await till();
  await settings(organization, { pay_to: 'kerala-arts@upi', unique_amounts: true });
  let payment = await open(organization);
  const textIn = (locale: string) => paymentInstructions({ ...organization.ctx, locale }, payment);
  const english = await textIn('en');
  for (const part of [/₹300\.\d\d/, /kerala-arts@upi/, new RegExp(payment.reference), /exactly/])
    expect(english).toMatch(part);
  expect(await textIn('hi')).toMatch(/भेजें/);
  expect(await textIn('es')).toMatch(/comprobante/);
  await settings(organization, {
    instructions: 'Send {{ amount }} for {{description}}, note {{reference}}. {{unknown}}',
  });
  // Of what is open already it stays what its payer was told.
  expect(await textIn('es')).toMatch(/kerala-arts@upi/);
  payment = await open(organization);
  expect(await textIn('es')).toBe(
    `Send ${money(payment)} for Onam raffle: 5, 12, 99, note ${payment.reference}. {{unknown}}`,
  );
});

function money({ amountMinor }: Payment): string {
  return new Intl.NumberFormat('es-IN', { style: 'currency', currency: 'INR' }).format(amountMinor / 100);
}

test('wrong settings are refused', async () => {
  const { admin } = await till();
  expect((await admin.patch('/settings/payments', { unique_amount_span: 0 })).status).toBe(422);
  expect((await admin.patch('/settings/payments', { second_approval_above: -1 })).status).toBe(422);
});

test('a payment that is confirmed frees its amount too', async () => {
  const { organization, ops } = await till();
  await settings(organization, { unique_amounts: true, unique_amount_span: 1 });
  const first = await submitted(organization, ops);
  expect((await open(organization)).ownAmount).toBe(false);
  await ops.post(`/payments/${first.id}/verify`);
  expect(await open(organization)).toMatchObject({ ownAmount: true, amountMinor: 30_001 });
});
