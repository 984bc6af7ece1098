import { expect, test } from 'vitest';
import { newOrganization, useTestApp } from '../../../test/harness/index.ts';
import { readPdf } from '../../../test/harness/pdf.ts';
import { openExhibition, register } from '../test/factories.ts';

async function desk(settings: object = {}, fair: object = {}) {
  await useTestApp();
  const organization = await newOrganization(await useTestApp(), settings);
  const admin = await organization.as('admin');
  const exhibition = await openExhibition(admin, { tax_label: 'GST', tax_percent: '5', ...fair });
  const ops = await organization.as('ops');
  const customer = await register(ops, { phone: '+91 98765 43210' });
  const add = async (amount: string, more: object = {}) =>
    (await ops.post(`/exhibition/customers/${customer.code}/bills`, { amount, description: 'Mugs', ...more })).body
      .data;
  const snapshotOf = async (id: string) =>
    (await organization.ctx.db.selectFrom('document').select('snapshot').where('id', '=', id).executeTakeFirstOrThrow())
      .snapshot;
  const issue = (kind: string) => ops.post(`/exhibition/customers/${customer.code}/${kind}`);
  return { organization, exhibition, customer, admin, ops, db: organization.ctx.db, add, snapshotOf, issue };
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
    taxes: [{ label: 'GST', percent: '5', netMinor: 5_810, amountMinor: 290 }],
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

/** A walk-in's bill of three things, two rates and 10 % off, paid in cash. */
async function sold(place: Awaited<ReturnType<typeof desk>>, more: object = CASH) {
  const { admin, ops, exhibition } = place;
  const item = async (name: string, price: string, over: object = {}) =>
    (await admin.post('/exhibition/items', { exhibition_id: exhibition.id, name, price, ...over })).body.data.id;
  const lines = [
    { item_id: await item('Clay bowl', '75'), quantity: '2' },
    { item_id: await item('Brass lamp', '99.99', { tax_percent: '18' }) },
    { description: 'Ribbon', price: '10' },
  ];
  const off = { discount: { percent: '10' }, discount_reason: 'Last day' };
  const added = await ops.post('/exhibition/bills', { exhibition_id: exhibition.id, lines, ...off, ...more });
  expect(added.status, JSON.stringify(added.body)).toBe(201);
  return added.body.data.bill as { id: string; code: string };
}

const GSTIN = { address: 'Kathi Road 1\nFort Kochi', tax_number: 'GSTIN 32ABCDE1234F1Z5' };

test('in India a paid bill’s receipt is its tax invoice: GSTIN, place of supply, CGST and SGST by rate, rounding', async () => {
  const place = await desk();
  const { organization, ops, snapshotOf } = place;
  await (await organization.as('owner')).patch('/settings/documents', GSTIN);
  const bill = await sold(place);
  const receipt = (await ops.post(`/exhibition/bills/${bill.id}/receipts`)).body.data;
  const snapshot = await snapshotOf(receipt.id);
  expect(snapshot).toMatchObject({
    title: 'Tax invoice',
    organization: { lines: expect.arrayContaining(['Fort Kochi', 'GSTIN 32ABCDE1234F1Z5']) },
    lines: [
      { description: 'Clay bowl', ref: bill.code, quantity: '2', unitPriceMinor: 7500, discountMinor: 1500 },
      { description: 'Brass lamp', quantity: '1', amountMinor: 8999 },
      { description: 'Ribbon', amountMinor: 900 },
      { description: 'Rounding', amountMinor: 1, rounding: true },
    ],
    facts: [
      { label: 'Place of supply', value: '32 Kerala' },
      { label: 'Cash', value: '₹234.00' },
    ],
    taxes: [
      { label: 'CGST', percent: '2.5', netMinor: 13_714, amountMinor: 343 },
      { label: 'SGST', percent: '2.5', netMinor: 13_714, amountMinor: 343 },
      { label: 'CGST', percent: '9', netMinor: 7_626, amountMinor: 686 },
      { label: 'SGST', percent: '9', netMinor: 7_626, amountMinor: 687 },
    ],
    totalMinor: 23_400,
  });
  for (const paper of ['', '?paper=80mm']) {
    const { text, pages } = await readPdf((await ops.get(`/documents/${receipt.id}/pdf${paper}`)).raw);
    for (const part of [
      'Tax invoice',
      'Clay bowl',
      '75.00',
      '15.00',
      'SGST 9%',
      '76.26',
      '6.87',
      'Rounding',
      '0.01',
      '₹234.00',
    ])
      expect(text).toContain(part);
    expect(pages).toBe(1);
  }
});

test('a bill that is owed has its tax invoice before it is paid, and then a receipt; outside the state the tax is IGST', async () => {
  const place = await desk({}, { supply_state: '29' });
  const { organization, ops, snapshotOf } = place;
  await (await organization.as('owner')).patch('/settings/documents', GSTIN);
  const bill = await sold(place, {});
  const invoice = (await ops.post(`/exhibition/bills/${bill.id}/invoices`)).body.data;
  expect(await snapshotOf(invoice.id)).toMatchObject({
    title: 'Tax invoice',
    facts: [{ label: 'Place of supply', value: '29 Karnataka' }],
    taxes: [
      { label: 'IGST', percent: '5' },
      { label: 'IGST', percent: '18', amountMinor: 1_373 },
    ],
  });
  await ops.post(`/exhibition/bills/${bill.id}/payments`, CASH);
  const receipt = (await ops.post(`/exhibition/bills/${bill.id}/receipts`)).body.data;
  expect(await snapshotOf(receipt.id)).not.toHaveProperty('title');
});

test('untaxed goods of a registered seller are a bill of supply; elsewhere there is one line for a rate, or none', async () => {
  const india = await desk({}, { tax_label: null, tax_percent: null });
  await (await india.organization.as('owner')).patch('/settings/documents', GSTIN);
  const { bill } = await india.add('50', CASH);
  const supply = (await india.ops.post(`/exhibition/bills/${bill.id}/receipts`)).body.data;
  expect(await india.snapshotOf(supply.id)).toMatchObject({ title: 'Bill of supply' });
  const rwanda = await desk({ country: 'RW' }, { tax_label: 'VAT' });
  const vat = await sold(rwanda);
  const receipt = (await rwanda.ops.post(`/exhibition/bills/${vat.id}/receipts`)).body.data;
  const snapshot = await rwanda.snapshotOf(receipt.id);
  expect(snapshot).toMatchObject({
    taxes: [
      { label: 'VAT', percent: '5', netMinor: 13_714, amountMinor: 686 },
      { label: 'VAT', percent: '18', amountMinor: 1_373 },
    ],
    totalMinor: 23_399,
  });
  expect(snapshot).not.toHaveProperty('title');
});

test('a void credits the lines as they were stated, a refund in part its money and taxes; they add up', async () => {
  const place = await desk();
  const { organization, admin, ops, db } = place;
  await (await organization.as('owner')).patch('/settings/documents', GSTIN);
  const bill = await sold(place);
  await ops.post(`/exhibition/bills/${bill.id}/receipts`);
  const { payments } = (await ops.get(`/exhibition/bills/${bill.id}`)).body.data;
  await admin.post(`/payments/${payments[0].id}/refund`, { reason: 'chipped', amount: '100' });
  await admin.post(`/payments/${payments[0].id}/refund`, { reason: 'all back' });
  const other = await sold(place, {});
  await ops.post(`/exhibition/bills/${other.id}/invoices`);
  await admin.post(`/exhibition/bills/${other.id}/void`, { reason: 'typo' });
  const notes = await db
    .selectFrom('document')
    .select('snapshot')
    .where('series', '=', 'credit_note')
    .orderBy('number')
    .execute();
  expect(notes).toMatchObject([
    { snapshot: { totalMinor: 10_000, lines: [{ amountMinor: 10_000 }] } },
    { snapshot: { totalMinor: 13_400 } },
    { snapshot: { totalMinor: 23_400, lines: [{ quantity: '2' }, {}, {}, { rounding: true, amountMinor: 1 }] } },
  ]);
  const taxes = notes.map(({ snapshot }) =>
    (snapshot as { taxes: { amountMinor: number }[] }).taxes.reduce((sum, { amountMinor }) => sum + amountMinor, 0),
  );
  expect((taxes[0] ?? 0) + (taxes[1] ?? 0)).toBe(686 + 1_373);
  expect(taxes[2]).toBe(686 + 1_373);
});

test('a business has its address and GSTIN on its papers, in India a right one', async () => {
  const { organization, ops, customer, add, snapshotOf, issue, db } = await desk();
  await (await organization.as('owner')).patch('/settings/documents', GSTIN);
  const change = (patch: object) => ops.patch(`/exhibition/customers/${customer.code}`, patch);
  const mistyped = await change({ tax_number: '27AAPFU0938F1ZV' });
  expect([mistyped.status, mistyped.body.error.code, Object.keys(mistyped.body.error.fields)]).toEqual([
    400,
    'exhibition.customer.gstin',
    ['tax_number'],
  ]);
  const long = await change({ address: 'a\n'.repeat(7) });
  expect(long.body.error.code).toBe('exhibition.customer.address_long');
  const changed = await change({ tax_number: '27 aapfu0939f1zv', address: ' Malabar Stores \n\nPune 411001 ' });
  expect(changed.body.data).toMatchObject({ tax_number: '27AAPFU0939F1ZV', address: 'Malabar Stores\nPune 411001' });
  const audited = await db
    .selectFrom('audit_entry')
    .select('after')
    .where('action', '=', 'exhibition.customer.changed')
    .execute();
  expect(audited).toMatchObject([{ after: { tax_number: '27AAPFU0939F1ZV', address: 'Malabar Stores\nPune 411001' } }]);
  const { bill } = await add('50', CASH);
  const ofBill = (await ops.post(`/exhibition/bills/${bill.id}/receipts`)).body.data;
  const { code, phone, email } = changed.body.data;
  const business = ['Malabar Stores', 'Pune 411001', '27AAPFU0939F1ZV'];
  expect(await snapshotOf(ofBill.id)).toMatchObject({ party: { name: customer.name, lines: [code, ...business] } });
  const ofAll = (await issue('receipts')).body.data;
  expect(await snapshotOf(ofAll.id)).toMatchObject({ party: { lines: [code, phone, email, ...business] } });
});
