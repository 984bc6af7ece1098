import { expect, test } from 'vitest';
import { verifyLedger } from '../../../kernel/ledger/index.ts';
import { type Caller, newOrganization, useTestApp } from '../../../test/harness/index.ts';
import { openExhibition, register } from '../test/factories.ts';

const DEVICE = 'browser-at-desk-1';

async function desk() {
  const app = await useTestApp();
  const organization = await newOrganization(app, { country: 'IN', currency: 'INR' });
  const [admin, ops] = [await organization.as('admin'), await organization.as('ops')];
  const exhibition = await openExhibition(admin);
  const drawer = (await admin.post('/till/drawers', { name: 'Desk' })).body.data;
  const opened = await ops.post('/till/sessions', { drawer_id: drawer.id, float: '2000' });
  const item = async (name: string, price: string, over: object = {}) =>
    (await admin.post('/exhibition/items', { exhibition_id: exhibition.id, name, price, ...over })).body.data;
  const numbers = async (by: Caller = ops, known?: string) =>
    (
      await by.post('/exhibition/desk/numbers', {
        exhibition_id: exhibition.id,
        device: DEVICE,
        ...(known && { known }),
      })
    ).body.data;
  const sold = (over: object = {}) => ({
    exhibition_id: exhibition.id,
    pay: [{ method: 'cash', given: '500' }],
    sold_at: new Date().toISOString(),
    till_session_id: opened.body.data.id,
    ...over,
  });
  const send = (body: object, key?: string, by: Caller = ops) =>
    by.post('/exhibition/offline-sales', body, key ? { 'idempotency-key': key } : undefined);
  return {
    app,
    organization,
    admin,
    ops,
    exhibition,
    item,
    numbers,
    sold,
    send,
    till: opened.body.data.id as string,
    db: organization.ctx.db,
  };
}
type Desk = Awaited<ReturnType<typeof desk>>;

async function isWhole({ app, organization }: Desk) {
  const { system } = app.boot.database;
  expect((await verifyLedger(system, organization, app.boot.services.ledgerChecks)).faults).toEqual([]);
}

test('a sale without a network is recorded as it happened: bill, money in its till, and the receipt that was printed', async () => {
  const place = await desk();
  const { ops, db } = place;
  const bowl = await place.item('Clay bowl', '75', { stock: '10' });
  const block = await place.numbers();
  const lines = [{ item_id: bowl.id, quantity: '2', price: '75' }];
  const sale = place.sold({ lines, expected_total: '150', receipt: { block_id: block.id, number: block.first } });
  const [one, two] = await Promise.all([place.send(sale, 'sale-1'), place.send(sale, 'sale-1')]);
  for (const answer of [one, two]) {
    expect(answer?.status, JSON.stringify(answer?.body)).toBe(201);
    expect(answer?.body.data).toMatchObject({
      bill: { amount: '150.00', state: 'paid' },
      taken: { change: '350.00' },
      receipt: { number: `${block.prefix}${String(block.first).padStart(6, '0')}` },
      notes: [],
    });
  }
  expect(await db.selectFrom('exhibition_bill').select('id').execute()).toHaveLength(1);
  expect((await ops.get(`/exhibition/items/${bowl.id}`)).body.data).toMatchObject({ stock: '8' });
  const movement = await db
    .selectFrom('till_movement')
    .selectAll()
    .where('kind', '=', 'sale')
    .executeTakeFirstOrThrow();
  expect(movement).toMatchObject({ session_id: place.till, amount_minor: 15_000, late: false });
  const entry = await db
    .selectFrom('audit_entry')
    .selectAll()
    .where('action', '=', 'exhibition.bill.sold_offline')
    .executeTakeFirstOrThrow();
  expect(entry).toMatchObject({ actor_id: ops.userId, after: { notes: [] } });
  // A reprint is the same document, and the next receipt with a network comes after the block.
  const again = await ops.post(`/exhibition/bills/${one?.body.data.bill.id}/receipts`);
  expect(again.body.data.number).toBe(one?.body.data.receipt.number);
  const online = await ops.post('/exhibition/bills', { amount: '50', pay: [{ method: 'cash' }] });
  const next = await ops.post(`/exhibition/bills/${online.body.data.bill.id}/receipts`);
  expect(next.body.data.number).toBe(`${block.prefix}${String(block.last + 1).padStart(6, '0')}`);
  await isWhole(place);
});

test('what the server would have refused by now is noted and shown to a supervisor until they have seen it', async () => {
  const place = await desk();
  const { admin, ops } = place;
  const lamp = await place.item('Brass lamp', '100', { stock: '1' });
  const toy = await place.item('Toy', '30');
  const gone = await register(ops, { exhibition_id: place.exhibition.id });
  await admin.delete(`/exhibition/customers/${gone.id}`);
  await admin.patch(`/exhibition/items/${lamp.id}`, { price: '120' });
  await admin.patch(`/exhibition/items/${toy.id}`, { archived: true });
  const lines = [
    { item_id: lamp.id, quantity: '2', price: '100' },
    { item_id: toy.id, quantity: '1', price: '30' },
  ];
  const ahead = new Date(Date.now() + 3_600_000).toISOString();
  const sale = place.sold({ lines, customer_id: gone.id, sold_at: ahead, expected_total: '230' });
  const answer = await place.send(sale);
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  const { bill, notes } = answer.body.data;
  expect(bill).toMatchObject({ amount: '230.00', customer: null });
  expect(notes.sort()).toEqual(['archived', 'clock', 'customer', 'price', 'stock']);
  const open = `/exhibition/offline-sales?filter=${encodeURIComponent('{"open":true}')}`;
  expect((await admin.get(open)).body.data).toMatchObject([{ bill_id: bill.id, amount: '230.00', seen_at: null }]);
  expect(JSON.stringify((await admin.get('/waiting')).body)).toContain('exhibition.offline_sales');
  expect((await ops.post(`/exhibition/offline-sales/${bill.id}/seen`)).status).toBe(403);
  expect((await admin.post(`/exhibition/offline-sales/${bill.id}/seen`)).status).toBe(200);
  expect((await admin.get(open)).body.data).toEqual([]);
  // A desk with a network gets no such leave.
  const online = await ops.post('/exhibition/bills', { exhibition_id: place.exhibition.id, lines: [lines[0]] });
  expect(online.body.error.code).toBe('exhibition.bill.line_incomplete');
  await isWhole(place);
});

test('a till that a supervisor closed meanwhile gets the sale, marked; what was over in the count is explained by it', async () => {
  const place = await desk();
  const { admin, ops, db } = place;
  // The supervisor counts the money of a sale that the server has not heard of.
  const closed = await admin.post(`/till/sessions/${place.till}/close`, { other: '2150', reason: 'left open' });
  expect(closed.body.data).toMatchObject({ expected: '2000.00', difference: '150.00' });
  const answer = await place.send(place.sold({ amount: '150' }));
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  expect(answer.body.data.notes).toEqual(['till']);
  expect((await admin.get(`/till/sessions/${place.till}`)).body.data).toMatchObject({
    expected: '2150.00',
    counted: '2150.00',
    difference: '0.00',
    late_count: 1,
    late: '150.00',
  });
  expect(JSON.stringify((await admin.get('/waiting')).body)).toContain('till.late');
  const entry = await db.selectFrom('audit_entry').selectAll().where('action', '=', 'till.sale.late').execute();
  expect(entry).toMatchObject([{ actor_id: ops.userId, subject_id: place.till, after: { amount: '150.00' } }]);
  await isWhole(place);
  // A till of somebody else is none of theirs: the money counts as taken now, and the supervisor is told.
  const other = await place.send(place.sold({ amount: '20' }), undefined, admin);
  expect(other.body.data.notes).toEqual(['till']);
  expect((await admin.get(`/till/sessions/${place.till}`)).body.data.late_count).toBe(1);
  await isWhole(place);
});

test('the sale and the close at one moment: whichever comes first, till and ledger agree', async () => {
  const place = await desk();
  const [sale, close] = await Promise.all([
    place.send(place.sold({ amount: '150' })),
    place.admin.post(`/till/sessions/${place.till}/close`, { other: '2150', reason: 'evening' }),
  ]);
  expect([sale?.status, close?.status]).toEqual([201, 200]);
  expect((await place.admin.get(`/till/sessions/${place.till}`)).body.data).toMatchObject({
    expected: '2150.00',
    difference: '0.00',
  });
  await isWhole(place);
});

test('a number is used once, only by its holder, and what is left of a block is a gap with a reason', async () => {
  const place = await desk();
  const { admin, ops } = place;
  const block = await place.numbers();
  // The answer that was never heard comes again; a device that knows its block gets the next one.
  expect(await place.numbers()).toEqual(block);
  const [first, second] = await Promise.all([place.numbers(ops, block.id), place.numbers(ops, block.id)]);
  expect(first).toEqual(second);
  expect(first.first).toBe(block.last + 1);
  const receipt = { block_id: block.id, number: block.first };
  const sent = await Promise.all(['10', '20'].map((amount) => place.send(place.sold({ amount, receipt }))));
  const answers = sent.map(({ body }) => body.data);
  expect(answers.map(({ notes }) => notes).sort()).toEqual([[], ['number']]);
  expect(new Set(answers.map((one) => one.receipt.number)).size).toBe(2);
  const stolen = await place.send(place.sold({ amount: '30', receipt: { ...receipt, number: block.last } }), '', admin);
  expect(stolen.body.data.notes).toContain('number');

  const list = async () =>
    (await admin.get('/documents/blocks')).body.data.find((one: { id: string }) => one.id === block.id);
  const name = (number: number) => block.prefix + String(number).padStart(6, '0');
  expect(await list()).toMatchObject({
    used: 1,
    unused: 99,
    gaps: [{ from: name(block.first + 1), to: name(block.last) }],
    closed_at: null,
  });
  expect((await ops.post(`/documents/blocks/${block.id}/close`, { reason: 'lost' })).status).toBe(403);
  const closed = await admin.post(`/documents/blocks/${block.id}/close`, { reason: 'The tablet was stolen' });
  expect(closed.status).toBe(200);
  expect(await list()).toMatchObject({ close_reason: 'The tablet was stolen' });
  expect((await admin.post(`/documents/blocks/${block.id}/close`, { reason: 'x' })).status).toBe(409);
  // Nobody takes numbers without end.
  const many = await Promise.all(
    Array.from({ length: 12 }, (_, n) =>
      ops.post('/exhibition/desk/numbers', { exhibition_id: place.exhibition.id, device: `another-device-${n}` }),
    ),
  );
  expect(many.filter(({ status }) => status === 429).length).toBeGreaterThanOrEqual(4);
});

test('a discount above the limit and money by other ways still need the network', async () => {
  const place = await desk();
  await (await place.organization.as('owner')).patch('/settings/exhibition', { approve_discount_above: 5 });
  const off = {
    discount: { percent: '50' },
    discount_reason: 'Friend',
    lines: [{ description: 'Bowl', price: '100' }],
  };
  expect((await place.send(place.sold(off))).body.error.code).toBe('till.approval_needed');
  expect((await place.send(place.sold({ amount: '10', pay: [{ method: 'card' }] }))).status).toBe(400);
  const roster = await place.ops.get(`/exhibition/desk/roster?exhibition_id=${place.exhibition.id}`);
  expect(roster.body.data.paper.words).toMatchObject({ total: 'Total', tax_within: 'including {{tax}} on {{net}}' });
  expect(
    (await (await place.organization.as('viewer')).get(`/exhibition/desk/roster?exhibition_id=${place.exhibition.id}`))
      .status,
  ).toBe(403);
});

test('a sale that comes a day later counts on the day and hour on which it was made, which says so', async () => {
  const place = await desk();
  const { app, organization } = place;
  // 23:30 in Kolkata; it comes at 00:30.
  const made = '2026-12-01T18:00:00.000Z';
  app.clock.set(new Date('2026-12-01T19:00:00Z'));
  try {
    const ops = await organization.as('ops');
    const sent = await place.send(place.sold({ amount: '40', sold_at: made }), undefined, ops);
    expect(sent.status, JSON.stringify(sent.body)).toBe(201);
    await ops.post('/exhibition/bills', { amount: '7', exhibition_id: place.exhibition.id, pay: [{ method: 'card' }] });
    const of = async (day: string) => (await ops.get(`/exhibition/sales?from=${day}`)).body.data;
    const before = await of('2026-12-01');
    expect(before).toMatchObject({
      totals: [{ bills: 1, total: '40.00' }],
      by_method: [{ method: 'cash', amount: '40.00' }],
      by_hour: [{ hour: 23, amount: '40.00' }],
      arrived_later: [{ count: 1, amount: '40.00' }],
    });
    const after = await of('2026-12-02');
    expect(after).toMatchObject({
      totals: [{ bills: 1, total: '7.00' }],
      by_method: [{ method: 'card', amount: '7.00' }],
      arrived_later: [],
    });
    const both = (await ops.get('/exhibition/sales?from=2026-12-01&to=2026-12-02')).body.data;
    expect(both).toMatchObject({ totals: [{ bills: 2, total: '47.00' }], arrived_later: [] });
    const { today, by_day, by_hour } = (await ops.get('/exhibition/dashboard')).body.data;
    expect(today).toMatchObject({ day: '2026-12-02', bills: 1, sales: [{ total: '7.00' }] });
    expect(by_day.at(-2)).toMatchObject({ day: '2026-12-01', bills: 1, sales: [{ total: '40.00' }] });
    expect(by_hour.reduce((sum: number, { bills }: { bills: number }) => sum + bills, 0)).toBe(1);
  } finally {
    app.clock.reset();
  }
});
