import { expect, test } from 'vitest';
import { newOrganization, useTestApp } from '../../../test/harness/index.ts';
import { readPdf } from '../../../test/harness/pdf.ts';
import { openExhibition, register } from '../test/factories.ts';

async function desk() {
  await useTestApp();
  const organization = await newOrganization(await useTestApp());
  const admin = await organization.as('admin');
  await openExhibition(admin, { tax_label: 'GST', tax_percent: '5' });
  const ops = await organization.as('ops');
  const customer = await register(ops);
  const add = async (amount: string, more: object = {}) =>
    (await ops.post(`/exhibition/customers/${customer.code}/bills`, { amount, description: 'Mugs', ...more })).body
      .data;
  const snapshotOf = async (id: string) =>
    (await organization.ctx.db.selectFrom('document').select('snapshot').where('id', '=', id).executeTakeFirstOrThrow())
      .snapshot;
  const issue = (kind: string) => ops.post(`/exhibition/customers/${customer.code}/${kind}`);
  return { admin, ops, db: organization.ctx.db, add, snapshotOf, issue };
}

const CASH = { pay: [{ method: 'cash' }] };

test('a receipt lists money that was received and how it came, an invoice what is owed', async () => {
  const { ops, add, snapshotOf, issue } = await desk();
  expect((await issue('receipts')).body.error.code).toBe('exhibition.document.nothing_to_bill');
  const open = (await add('105')).bill;
  const early = await issue('receipts');
  expect([early.status, early.body.error.code]).toEqual([409, 'exhibition.document.nothing_paid']);
  await ops.post(`/exhibition/bills/${open.id}/payments`, { pay: [{ method: 'card', given: '40' }], part: true });
  const paid = (await add('21', CASH)).bill;
  const receipt = (await issue('receipts')).body.data;
  expect(receipt.total).toBe('61.00');
  expect(await snapshotOf(receipt.id)).toMatchObject({
    lines: [
      { description: `${open.code} Mugs (part of ₹105.00)`, amountMinor: 4_000 },
      { description: `${paid.code} Mugs`, amountMinor: 2_100 },
    ],
    facts: [
      { label: 'Card', value: '₹40.00' },
      { label: 'Cash', value: '₹21.00' },
    ],
    tax: { label: 'GST', amountMinor: 290 },
  });
  const { text } = await readPdf((await ops.get(`/documents/${receipt.id}/pdf`)).raw);
  for (const part of ['Received from', 'Card', '40.00', paid.code]) expect(text).toContain(part);
  const invoice = (await issue('invoices')).body.data;
  expect(await snapshotOf(invoice.id)).toMatchObject({ lines: [{ amountMinor: 6_500 }], totalMinor: 6_500 });
  await ops.post(`/exhibition/bills/${open.id}/payments`, CASH);
  expect((await issue('invoices')).body.error.code).toBe('exhibition.document.nothing_owed');
});

test('a refund credits the receipt once, by what went back, and names the payment', async () => {
  const { ops, admin, db, add, issue } = await desk();
  const { taken } = await add('100', CASH);
  const receipt = (await issue('receipts')).body.data;
  const [payment] = taken.payments;
  const refund = (amount: string) =>
    admin.post(`/payments/${payment.id}/refund`, { reason: `broken ${amount}`, amount });
  await refund('30');
  await refund('70');
  const notes = await db
    .selectFrom('document')
    .select(['snapshot', 'corrects_id'])
    .where('series', '=', 'credit_note')
    .orderBy('number')
    .execute();
  expect(notes).toMatchObject([
    {
      corrects_id: receipt.id,
      snapshot: { totalMinor: 3_000, footer: `Refund of payment ${payment.reference}: broken 30` },
    },
    { corrects_id: receipt.id, snapshot: { totalMinor: 7_000 } },
  ]);
  const voided = await admin.post(`/exhibition/bills/${(await ops.get('/exhibition/bills')).body.data[0].id}/void`, {
    reason: 'gone',
  });
  // Everything on the receipt was credited before.
  expect(voided.body.data.credit_notes).toEqual([]);
});

test('somebody who is not registered gets a receipt of the bill', async () => {
  const { ops, snapshotOf } = await desk();
  const added = await ops.post('/exhibition/bills', { amount: '50', description: 'Tea', ...CASH });
  expect(added.body.data).toMatchObject({ customer: null, bill: { state: 'paid', customer: null } });
  const { bill } = added.body.data;
  const receipt = await ops.post(`/exhibition/bills/${bill.id}/receipts`);
  expect(receipt.status).toBe(201);
  expect((await ops.post(`/exhibition/bills/${bill.id}/receipts`)).body.data.number).toBe(receipt.body.data.number);
  expect(await snapshotOf(receipt.body.data.id)).toMatchObject({
    party: { name: 'Cash customer', lines: [] },
    lines: [{ description: `${bill.code} Tea`, amountMinor: 5_000 }],
  });
});
