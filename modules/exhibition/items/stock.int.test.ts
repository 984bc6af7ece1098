import { expect, test } from 'vitest';
import { newOrganization, useTestApp } from '../../../test/harness/index.ts';
import { openExhibition } from '../test/factories.ts';

async function stall() {
  const organization = await newOrganization(await useTestApp());
  const [admin, ops, other] = [
    await organization.as('admin'),
    await organization.as('ops'),
    await organization.as('ops'),
  ];
  const exhibition = await openExhibition(admin);
  const { db } = organization.ctx;
  return {
    admin,
    ops,
    other,
    db,
    add: async (over: object) => {
      const body = { exhibition_id: exhibition.id, name: 'Clay bowl', price: '75', ...over };
      return (await admin.post('/exhibition/items', body)).body.data.id as string;
    },
    sell: (lines: object[], over: object = {}, by = ops) =>
      by.post('/exhibition/bills', { exhibition_id: exhibition.id, lines, ...over }),
    left: async (id: string) => (await ops.get(`/exhibition/items/${id}`)).body.data.stock,
    bills: async () => (await db.selectFrom('exhibition_bill').select('id').execute()).length,
    audits: (action: string) =>
      db
        .selectFrom('audit_entry')
        .select(['before', 'after', 'note'])
        .where('action', '=', action)
        .orderBy('id')
        .execute(),
  };
}
const CASH = { pay: [{ method: 'cash' }] };

test('a sale takes from the stock, a void puts it back, and what nobody counts is sold without', async () => {
  const { ops, add, sell, left } = await stall();
  const bowl = await add({ stock: '5' });
  const tea = await add({ name: 'Tea', unit: 'kg', price: '1200', stock: '2.5' });
  const card = await add({ name: 'Postcard', price: '10' });
  const sold = await sell([
    { item_id: bowl, quantity: '2' },
    { item_id: tea, quantity: '0.250' },
    { item_id: card, quantity: '40' },
    { item_id: bowl },
    { description: 'Wrapping', price: '5' },
  ]);
  expect(sold.status, JSON.stringify(sold.body)).toBe(201);
  expect([await left(bowl), await left(tea), await left(card)]).toEqual(['2', '2.25', null]);
  const paid = await sell([{ item_id: bowl }], CASH);
  expect(paid.status, JSON.stringify(paid.body)).toBe(201);
  expect(await left(bowl)).toBe('1');

  const voided = (id: string, over: object = {}) =>
    ops.post(`/exhibition/bills/${id}/void`, { reason: 'mistake', ...over });
  expect((await voided(paid.body.data.bill.id, { refund: true })).status).toBe(200);
  expect(await left(bowl)).toBe('2');
  expect((await voided(sold.body.data.bill.id)).status).toBe(200);
  // The same comes again, and puts nothing back twice.
  expect((await voided(sold.body.data.bill.id)).status).toBe(409);
  expect([await left(bowl), await left(tea), await left(card)]).toEqual(['5', '2.5', null]);
});

test('what is gone is refused with what is left, and neither bill nor money stays', async () => {
  const { admin, db, add, sell, left, bills } = await stall();
  const bowl = await add({ stock: '2' });
  for (const over of [{}, CASH]) {
    const refused = await sell([{ item_id: bowl, quantity: '2' }, { item_id: bowl }], over);
    expect([refused.status, refused.body.error.code]).toEqual([409, 'exhibition.item.sold_out']);
    expect(refused.body.error.message).toContain('Clay bowl');
    expect(refused.body.error.message).toContain('2');
  }
  expect([await left(bowl), await bills()]).toEqual(['2', 0]);
  expect(await db.selectFrom('payment').select('id').execute()).toEqual([]);

  expect((await admin.patch('/settings/exhibition', { stock_below_zero: true })).status).toBe(200);
  expect((await sell([{ item_id: bowl, quantity: '3' }])).status).toBe(201);
  expect(await left(bowl)).toBe('-1');
});

test('of two desks that sell the last piece one is refused, also with each other’s items in the other order', async () => {
  const { other, ops, add, sell, left, bills } = await stall();
  const bowl = await add({ stock: '1' });
  const last = await Promise.all([sell([{ item_id: bowl }], CASH, ops), sell([{ item_id: bowl }], CASH, other)]);
  expect(last.map(({ status }) => status).sort()).toEqual([201, 409]);
  expect([await left(bowl), await bills()]).toEqual(['0', 1]);

  const [a, b] = [await add({ name: 'A', stock: '10' }), await add({ name: 'B', stock: '10' })];
  const pairs = Array.from({ length: 6 }, (_, n) =>
    sell(n % 2 ? [{ item_id: a }, { item_id: b }] : [{ item_id: b }, { item_id: a }], CASH, n % 2 ? ops : other),
  );
  expect((await Promise.all(pairs)).map(({ status }) => status)).toEqual([201, 201, 201, 201, 201, 201]);
  expect([await left(a), await left(b)]).toEqual(['4', '4']);
});

test('the same sale again with its key takes once', async () => {
  const { ops, add, left, bills } = await stall();
  const bowl = await add({ stock: '5' });
  const exhibition = (await ops.get('/exhibition/items')).body.data[0].exhibition_id;
  const body = { exhibition_id: exhibition, lines: [{ item_id: bowl, quantity: '2' }], ...CASH };
  const key = { 'idempotency-key': 'sale-1' };
  const both = await Promise.all([ops.post('/exhibition/bills', body, key), ops.post('/exhibition/bills', body, key)]);
  expect(both.some(({ status }) => status === 201)).toBe(true);
  expect((await ops.post('/exhibition/bills', body, key)).status).toBe(201);
  expect([await left(bowl), await bills()]).toEqual(['3', 1]);
});

test('a person counts anew with a reason: reply, row and audit entry; a cashier may not', async () => {
  const { admin, ops, add, left, audits, sell } = await stall();
  const bowl = await add({ stock: '5' });
  const count = (stock: string | null, reason: string, by = admin) =>
    by.post(`/exhibition/items/${bowl}/count`, { stock, reason });
  const counted = await count('3', ' two broke ');
  expect(counted.body.data).toMatchObject({ stock: '3', stock_milli: 3000 });
  expect((await count('1', 'hides what I took', ops)).status).toBe(403);
  expect((await count('1.5', 'half')).body.error.code).toBe('exhibition.item.quantity_whole');
  expect((await count('3', '  ')).body.error.code).toBe('exhibition.item.reason_blank');
  expect(await left(bowl)).toBe('3');
  expect((await count(null, 'nobody has time')).body.data.stock).toBe(null);
  expect((await sell([{ item_id: bowl, quantity: '50' }])).status).toBe(201);
  expect(await left(bowl)).toBe(null);
  expect(await audits('exhibition.item.counted')).toEqual([
    { before: { stock: '5' }, after: { stock: '3' }, note: 'two broke' },
    { before: { stock: '3' }, after: { stock: null }, note: 'nobody has time' },
  ]);
});
