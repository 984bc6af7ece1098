import { expect, test } from 'vitest';
import { orgOf } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { verifyLedger } from '../../../kernel/ledger/index.ts';
import { ok } from '../../../kernel/lib/result.ts';
import { type Caller, newOrganization, useTestApp } from '../../../test/harness/index.ts';
import { seed } from '../seed.ts';
import { openExhibition, register } from '../test/factories.ts';

async function desk() {
  const app = await useTestApp();
  const organization = await newOrganization(app);
  const admin = await organization.as('admin');
  const exhibition = await openExhibition(admin);
  const ops = await organization.as('ops');
  const { db } = organization.ctx;
  return {
    admin,
    ops,
    other: await organization.as('ops'),
    organization,
    exhibition,
    db,
    customer: await register(ops),
    /** The sum of an account's lines. */
    async balance(account: string) {
      const lines = await db.selectFrom('ledger_line').select('amount_minor').where('account', '=', account).execute();
      return lines.reduce((sum, { amount_minor }) => sum + amount_minor, 0);
    },
    row: (id: string) =>
      db
        .selectFrom('exhibition_bill')
        .select(['state', 'paid_minor', 'refunded_minor'])
        .where('id', '=', id)
        .executeTakeFirstOrThrow(),
    audited: (action: string) =>
      db.selectFrom('audit_entry').selectAll().where('action', '=', action).orderBy('id').execute(),
    /** Every entry, bill and customer agrees. */
    async agrees() {
      const { system } = app.boot.database;
      const report = await verifyLedger(system, orgOf(organization.ctx), app.boot.services.ledgerChecks);
      expect(report.faults).toEqual([]);
    },
  };
}

async function billOf(caller: Caller, code: string, amount: string, more: object = {}) {
  const added = await caller.post(`/exhibition/customers/${code}/bills`, { amount, description: 'Mugs', ...more });
  expect(added.status).toBe(201);
  return added.body.data;
}
const pay = (caller: Caller, id: string, body: object) => caller.post(`/exhibition/bills/${id}/payments`, body);
const cash = (given?: string) => ({ pay: [{ method: 'cash', ...(given && { given }) }] });

test('one request adds a bill and takes its cash: reply, row, payment, entry and audit agree', async () => {
  const { ops, db, customer, balance, row, audited, agrees } = await desk();
  const key = { 'idempotency-key': 'till-1' };
  const body = { amount: '120.00', description: 'Mugs', ...cash('500') };
  const added = await ops.post(`/exhibition/customers/${customer.code}/bills`, body, key);
  expect(added.status).toBe(201);
  const { bill, taken } = added.body.data;
  expect(bill).toMatchObject({ state: 'paid', paid: '120.00', due: '0.00', refunded: '0.00' });
  expect(bill.code).toMatch(/^[2-9A-HJKMNP-Z]{6}$/);
  expect(taken).toMatchObject({
    change: '380.00',
    change_minor: 38_000,
    payments: [{ method: 'cash', amount: '120.00', state: 'verified' }],
  });
  expect(added.body.data.customer).toMatchObject({ total: '120.00', due: '0.00', bill_count: 1 });
  expect((await ops.post(`/exhibition/customers/${customer.code}/bills`, body, key)).body).toEqual(added.body);
  expect(await row(bill.id)).toEqual({ state: 'paid', paid_minor: 12_000, refunded_minor: 0 });
  expect(await db.selectFrom('payment').select(['subject_id', 'amount_minor', 'state']).execute()).toEqual([
    { subject_id: bill.id, amount_minor: 12_000, state: 'verified' },
  ]);
  expect([await balance('assets:cash'), await balance('income:exhibition')]).toEqual([12_000, -12_000]);
  expect(await audited('exhibition.bill.paid')).toMatchObject([
    { subject_id: bill.id, actor_id: ops.userId, after: { amount: '120.00', currency: 'INR', method: 'cash' } },
  ]);
  await agrees();
});

test('a bill without its money stays open, and is paid later in parts, by card, transfer and cash', async () => {
  const { ops, db, customer, balance, row, agrees } = await desk();
  const { bill } = await billOf(ops, customer.code, '100');
  expect(bill).toMatchObject({ state: 'open', due: '100.00' });
  const part = await pay(ops, bill.id, { pay: [{ method: 'card', given: '30', reference: 'T-1' }], part: true });
  expect(part.body.data.bill).toMatchObject({ state: 'part_paid', paid: '30.00', due: '70.00' });
  const rest = {
    pay: [
      { method: 'transfer', given: '20' },
      { method: 'cash', given: '100' },
    ],
  };
  const paid = await pay(ops, bill.id, rest);
  expect(paid.body.data).toMatchObject({
    bill: { state: 'paid', due: '0.00' },
    customer: { due: '0.00' },
    taken: { change: '50.00', payments: [{ method: 'proof' }, { method: 'cash', amount: '50.00' }] },
  });
  expect(await Promise.all(['assets:card', 'assets:bank', 'assets:cash'].map(balance))).toEqual([3_000, 2_000, 5_000]);
  const shown = (await ops.get(`/exhibition/bills/${bill.id}`)).body.data;
  expect(shown.payments).toMatchObject([
    { method: 'card', amount: '30.00', by: 'Test ops' },
    { method: 'proof', amount: '20.00' },
    { method: 'cash', amount: '50.00' },
  ]);
  expect(await db.selectFrom('payment').select('transaction_reference').where('method', '=', 'card').execute()).toEqual(
    [{ transaction_reference: 'T-1' }],
  );
  expect(await row(bill.id)).toMatchObject({ state: 'paid', paid_minor: 10_000 });
  await agrees();
});

test.each([
  ['less than is due', [{ method: 'cash', given: '99.99' }], 409, 'given_less'],
  ['more by card', [{ method: 'card', given: '100.01' }], 409, 'given_more'],
  ['nothing', [{ method: 'cash', given: '0' }], 400, 'amount_zero'],
  ['no amount', [{ method: 'cash', given: 'five' }], 400, 'amount_malformed'],
])('%s is refused at its field, and nothing is written', async (_, given, status, code) => {
  const { ops, db, customer, row } = await desk();
  const { bill } = await billOf(ops, customer.code, '100');
  const refused = await pay(ops, bill.id, { pay: given });
  expect([refused.status, refused.body.error.code]).toEqual([status, `exhibition.bill.${code}`]);
  expect(refused.body.error.fields.given).toMatch(/\w{3}/);
  const together = await ops.post(`/exhibition/customers/${customer.code}/bills`, { amount: '100', pay: given });
  expect(together.body.error.code).toBe(`exhibition.bill.${code}`);
  expect(await row(bill.id)).toEqual({ state: 'open', paid_minor: 0, refunded_minor: 0 });
  expect(await db.selectFrom('exhibition_bill').select('id').execute()).toHaveLength(1);
  expect(await db.selectFrom('payment').select('id').execute()).toEqual([]);
});

test('of cashiers who take the same bill’s money at once, one does', async () => {
  const { ops, other, admin, customer, balance, agrees } = await desk();
  const { bill } = await billOf(ops, customer.code, '100');
  const answers = await Promise.all([ops, other, admin, ops].map((who) => pay(who, bill.id, cash('200'))));
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
  const refused = answers.find(({ status }) => status === 409);
  expect(refused?.body.error.code).toBe('exhibition.bill.already_paid');
  expect(await balance('assets:cash')).toBe(10_000);
  await agrees();
});

test('a link that is paid while cash is taken: what nobody owed is to be given back', async () => {
  const { ops, other, admin, db, customer, balance, row, agrees } = await desk();
  const { bill } = await billOf(ops, customer.code, '100');
  const link = (await ops.post(`/exhibition/bills/${bill.id}/link`)).body.data;
  expect((await other.post(`/exhibition/bills/${bill.id}/link`)).body.data).toEqual(link);
  // A part is taken in cash; the phone still shows the QR code of all.
  await pay(ops, bill.id, { ...cash('40'), part: true });
  const [seen, taken] = await Promise.all([
    other.post(`/payments/${link.payment_id}/mark-paid`, { method: 'transfer', transaction_reference: 'UPI 123456' }),
    pay(ops, bill.id, { ...cash('10'), part: true }),
  ]);
  expect([seen.status, [201, 409].includes(taken.status)]).toEqual([200, true]);
  const cashMinor = taken.status === 201 ? 5_000 : 4_000;
  expect(await row(bill.id)).toEqual({ state: 'paid', paid_minor: 10_000, refunded_minor: 0 });
  expect(await balance('assets:cash')).toBe(cashMinor);
  expect(await balance('assets:bank')).toBe(10_000);
  expect(await balance('income:exhibition')).toBe(-10_000);
  expect(await balance('liabilities:refunds_due')).toBe(-cashMinor);
  const owed = (await ops.get(`/payments?filter=${encodeURIComponent('{"owed":true}')}`)).body.data;
  expect(owed).toMatchObject([{ amount_minor: cashMinor, subject: { type: 'payments.surplus', id: link.payment_id } }]);
  expect((await admin.post(`/payments/${owed[0].id}/refund`, { reason: 'paid twice' })).status).toBe(200);
  expect(await balance('liabilities:refunds_due')).toBe(0);
  expect(await db.selectFrom('payment').select('id').where('state', '=', 'awaiting').execute()).toEqual([]);
  await agrees();
});

test('a link of a bill that is paid in cash is closed; money that comes all the same is owed', async () => {
  const { ops, admin, customer, db, row, balance, agrees } = await desk();
  const { bill } = await billOf(ops, customer.code, '100');
  const link = (await ops.post(`/exhibition/bills/${bill.id}/link`)).body.data;
  await pay(ops, bill.id, cash());
  const payment = () =>
    db.selectFrom('payment').select(['state', 'owed']).where('id', '=', link.payment_id).executeTakeFirstOrThrow();
  expect((await payment()).state).toBe('expired');
  expect((await ops.post(`/exhibition/bills/${bill.id}/link`)).body.error.code).toBe('exhibition.bill.already_paid');
  await ops.post(`/payments/${link.payment_id}/proofs`, { transaction_reference: '987654321' });
  expect((await admin.post(`/payments/${link.payment_id}/verify`, {})).status).toBe(200);
  expect(await payment()).toEqual({ state: 'verified', owed: true });
  expect(await row(bill.id)).toEqual({ state: 'paid', paid_minor: 10_000, refunded_minor: 0 });
  expect(await balance('liabilities:refunds_due')).toBe(-10_000);
  await agrees();
});

test('a refund in part and in whole moves the bill; a part payment that goes back is due again', async () => {
  const { ops, admin, customer, row, balance, audited, agrees } = await desk();
  const { bill, taken } = await billOf(ops, customer.code, '100', cash());
  const [payment] = taken.payments;
  const refund = (body: object) => admin.post(`/payments/${payment.id}/refund`, { reason: 'broken', ...body });
  await refund({ amount: '30' });
  expect(await row(bill.id)).toEqual({ state: 'paid', paid_minor: 10_000, refunded_minor: 3_000 });
  // Two at once who both saw 30.00 given back: one gives the rest back.
  const both = await Promise.all([1, 2].map(() => refund({ expected_refunded: '30.00' })));
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
  expect(await row(bill.id)).toEqual({ state: 'refunded', paid_minor: 10_000, refunded_minor: 10_000 });
  expect(await balance('assets:cash')).toBe(0);
  expect(await audited('exhibition.bill.refunded')).toMatchObject([
    { note: 'broken', after: { amount: '30.00', refunded_minor: 3_000 } },
    { note: 'broken', after: { amount: '70.00', refunded_minor: 10_000 } },
  ]);

  const second = (await billOf(ops, customer.code, '100')).bill;
  const part = (await pay(ops, second.id, { ...cash('60'), part: true })).body.data.taken.payments[0];
  await admin.post(`/payments/${part.id}/refund`, { reason: 'changed their mind' });
  expect(await row(second.id)).toEqual({ state: 'open', paid_minor: 0, refunded_minor: 0 });
  const third = await billOf(ops, customer.code, '50', cash());
  await admin.post(`/payments/${third.taken.payments[0].id}/refund`, { reason: 'wrong key', mistaken: true });
  expect(await row(third.bill.id)).toEqual({ state: 'open', paid_minor: 0, refunded_minor: 0 });
  expect(await audited('exhibition.bill.unpaid')).toHaveLength(1);
  expect((await ops.get(`/exhibition/customers/${customer.code}`)).body.data).toMatchObject({ due: '150.00' });
  await agrees();
});

test('a bill with money in it is voided only together with giving the money back', async () => {
  const { ops, customer, row, balance, agrees } = await desk();
  const { bill } = await billOf(ops, customer.code, '100', cash('200'));
  const refused = await ops.post(`/exhibition/bills/${bill.id}/void`, { reason: 'typo' });
  expect([refused.status, refused.body.error.code]).toEqual([409, 'exhibition.bill.has_money']);
  expect(refused.body.error.message).toContain('100.00 INR');
  const voided = await ops.post(`/exhibition/bills/${bill.id}/void`, { reason: 'typo', refund: true });
  expect(voided.body.data).toMatchObject({
    bill: { state: 'void', refunded: '100.00', due: '0.00' },
    customer: { total: '0.00', due: '0.00', bill_count: 0 },
  });
  expect(await row(bill.id)).toEqual({ state: 'void', paid_minor: 10_000, refunded_minor: 10_000 });
  expect(await balance('assets:cash')).toBe(0);
  expect((await pay(ops, bill.id, cash())).body.error.code).toBe('exhibition.bill.already_void');
  await agrees();
});

test('voiding against paying: a bill is void or paid, never both', async () => {
  const { ops, admin, customer, row, balance, agrees } = await desk();
  for (let round = 0; round < 4; round++) {
    const { bill } = await billOf(ops, customer.code, '10');
    const [paid, voided] = await Promise.all([
      pay(ops, bill.id, cash()),
      admin.post(`/exhibition/bills/${bill.id}/void`, { reason: 'typo' }),
    ]);
    const { state } = await row(bill.id);
    expect([paid.status, voided.status, state]).toEqual(state === 'paid' ? [201, 409, 'paid'] : [409, 200, 'void']);
  }
  expect(await balance('assets:cash')).toBe(-(await balance('income:exhibition')));
  await agrees();
});

test('behind the application no bill is void with money in it, or paid beyond its amount', async () => {
  const { ops, customer, db } = await desk();
  const { bill } = await billOf(ops, customer.code, '10', cash());
  const change = (set: object) => db.updateTable('exhibition_bill').set(set).where('id', '=', bill.id).execute();
  await expect(change({ voided_at: new Date(), void_reason: 'x' })).rejects.toThrow('give the money back first');
  await expect(change({ paid_minor: 1_001 })).rejects.toThrow('check');
});

test('states filter the list, sum it and stand in the export', async () => {
  const { ops, admin, customer } = await desk();
  const open = (await billOf(ops, customer.code, '10')).bill;
  const paid = (await billOf(ops, customer.code, '20', cash())).bill;
  const part = (await billOf(ops, customer.code, '30')).bill;
  await pay(ops, part.id, { ...cash('10'), part: true });
  const back = await billOf(ops, customer.code, '40', cash());
  await admin.post(`/payments/${back.taken.payments[0].id}/refund`, { reason: 'x' });
  const gone = (await billOf(ops, customer.code, '50')).bill;
  await admin.post(`/exhibition/bills/${gone.id}/void`, { reason: 'x' });
  const ids = { open: open.id, paid: paid.id, part_paid: part.id, refunded: back.bill.id, void: gone.id };
  for (const [state, id] of Object.entries(ids)) {
    const listed = await ops.get(`/exhibition/bills?filter=${encodeURIComponent(JSON.stringify({ state }))}`);
    expect(listed.body.data).toMatchObject([{ id, state }]);
  }
  expect((await ops.get(`/exhibition/bills?search=${paid.code.toLowerCase()}`)).body.data).toMatchObject([
    { id: paid.id },
  ]);
  expect((await ops.get('/exhibition/bills/sums')).body.data).toMatchObject([
    { count: 4, total: '100.00', paid: '70.00', refunded: '40.00', due: '30.00', voided: 1 },
  ]);
});

test('above the limit a second person confirms, and nobody takes the money again meanwhile', async () => {
  const { ops, other, organization, customer, row, agrees } = await desk();
  const owner = await organization.as('owner');
  await owner.patch('/settings/payments', { second_approval_above: 50 });
  const { bill, taken } = await billOf(ops, customer.code, '100', cash());
  expect(taken.payments).toMatchObject([{ state: 'submitted' }]);
  expect(bill).toMatchObject({ state: 'open', due: '100.00' });
  expect((await pay(other, bill.id, cash())).body.error.code).toBe('exhibition.bill.waits_for_second');
  expect((await other.post(`/payments/${taken.payments[0].id}/verify`, {})).status).toBe(200);
  expect(await row(bill.id)).toMatchObject({ state: 'paid' });
  await agrees();
});

test('an organization with a UPI address shows a QR code for what is due', async () => {
  const { ops, organization, customer } = await desk();
  const owner = await organization.as('owner');
  await owner.patch('/settings/payments', { pay_to: 'Kochi Craft Fair\nfair@okhdfc' });
  const { bill } = await billOf(ops, customer.code, '120.50');
  const link = (await ops.post(`/exhibition/bills/${bill.id}/link`)).body.data;
  expect(Object.fromEntries(new URL(link.upi).searchParams)).toMatchObject({
    pa: 'fair@okhdfc',
    am: '120.50',
    cu: 'INR',
    tr: link.reference,
  });
});

test('the demo has paid and open bills and walk-ins, and its books agree', async () => {
  const { organization, db, agrees } = await desk();
  await transaction(organization.ctx, async (tx) => ok(await seed(tx)));
  const bills = await db.selectFrom('exhibition_bill').select(['state', 'customer_id']).execute();
  expect(new Set(bills.map(({ state }) => state))).toEqual(new Set(['open', 'paid']));
  expect(bills.some(({ customer_id }) => customer_id === null)).toBe(true);
  await agrees();
});
