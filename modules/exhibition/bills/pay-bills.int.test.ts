import { expect, test } from 'vitest';
import { balances } from '../../../kernel/till/test/factories.ts';
import { stalls } from '../test/stalls.ts';

const paths = (fair: { customer: { code: string } }) => `/exhibition/customers/${fair.customer.code}/payments`;
const due = (...bills: { id: string; due: string }[]) =>
  bills.map(({ id, due: amount }) => ({ id, due_minor: Math.round(Number(amount) * 100) }));

test('a customer collects at two stalls and at the house, and pays all at once: each bill has its payments and receipt', async () => {
  const fair = await stalls();
  const { owner, collect, bowl, scarf, tea, clay, wool, db, agrees } = fair;
  const bills = [await collect(bowl), await collect(scarf), await collect(tea)] as const;
  const paid = await owner.post(paths(fair), {
    bills: due(...bills),
    pay: [
      { method: 'card', given: '150', reference: 'T-1' },
      { method: 'cash', given: '500' },
    ],
  });
  expect(paid.status, JSON.stringify(paid.body)).toBe(201);
  const { data } = paid.body;
  expect(data.taken).toMatchObject({ change: '330.00', payments: [{ amount: '100.00' }, { amount: '50.00' }, {}, {}] });
  expect(data.bills.map(({ state }: { state: string }) => state)).toEqual(['paid', 'paid', 'paid']);
  expect(data.customer).toMatchObject({ total: '320.00', due: '0.00' });
  const of = async (id: string) =>
    (await owner.get(`/exhibition/bills/${id}`)).body.data.payments.map((one: { method: string; amount: string }) => [
      one.method,
      one.amount,
    ]);
  expect(await Promise.all(bills.map(({ id }) => of(id)))).toEqual([
    [['card', '100.00']],
    [
      ['card', '50.00'],
      ['cash', '150.00'],
    ],
    [['cash', '20.00']],
  ]);
  for (const { id } of bills) expect((await owner.post(`/exhibition/bills/${id}/receipts`)).status).toBe(201);
  expect(await balances({ db })).toMatchObject({
    [clay.account]: -9000,
    [wool.account]: -17_500,
    'income:exhibition': -2000,
    'income:exhibition_commission': -3500,
  });
  await agrees();
});

test('of two cashiers at the same bills one is told, and nothing is paid twice', async () => {
  const fair = await stalls();
  const { owner, organization, collect, bowl, scarf, db, agrees } = fair;
  const bills = [await collect(bowl), await collect(scarf)];
  const other = await organization.as('ops');
  const send = (by: typeof owner, order: typeof bills) =>
    by.post(paths(fair), { bills: due(...order), pay: [{ method: 'card' }] });
  const answers = await Promise.all([send(owner, bills), send(other, bills.toReversed())]);
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
  const refused = answers.find(({ status }) => status === 409);
  expect(refused?.body.error.code).toBe('exhibition.bill.due_changed');
  const payments = await db.selectFrom('payment').select('amount_minor').execute();
  expect(payments.map(({ amount_minor }) => Number(amount_minor)).sort()).toEqual([10_000, 20_000]);
  await agrees();
});

test('a bill that was voided meanwhile, another customer’s, or too little money: nothing is taken', async () => {
  const fair = await stalls();
  const { owner, collect, bowl, scarf, db, seller, clay } = fair;
  const [first, second] = [await collect(bowl), await collect(scarf)];
  const all = due(first, second);
  const less = await owner.post(paths(fair), { bills: all, pay: [{ method: 'cash', given: '299' }] });
  expect(less.body.error.code).toBe('exhibition.bill.given_less');
  // The stall's own seller may take what is the stall's, and no more.
  const mine = await seller(clay);
  const beyond = await mine.post(paths(fair), { bills: all, pay: [{ method: 'cash' }] });
  expect([beyond.status, beyond.body.error.code]).toEqual([404, 'exhibition.bill.not_found']);
  expect((await owner.post(`/exhibition/bills/${second.id}/void`, { reason: 'gone' })).status).toBe(200);
  const late = await owner.post(paths(fair), { bills: all, pay: [{ method: 'cash' }] });
  expect([late.status, late.body.error.message]).toEqual([409, expect.stringContaining(`${second.code}: 0.00`)]);
  expect(await db.selectFrom('payment').select('id').execute()).toEqual([]);
  const alone = { bills: due(first), pay: [{ method: 'cash' }] };
  const key = { 'idempotency-key': crypto.randomUUID() };
  const answers = [await mine.post(paths(fair), alone, key), await mine.post(paths(fair), alone, key)];
  expect(answers.map(({ status }) => status)).toEqual([201, 201]);
  expect(await db.selectFrom('payment').select('id').execute()).toHaveLength(1);
});

test('two vouchers named in opposite order by two cashiers: one pays, the other is told, and neither waits for ever', async () => {
  const fair = await stalls();
  const { owner, organization, exhibition, tea } = fair;
  const voucher = async () => {
    const sale = { exhibition_id: exhibition.id, lines: [{ item_id: tea.id }], pay: [{ method: 'cash' }] };
    const { bill } = (await owner.post('/exhibition/bills', sale)).body.data;
    const back = { lines: [{ position: 1, quantity: '1' }], reason: 'cold', to: 'credit' };
    return (await owner.post(`/exhibition/bills/${bill.id}/returns`, back)).body.data.voucher as string;
  };
  const codes = [await voucher(), await voucher()];
  const other = await organization.as('ops');
  const buy = (by: typeof owner, order: string[]) =>
    by.post('/exhibition/bills', {
      exhibition_id: exhibition.id,
      amount: '40',
      pay: order.map((code) => ({ method: 'credit', voucher: code, given: '20' })),
    });
  for (let round = 0; round < 3; round++) {
    const answers = await Promise.all([buy(owner, codes), buy(other, codes.toReversed())]);
    expect(answers.map(({ status }) => status).sort()).toEqual(round === 0 ? [201, 409] : [409, 409]);
  }
});
