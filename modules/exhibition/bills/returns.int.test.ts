import { expect, test } from 'vitest';
import { PASSWORD, person, signIn } from '../../../test/harness/people.ts';
import { sold } from '../test/sold.ts';

test('one of two pieces comes back: money, credit note of this line, stock, taxes and audit; the answer comes twice', async () => {
  const { owner, sell, giveBack, bill, stock, taxes, db, agrees } = await sold();
  const { id, amount } = await sell();
  expect(amount).toBe('225.00');
  await owner.post(`/exhibition/bills/${id}/receipts`);
  expect(await stock()).toBe('8');
  const back = await giveBack(id, [[1, '1']], {}, owner, 'back-1');
  expect(back.status, JSON.stringify(back.body)).toBe(201);
  expect(back.body.data).toMatchObject({
    given_back: '67.50',
    bill: { state: 'paid', refunded: '67.50' },
    credit_notes: [{}],
  });
  expect((await giveBack(id, [[1, '1']], {}, owner, 'back-1')).body).toEqual(back.body);
  expect(await bill(id)).toMatchObject({
    refunded: '67.50',
    lines: [{ returned: '1', returned_minor: 6_750 }, { returned: '0' }],
  });
  expect(await stock()).toBe('9');
  const notes = await db.selectFrom('document').select('snapshot').where('series', '=', 'credit_note').execute();
  expect(notes).toMatchObject([
    {
      snapshot: {
        lines: [
          { description: 'Clay bowl', quantity: '1', unitPriceMinor: 7_500, discountMinor: 750, amountMinor: 6_750 },
        ],
        taxes: [{ percent: '5', netMinor: 6_429, amountMinor: 321 }],
        totalMinor: 6_750,
      },
    },
  ]);
  expect(await taxes()).toEqual([
    { rate: 5, net: '64.28', tax: '3.22' },
    { rate: 18, net: '76.26', tax: '13.73' },
  ]);
  // A receipt of what is left states the lines that stayed.
  const receipt = (await owner.post(`/exhibition/bills/${id}/receipts`)).body.data;
  expect(receipt.total).toBe('157.50');
  const { snapshot } = await db
    .selectFrom('document')
    .select('snapshot')
    .where('id', '=', receipt.id)
    .executeTakeFirstOrThrow();
  expect(snapshot).toMatchObject({
    lines: [{ quantity: '1', amountMinor: 6_750 }, { amountMinor: 8_999 }, { rounding: true, amountMinor: 1 }],
  });
  expect(
    await db
      .selectFrom('audit_entry')
      .select(['note', 'after'])
      .where('action', '=', 'exhibition.bill.returned')
      .execute(),
  ).toMatchObject([{ note: 'chipped', after: { amount: '67.50', lines: [{ name: 'Clay bowl', quantity: '1' }] } }]);
  await agrees();
});

test('all of it in steps gives back exactly what was paid, over a split, and nothing is left to come back', async () => {
  const { sell, giveBack, bill, taxes, stock, agrees } = await sold();
  const { id } = await sell({ pay: [{ method: 'card', given: '100' }, { method: 'cash' }] });
  await giveBack(id, [[2, '1']]);
  await giveBack(id, [[1, '1']], { to: 'cash' });
  const last = await giveBack(id, [[1, '1']]);
  expect(last.body.data.bill).toMatchObject({ state: 'refunded', refunded: '225.00' });
  expect(
    (await taxes()).every((rate: { net: string; tax: string }) => rate.net === '0.00' && rate.tax === '0.00'),
  ).toBe(true);
  expect(await stock()).toBe('10');
  const again = await giveBack(id, [[1, '1']]);
  expect([again.status, again.body.error.code]).toEqual([409, 'exhibition.return.too_much']);
  expect((await bill(id)).payments.every(({ state }: { state: string }) => state === 'refunded')).toBe(true);
  await agrees();
});

test('two desks take the same piece back: one gives the money', async () => {
  const { organization, sell, giveBack, bill, agrees } = await sold();
  const other = await organization.as('owner');
  const { id } = await sell();
  const both = await Promise.all([giveBack(id, [[2, '1']]), giveBack(id, [[2, '1']], {}, other)]);
  expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
  expect(await bill(id)).toMatchObject({ refunded: '89.99' });
  await agrees();
});

test.each<[string, [number, string][], number, string]>([
  ['more than was sold', [[1, '3']], 409, 'exhibition.return.too_much'],
  [
    'more in two lines',
    [
      [1, '1'],
      [1, '2'],
    ],
    409,
    'exhibition.return.too_much',
  ],
  ['a line that is not there', [[7, '1']], 400, 'exhibition.return.no_line'],
  ['half a piece', [[1, '0.5']], 400, 'exhibition.bill.pieces_whole'],
  ['nothing', [[1, '0']], 400, 'exhibition.bill.quantity_malformed'],
])('%s is refused, and nothing moves', async (_, lines, status, code) => {
  const { sell, giveBack, bill } = await sold();
  const { id } = await sell();
  const refused = await giveBack(id, lines);
  expect([refused.status, refused.body.error.code]).toEqual([status, code]);
  expect(await bill(id)).toMatchObject({ refunded: '0.00', lines: [{ returned: '0' }, { returned: '0' }] });
});

test('what is not paid, was refunded by hand or has no lines does not come back by lines', async () => {
  const { owner, exhibition, sell, giveBack, bill } = await sold();
  const code = async (id: string) => (await giveBack(id, [[2, '1']])).body.error.code;
  const open = await sell({ pay: undefined });
  expect(await code(open.id)).toBe('exhibition.return.not_paid');
  const { id } = await sell();
  await owner.post(`/payments/${(await bill(id)).payments[0].id}/refund`, { reason: 'kindness', amount: '200' });
  expect(await code(id)).toBe('exhibition.return.money_gone');
  const free = await owner.post('/exhibition/bills', {
    exhibition_id: exhibition.id,
    amount: '5',
    pay: [{ method: 'cash' }],
  });
  expect(await code(free.body.data.bill.id)).toBe('exhibition.return.no_lines');
});

test('a cashier needs a supervisor for this bill and amount', async () => {
  const { app, organization, ops, sell, giveBack, bill, agrees } = await sold();
  const { id } = await sell();
  expect((await giveBack(id, [[2, '1']], {}, ops)).body.error.code).toBe('till.approval_needed');
  const supervisor = await person(app, organization, 'admin');
  const { browser } = await signIn(app, { email: supervisor.email, password: PASSWORD });
  expect((await browser.post('/approvals/pin', { password: PASSWORD, pin: '4711' })).status).toBe(200);
  const approval = await ops.post('/approvals', {
    what: 'exhibition.return',
    subject_id: id,
    amount: '90',
    currency: 'INR',
    approver_id: supervisor.id,
    pin: '4711',
  });
  const approval_id = approval.body.data.id;
  expect((await giveBack(id, [[1, '2']], { approval_id }, ops)).body.error.code).toBe('till.approval_gone');
  expect((await giveBack(id, [[2, '1']], { approval_id }, ops)).status).toBe(201);
  expect(await bill(id)).toMatchObject({ refunded: '89.99' });
  await agrees();
});

test('an exchange takes back and sells in one step, or does neither', async () => {
  const { owner, bowl, sell, bill, stock, agrees } = await sold();
  const { id } = await sell();
  const returned = { lines: [{ position: 2, quantity: '1' }], reason: 'wrong colour' };
  const exchange = (sale: object) => owner.post(`/exhibition/bills/${id}/exchange`, { returned, sale });
  const refused = await exchange({ lines: [{ item_id: bowl.id, quantity: '99' }], pay: [{ method: 'cash' }] });
  expect(refused.body.error.code).toBe('exhibition.item.sold_out');
  expect(await bill(id)).toMatchObject({ refunded: '0.00' });
  const done = await exchange({ lines: [{ item_id: bowl.id, quantity: '3' }], pay: [{ method: 'cash' }] });
  expect(done.status, JSON.stringify(done.body)).toBe(201);
  expect(done.body.data).toMatchObject({
    returned: { given_back: '89.99' },
    sold: { bill: { amount: '225.00', state: 'paid' } },
    difference: '135.01',
  });
  expect(await stock()).toBe('5');
  await agrees();
});

test('a paid invoice without a receipt gets the credit note of what comes back; money that never came leaves it', async () => {
  const { owner, sell, giveBack, bill, db, agrees } = await sold();
  const { id } = await sell({ pay: undefined });
  expect((await owner.post(`/exhibition/bills/${id}/invoices`)).status).toBe(201);
  const take = () => owner.post(`/exhibition/bills/${id}/payments`, { pay: [{ method: 'card' }] });
  const first = (await take()).body.data.taken.payments[0].id;
  expect((await owner.post(`/payments/${first}/refund`, { reason: 'typo', mistaken: true })).status).toBe(200);
  const notes = () => db.selectFrom('document').select('snapshot').where('series', '=', 'credit_note').execute();
  expect(await notes()).toEqual([]);
  expect((await take()).status).toBe(201);
  const back = await giveBack(id, [[1, '1']]);
  expect(back.status, JSON.stringify(back.body)).toBe(201);
  expect(back.body.data.credit_notes).toHaveLength(1);
  expect(await notes()).toMatchObject([{ snapshot: { lines: [{ description: 'Clay bowl', amountMinor: 6_750 }] } }]);
  // The rest of it goes with the void.
  expect((await owner.post(`/exhibition/bills/${id}/void`, { reason: 'all', refund: true })).status).toBe(200);
  const totals = (await notes()).map(({ snapshot }) => (snapshot as { totalMinor: number }).totalMinor);
  expect(totals.reduce((sum, minor) => sum + minor, 0)).toBe(22_500);
  expect((await bill(id)).state).toBe('void');
  await agrees();
});
