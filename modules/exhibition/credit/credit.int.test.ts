import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { orgOf } from '../../../kernel/ctx/index.ts';
import { verifyLedger } from '../../../kernel/ledger/index.ts';
import { register } from '../test/factories.ts';
import { sold } from '../test/sold.ts';

/** The shop of `sold`, with a registered customer who brought goods for 67.50 back to store credit. */
async function withCredit() {
  const shop = await sold();
  const { owner, exhibition, bowl, giveBack, db } = shop;
  const customer = await register(owner, { exhibition_id: exhibition.id });
  const add = async (more: object, by = owner) =>
    by.post(`/exhibition/customers/${customer.id}/bills`, { lines: [{ item_id: bowl.id }], ...more });
  const first = (await add({ pay: [{ method: 'cash' }], discount: { percent: '10' }, discount_reason: 'Last day' }))
    .body.data.bill as { id: string; amount: string };
  const back = await giveBack(first.id, [[1, '1']], { to: 'credit' });
  expect(back.status, JSON.stringify(back.body)).toBe(201);
  expect(back.body.data).toMatchObject({ given_back: first.amount, voucher: null });
  return {
    ...shop,
    customer,
    add,
    first,
    credit: async () => (await owner.get(`/exhibition/customers/${customer.id}/credit`)).body.data.balance,
    account: async () => {
      const { data } = (await owner.get('/ledger/accounts')).body;
      return data.find(({ code }: { code: string }) => code === 'liabilities:store_credit').balances[0].balance;
    },
    audits: async (action: string) =>
      db.selectFrom('audit_entry').select('after').where('action', '=', action).execute(),
  };
}

test('a return goes to store credit, a bill is paid from it and in cash, and a void puts it back', async () => {
  const { owner, add, credit, bill, account, audits, agrees, session } = await withCredit();
  expect(await credit()).toBe('68.00');
  const paid = await add({ pay: [{ method: 'credit' }, { method: 'cash', given: '10' }] });
  expect(paid.status, JSON.stringify(paid.body)).toBe(201);
  expect(paid.body.data).toMatchObject({
    bill: { amount: '75.00', state: 'paid' },
    taken: {
      change: '3.00',
      payments: [
        { method: 'credit', amount: '68.00' },
        { method: 'cash', amount: '7.00' },
      ],
    },
  });
  expect(await credit()).toBe('0.00');
  expect(await audits('exhibition.credit.spent')).toMatchObject([{ after: { amount: '68.00' } }]);
  // Store credit is no money in the drawer.
  const report = (await owner.get(`/till/sessions/${session.id}/report`)).body.data;
  expect(report.by_method.find(({ method }: { method: string }) => method === 'credit')).toBeDefined();
  await agrees();
  const { id } = paid.body.data.bill;
  expect((await owner.post(`/exhibition/bills/${id}/void`, { reason: 'typo', refund: true })).status).toBe(200);
  expect(await credit()).toBe('68.00');
  expect(await account()).toBe('-68.00');
  expect((await bill(id)).payments.every(({ state }: { state: string }) => state === 'refunded')).toBe(true);
  await agrees();
});

test('two cashiers spend one credit: it pays one bill', async () => {
  const { organization, add, credit, agrees } = await withCredit();
  const [one, two] = await Promise.all([organization.as('ops'), organization.as('ops')]);
  const pay = { amount: '60', lines: undefined, pay: [{ method: 'credit' }] };
  const both = await Promise.all([add(pay, one), add(pay, two)]);
  expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
  expect(await credit()).toBe('8.00');
  await agrees();
});

test('more than there is, twice the same, or nobody’s is refused, and nothing moves', async () => {
  const { owner, exhibition, add, credit } = await withCredit();
  const code = async (pay: object[]) => (await add({ pay })).body.error?.code;
  expect(await code([{ method: 'credit', given: '70' }, { method: 'cash' }])).toBe('exhibition.credit.too_little');
  expect(await code([{ method: 'credit', given: '5' }, { method: 'credit' }])).toBe('exhibition.credit.twice');
  expect(await code([{ method: 'credit' }])).toBe('exhibition.bill.given_less');
  const nobody = await owner.post('/exhibition/bills', {
    exhibition_id: exhibition.id,
    amount: '5',
    pay: [{ method: 'credit' }],
  });
  expect(nobody.body.error.code).toBe('exhibition.credit.none');
  expect(await credit()).toBe('68.00');
});

test('money alone goes to a registered customer’s credit from its payment; of a raffle or a walk-in it does not', async () => {
  const { owner, add, bill, credit, sell, agrees } = await withCredit();
  const { id } = (await add({ pay: [{ method: 'card' }] })).body.data.bill;
  const [payment] = (await bill(id)).payments;
  expect((await owner.get(`/payments/${payment.id}`)).body.data.may).toContain('refund_to_credit');
  const refund = (paymentId: string) =>
    owner.post(`/payments/${paymentId}/refund`, { reason: 'kindness', amount: '5', method: 'credit' });
  expect((await refund(payment.id)).status).toBe(200);
  expect(await credit()).toBe('73.00');
  const walkIn = await sell();
  const [cash] = (await bill(walkIn.id)).payments;
  expect((await refund(cash.id)).body.error.code).toBe('exhibition.credit.walk_in');
  await agrees();
});

test('a walk-in gets a voucher: its code pays once, is kept nowhere, and wrong ones are counted', async () => {
  const { owner, organization, db, exhibition, sell, giveBack, bill, agrees } = await withCredit();
  const { id } = await sell();
  const back = await giveBack(id, [[1, '1']], { to: 'credit' });
  const { voucher } = back.body.data;
  expect(voucher).toMatch(/^[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}$/);
  const plain = voucher.replaceAll('-', '');
  const kept = await db.selectFrom('exhibition_credit').selectAll().execute();
  expect(JSON.stringify(kept)).not.toContain(plain);
  const lookUp = (code: string, by = owner) => by.post('/exhibition/vouchers/look-up', { voucher: code });
  expect((await lookUp(voucher.toLowerCase())).body.data).toMatchObject({ balance: '67.50' });
  const pay = (given?: string) =>
    owner.post('/exhibition/bills', {
      exhibition_id: exhibition.id,
      amount: '60',
      pay: [{ method: 'credit', voucher, ...(given && { given }) }],
    });
  const paid = await pay();
  expect(paid.status, JSON.stringify(paid.body)).toBe(201);
  expect((await lookUp(voucher)).body.data).toMatchObject({ balance: '7.50' });
  expect((await pay()).body.error.code).toBe('exhibition.bill.given_less');
  // What a voucher paid goes back to it.
  const [payment] = (await bill(paid.body.data.bill.id)).payments;
  expect((await owner.post(`/payments/${payment.id}/refund`, { reason: 'typo' })).status).toBe(200);
  expect((await lookUp(voucher)).body.data).toMatchObject({ balance: '67.50' });
  const thief = await organization.as('ops');
  for (let tries = 0; tries < 10; tries++)
    expect((await lookUp('2222-2222-2222', thief)).body.error.code).toBe('exhibition.credit.no_voucher');
  expect((await lookUp('2222-2222-2222', thief)).body.error.code).toBe('auth.too_many_attempts');
  const guess = { exhibition_id: exhibition.id, amount: '5', pay: [{ method: 'credit', voucher }] };
  expect((await thief.post('/exhibition/bills', guess)).body.error.code).toBe('auth.too_many_attempts');
  expect((await lookUp(voucher)).status).toBe(200);
  await agrees();
});

test('a confirmation that was a mistake puts store credit back, and the bill is open', async () => {
  const { owner, add, bill, credit, agrees } = await withCredit();
  const { id } = (await add({ pay: [{ method: 'credit' }, { method: 'cash' }] })).body.data.bill;
  const payment = (await bill(id)).payments.find(({ method }: { method: string }) => method === 'credit');
  expect((await owner.post(`/payments/${payment.id}/refund`, { reason: 'wrong', mistaken: true })).status).toBe(200);
  expect(await credit()).toBe('68.00');
  expect(await bill(id)).toMatchObject({ state: 'part_paid', due: '68.00' });
  await agrees();
});

test('two cashiers at one voucher: it is spent once; a balance that was changed by hand is found', async () => {
  const { app, organization, exhibition, sell, giveBack, agrees } = await withCredit();
  const { voucher } = (await giveBack((await sell()).id, [[1, '1']], { to: 'credit' })).body.data;
  const [one, two] = await Promise.all([organization.as('ops'), organization.as('ops')]);
  const sale = { exhibition_id: exhibition.id, amount: '50', pay: [{ method: 'credit', voucher }] };
  const both = await Promise.all([one.post('/exhibition/bills', sale), two.post('/exhibition/bills', sale)]);
  expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
  await agrees();
  const { system } = app.boot.database;
  await sql`update exhibition_credit set balance_minor = balance_minor + 100
    where organization_id = ${orgOf(organization.ctx).id} and customer_id is null`.execute(system);
  const { faults } = await verifyLedger(system, orgOf(organization.ctx), app.boot.services.ledgerChecks);
  expect(faults).toMatchObject([{ kind: 'credit_differs' }]);
});

test('who is owed store credit is not erased before it is spent', async () => {
  const { owner, exhibition, customer, add, credit } = await withCredit();
  await owner.patch(`/exhibition/exhibitions/${exhibition.id}`, { starts_on: '2020-01-01', ends_on: '2020-02-01' });
  const erase = () => owner.post(`/personal-data/exhibition.customer/${customer.id}/erasure`, { name: customer.name });
  const refused = await erase();
  expect([refused.status, refused.body.error]).toMatchObject([
    409,
    { code: 'exhibition.customer.credit_open', message: expect.stringContaining('68.00') },
  ]);
  const spent = await add({ amount: '68', lines: undefined, pay: [{ method: 'credit' }] });
  expect(spent.status, JSON.stringify(spent.body)).toBe(201);
  expect(await credit()).toBe('0.00');
  expect((await erase()).status).toBeLessThan(300);
});
