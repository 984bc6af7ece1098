import { readXlsx } from 'hucre/xlsx';
import { expect, test } from 'vitest';
import { balances, openTill } from '../../../kernel/till/test/factories.ts';
import { stalls } from '../test/stalls.ts';

type Fair = Awaited<ReturnType<typeof stalls>>;

const statement = async ({ owner, clay }: Fair, query = '') => {
  const { status, body } = await owner.get(`/exhibition/stalls/${clay.id}/statement${query}`);
  expect(status, JSON.stringify(body)).toBe(200);
  return body.data;
};
const pay = ({ owner, clay }: Fair, body: object, by = owner, key?: string) =>
  by.post(
    `/exhibition/stalls/${clay.id}/payouts`,
    { method: 'cash', paid_out_minor: 0, ...body },
    key ? { 'idempotency-key': key } : undefined,
  );

/** 300 came for the stall: 200 at the house, one bowl with 10 % off, and 100 in its own drawer, of which 10 % is the house's. */
async function busy() {
  const fair = await stalls();
  const { owner, clay, bowl, seller, exhibition, box } = fair;
  const mine = await seller(clay);
  const till = await openTill(mine, box.id, '50');
  const sell = { exhibition_id: exhibition.id, stall_id: clay.id, lines: [{ item_id: bowl.id, quantity: '2' }] };
  const card = (await owner.post('/exhibition/bills', { ...sell, pay: [{ method: 'card' }] })).body.data.bill;
  await owner.post('/exhibition/bills', {
    ...sell,
    lines: [{ item_id: bowl.id }],
    discount: { percent: '10' },
    discount_reason: 'last',
  });
  const cash = { lines: [{ item_id: bowl.id }], pay: [{ method: 'cash' }] };
  expect((await mine.post('/exhibition/bills', cash)).status).toBe(201);
  return { ...fair, mine, till, card };
}

test('a statement says what was sold, received and by whom, the commission and what is owed', async () => {
  const fair = await busy();
  const { agrees, mine, till, owner, card } = fair;
  expect(await statement(fair)).toMatchObject({
    sales: { bills: 3, gross: '400.00', discount: '10.00', total: '390.00', returned: '0.00', due: '90.00', voided: 0 },
    taxes: [{ percent: '5', tax: '18.57' }],
    received: [
      { place: 'stall', method: 'cash', by: 'Test ops', count: 1, amount: '100.00' },
      { place: 'house', method: 'card', by: 'Test owner', count: 1, amount: '200.00' },
    ],
    account: { money: '300.00', commission: '30.00', kept: '100.00', paid_out: '0.00', owed: '170.00' },
  });
  // What comes back takes its commission and its taxes along, whatever was counted.
  const back = { lines: [{ position: 1, quantity: '1' }], reason: 'chipped' };
  expect((await owner.post(`/exhibition/bills/${card.id}/returns`, back)).status).toBe(201);
  await mine.post(`/till/sessions/${till.id}/close`, { other: '100' });
  const after = await statement(fair);
  expect(after).toMatchObject({
    sales: { returned: '100.00' },
    taxes: [{ percent: '5', tax: '13.81' }],
    account: { money: '200.00', commission: '20.00', kept: '100.00', owed: '80.00' },
  });
  await agrees();
  // The seller reads their own, and no other.
  expect((await mine.get(`/exhibition/stalls/${fair.clay.id}/statement`)).body.data.account.owed).toBe('80.00');
  expect((await mine.get(`/exhibition/stalls/${fair.wool.id}/statement`)).status).toBe(404);
  expect((await mine.get(`/exhibition/stalls/${fair.clay.id}/statement.xlsx`)).status).toBe(403);
  expect((await pay(fair, { amount: '1' }, mine)).status).toBe(403);
});

test('days before and after have what was owed when they began and ended', async () => {
  const fair = await busy();
  const today = (await statement(fair)).payouts.length;
  expect(today).toBe(0);
  expect((await statement(fair, '?to=2020-01-01')).account).toMatchObject({ opening: '0.00', owed: '0.00' });
  expect((await statement(fair, '?from=2099-01-01')).account).toMatchObject({ opening: '170.00', owed: '170.00' });
  const wrong = await fair.owner.get(`/exhibition/stalls/${fair.clay.id}/statement?from=2026-01-02&to=2026-01-01`);
  expect(wrong.body.error.code).toBe('exhibition.dates_reversed');
});

test('a pay-out in cash is a movement of the till, one by the bank is not; both are in the ledger', async () => {
  const fair = await busy();
  const { owner, session, drawer, clay, db, agrees } = fair;
  const paid = await pay(fair, { amount: '100', note: 'noon' });
  expect([paid.status, paid.body.data?.account]).toMatchObject([201, { paid_out: '100.00', owed: '70.00' }]);
  const moved = (await owner.get(`/till/sessions/${session.id}/movements`)).body.data;
  expect(moved.map(({ kind, amount, reason }: Record<string, string>) => [kind, amount, reason])).toContainEqual([
    'pay_out',
    '-100.00',
    'A1 Clay & Co: noon',
  ]);
  expect(await balances({ db })).toMatchObject({ [`assets:cash:${drawer.code}`]: 90_000 });
  const bank = await pay(fair, { amount: '70', method: 'transfer', reference: 'UTR 1', paid_out_minor: 10_000 });
  expect(bank.body.data.account).toMatchObject({ paid_out: '170.00', owed: '0.00' });
  expect(bank.body.data.payouts).toMatchObject([
    { amount: '70.00', method: 'transfer', reference: 'UTR 1', by: 'Test owner' },
    { amount: '100.00', method: 'cash', note: 'noon' },
  ]);
  expect(await balances({ db })).toMatchObject({ 'assets:bank': -7000 });
  const audited = await db
    .selectFrom('audit_entry')
    .select('after')
    .where('action', '=', 'exhibition.stall.paid_out')
    .execute();
  expect(audited).toHaveLength(2);
  await agrees();
  expect((await owner.get(`/exhibition/stalls/${clay.id}`)).status).toBe(200);
});

test('two pay-outs at once never pay twice, and one that comes again is the same', async () => {
  const fair = await busy();
  const { organization, db, agrees } = fair;
  const other = await organization.as('admin');
  const answers = await Promise.all([pay(fair, { amount: '80' }), pay(fair, { amount: '80' }, other)]);
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
  expect(answers.find(({ status }) => status === 409)?.body.error.code).toBe('exhibition.stall.paid_meanwhile');
  const key = crypto.randomUUID();
  const twice = [
    await pay(fair, { amount: '90', paid_out_minor: 8000 }, fair.owner, key),
    await pay(fair, { amount: '90', paid_out_minor: 8000 }, fair.owner, key),
  ];
  expect(twice.map(({ status }) => status)).toEqual([201, 201]);
  expect(await db.selectFrom('exhibition_stall_payout').select('id').execute()).toHaveLength(2);
  await agrees();
});

test('never more than is owed, unless it is said; and the stall pays what it owes', async () => {
  const fair = await busy();
  const { agrees, db } = fair;
  const much = await pay(fair, { amount: '170.01' });
  expect([much.status, much.body.error]).toMatchObject([
    409,
    { code: 'exhibition.stall.more_than_owed', message: expect.stringContaining('170.00') },
  ]);
  const reverse = await pay(fair, { amount: '5', direction: 'from_stall' });
  expect(reverse.body.error.code).toBe('exhibition.stall.more_than_owed');
  expect(await db.selectFrom('exhibition_stall_payout').select('id').execute()).toEqual([]);
  const advance = await pay(fair, { amount: '200', beyond: true });
  expect(advance.body.data.account.owed).toBe('-30.00');
  const back = await pay(fair, { amount: '30', direction: 'from_stall', paid_out_minor: 20_000 });
  expect(back.body.data.account).toMatchObject({ paid_out: '170.00', owed: '0.00' });
  await agrees();
});

test('a stall’s own till does not pay the stall; a limit of pay-outs wants a supervisor', async () => {
  const fair = await stalls();
  const { owner, box, clay, organization, collect, bowl } = fair;
  const admin = await organization.as('admin');
  await openTill(admin, box.id, '10');
  const own = await pay(fair, { amount: '1', beyond: true }, admin);
  expect([own.status, own.body.error.code]).toEqual([409, 'till.not_the_house']);
  expect((await owner.patch('/settings/till', { approve_pay_out_above: 5 })).status).toBe(200);
  const { id } = await collect(bowl);
  await owner.post(`/exhibition/bills/${id}/payments`, { pay: [{ method: 'card' }] });
  const above = await pay(fair, { amount: '6' });
  expect([above.status, above.body.error.code]).toEqual([403, 'till.approval_needed']);
  expect(clay.code).toBe('A1');
});

test('the workbook has a sheet for each table, the paper is a PDF, and Today counts by stall', async () => {
  const fair = await busy();
  const { owner, clay } = fair;
  await pay(fair, { amount: '100' });
  const file = await owner.get(`/exhibition/stalls/${clay.id}/statement.xlsx`);
  const { sheets } = await readXlsx(file.raw);
  expect(sheets.map(({ name }) => name)).toEqual(['Statement', 'Received', 'Pay-outs']);
  expect(sheets[0]?.rows.at(-1)).toEqual(['The house owes the stall', 70, 'INR']);
  const paper = await owner.get(`/exhibition/stalls/${clay.id}/statement.pdf`);
  expect([paper.status, paper.raw.subarray(0, 5).toString()]).toEqual([200, '%PDF-']);
  expect((await owner.get('/exhibition/sales')).body.data.by_stall).toMatchObject([
    { stall: 'A1 Clay & Co', count: 3, amount: '390.00', returned: '0.00' },
  ]);
});
