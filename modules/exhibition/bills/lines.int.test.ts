import { expect, test } from 'vitest';
import { orgOf } from '../../../kernel/ctx/index.ts';
import { verifyLedger } from '../../../kernel/ledger/index.ts';
import { newOrganization, useTestApp } from '../../../test/harness/index.ts';
import { PASSWORD, person, signIn } from '../../../test/harness/people.ts';
import { openExhibition, register } from '../test/factories.ts';

/** An exhibition with 5 % in its prices, and items of 5 %, 18 % and no rate of their own. */
async function stall(settings: object = {}) {
  const app = await useTestApp();
  const organization = await newOrganization(app, settings);
  const admin = await organization.as('admin');
  const exhibition = await openExhibition(admin, { tax_label: 'GST', tax_percent: '5' });
  const ops = await organization.as('ops');
  const item = async (name: string, price: string, more: object = {}) =>
    (await admin.post('/exhibition/items', { exhibition_id: exhibition.id, name, price, ...more })).body.data;
  const { db } = organization.ctx;
  return {
    app,
    admin,
    ops,
    organization,
    exhibition,
    db,
    item,
    customer: await register(ops, { phone: '+91 98765 43210' }),
    bowl: await item('Clay bowl', '75', { code: 'B1' }),
    lamp: await item('Brass lamp', '99.99', { tax_percent: '18' }),
    rows: (id: string) =>
      db.selectFrom('exhibition_bill_line').selectAll().where('bill_id', '=', id).orderBy('position').execute(),
    count: async () => (await db.selectFrom('exhibition_bill').select('id').execute()).length,
    audited: (action: string) => db.selectFrom('audit_entry').selectAll().where('action', '=', action).execute(),
    /** Every entry, bill and customer agrees. */
    async agrees() {
      const { system } = app.boot.database;
      const report = await verifyLedger(system, orgOf(organization.ctx), app.boot.services.ledgerChecks);
      expect(report.faults).toEqual([]);
    },
  };
}

const OFF = { discount: { percent: '10' }, discount_reason: 'Last day' };

test('a bill of three items of two rates and 10 % off is paid in cash by one request', async () => {
  const { ops, exhibition, bowl, lamp, rows, db, audited, agrees } = await stall();
  const body = {
    exhibition_id: exhibition.id,
    lines: [{ item_id: bowl.id, quantity: '2' }, { item_id: lamp.id }, { description: 'Ribbon', price: '10' }],
    ...OFF,
    // 259.99 less 26.00 is 233.99; bills end in whole rupees.
    expected_total: '234',
    pay: [{ method: 'cash', given: '500' }],
  };
  const key = { 'idempotency-key': 'sale-1' };
  const added = await ops.post('/exhibition/bills', body, key);
  expect(added.status, JSON.stringify(added.body)).toBe(201);
  const { bill, taken } = added.body.data;
  expect(bill).toMatchObject({
    state: 'paid',
    amount: '234.00',
    discount: '26.00',
    discount_reason: 'Last day',
    rounding_minor: 1,
    description: '2 × Clay bowl, Brass lamp, Ribbon',
  });
  expect(taken).toMatchObject({ change: '266.00' });
  // The answer was lost, and the same comes again: one bill, its three lines, one payment.
  expect((await ops.post('/exhibition/bills', body, key)).body).toEqual(added.body);
  expect(await rows(bill.id)).toMatchObject([
    {
      position: 1,
      item_id: bowl.id,
      name: 'Clay bowl',
      code: 'B1',
      quantity_milli: 2000,
      unit_price_minor: 7500,
      discount_minor: 1500,
      amount_minor: 13_500,
      tax_basis_points: 500,
    },
    { position: 2, name: 'Brass lamp', discount_minor: 1000, amount_minor: 8999, tax_basis_points: 1800 },
    { position: 3, item_id: null, name: 'Ribbon', amount_minor: 900, tax_basis_points: 500 },
  ]);
  expect(await db.selectFrom('payment').select('amount_minor').execute()).toEqual([{ amount_minor: 23_400 }]);
  expect((await ops.get(`/exhibition/bills/${bill.id}`)).body.data).toMatchObject({
    lines: [
      { name: 'Clay bowl', quantity: '2', unit_price: '75.00', discount: '15.00', amount: '135.00', tax_percent: '5' },
      { name: 'Brass lamp', tax_percent: '18' },
      { name: 'Ribbon', item_id: null },
    ],
    taxes: [
      { percent: '5', net: '137.14', tax: '6.86' },
      { percent: '18', net: '76.26', tax: '13.73' },
    ],
  });
  expect(await audited('exhibition.bill.added')).toMatchObject([
    { after: { amount: '234.00', discount: '26.00', reason: 'Last day', lines: [{ quantity: '2' }, {}, {}] } },
  ]);
  await agrees();
});

test('a customer’s bill of lines counts in their total; a change of the item later leaves it as it was', async () => {
  const { admin, ops, customer, bowl, rows, agrees } = await stall();
  const added = await ops.post(`/exhibition/customers/${customer.code}/bills`, {
    lines: [{ item_id: bowl.id, discount: { amount: '5' } }, { item_id: bowl.id }],
    discount_reason: 'Chipped',
  });
  expect(added.body.data).toMatchObject({
    bill: { amount: '145.00', discount: '5.00', rounding_minor: 0 },
    customer: { total: '145.00', due: '145.00', bill_count: 1 },
  });
  await admin.patch(`/exhibition/items/${bowl.id}`, { name: 'Bowl, old', price: '1', tax_percent: '28' });
  expect(await rows(added.body.data.bill.id)).toMatchObject([
    { name: 'Clay bowl', amount_minor: 7000, discount_minor: 500, tax_basis_points: 500 },
    { name: 'Clay bowl', amount_minor: 7500 },
  ]);
  await agrees();
});

test('outside India a total keeps its cents', async () => {
  const { ops, exhibition, lamp } = await stall({ country: 'RW' });
  const lines = [{ item_id: lamp.id }];
  const added = await ops.post('/exhibition/bills', { exhibition_id: exhibition.id, lines });
  expect(added.body.data.bill).toMatchObject({ amount: '99.99', rounding_minor: 0 });
});

test.each<[string, object, number, string, string]>([
  ['an amount and lines', { amount: '5', lines: [{ price: '1' }] }, 400, 'amount_or_lines', 'amount'],
  ['neither', {}, 400, 'amount_or_lines', 'amount'],
  ['a discount on a free amount', { amount: '5', ...OFF }, 400, 'lines_only', 'discount'],
  [
    'a discount without a reason',
    { lines: [{ price: '5' }], discount: { amount: '1' } },
    400,
    'discount_reason',
    'discount_reason',
  ],
  [
    'more off than it costs',
    { lines: [{ price: '5' }], ...OFF, discount: { amount: '6' } },
    400,
    'discount_too_large',
    'discount',
  ],
  [
    'more off a line',
    { lines: [{ price: '9' }, { price: '5', discount: { amount: '6' } }] },
    400,
    'discount_too_large',
    'lines.1',
  ],
  ['all of it off', { lines: [{ price: '5' }], ...OFF, discount: { percent: '100' } }, 400, 'amount_zero', 'lines'],
  ['101 %', { lines: [{ price: '5' }], ...OFF, discount: { percent: '101' } }, 400, 'discount_malformed', 'discount'],
  ['no price', { lines: [{ description: 'Ribbon' }] }, 400, 'line_incomplete', 'lines.0'],
  ['half a piece', { lines: [{ price: '5', quantity: '0.5' }] }, 400, 'pieces_whole', 'lines.0'],
  ['no pieces', { lines: [{ price: '5', quantity: '0' }] }, 400, 'quantity_malformed', 'lines.0'],
  ['too much at once', { lines: [{ price: '99999999', quantity: '99999' }] }, 400, 'amount_too_large', 'lines.0'],
  ['too much together', { lines: [{ price: '60000000' }, { price: '60000000' }] }, 400, 'amount_too_large', 'lines'],
  [
    'an item of elsewhere',
    { lines: [{ item_id: '019ad000-0000-7000-8000-000000000000' }] },
    409,
    'item_not_sold',
    'lines.0',
  ],
  [
    'another total than shown',
    { lines: [{ price: '5' }], expected_total: '4' },
    409,
    'total_changed',
    'expected_total',
  ],
  ['a large bill once', { lines: [{ price: '50001', quantity: '2' }] }, 409, 'confirm_amount', 'confirmed_amount'],
])('%s is refused at its field, and nothing is written', async (_, body, status, code, field) => {
  const { ops, customer, count } = await stall();
  const refused = await ops.post(`/exhibition/customers/${customer.code}/bills`, body);
  expect([refused.status, refused.body.error.code]).toEqual([status, `exhibition.bill.${code}`]);
  expect(Object.keys(refused.body.error.fields)).toEqual([field]);
  expect(await count()).toBe(0);
});

test('an item’s price is the server’s, also of one that was archived, or whose price has changed since it was shown', async () => {
  const { admin, ops, exhibition, bowl, count } = await stall();
  const sell = (more: object, line: object = {}) =>
    ops.post('/exhibition/bills', { exhibition_id: exhibition.id, lines: [{ item_id: bowl.id, ...line }], ...more });
  expect((await sell({}, { price: '1' })).body.error.code).toBe('exhibition.bill.line_incomplete');
  const elsewhere = await openExhibition(admin, { name: 'Other' });
  expect((await sell({ exhibition_id: elsewhere.id })).body.error.code).toBe('exhibition.bill.item_not_sold');
  await admin.patch(`/exhibition/items/${bowl.id}`, { price: '80' });
  const changed = await sell({ expected_total: '75.00' });
  expect(changed.body.error.message).toContain('80.00 INR');
  await admin.patch(`/exhibition/items/${bowl.id}`, { archived: true });
  expect((await sell({})).body.error.code).toBe('exhibition.bill.item_not_sold');
  expect(await count()).toBe(0);
});

test('a discount above the limit needs a supervisor, once for each bill and up to what they saw', async () => {
  const { app, organization, admin, ops, exhibition, bowl, audited, count } = await stall();
  const owner = await organization.as('owner');
  expect((await admin.patch('/settings/exhibition', { approve_discount_above: 50 })).status).toBe(403);
  expect((await owner.patch('/settings/exhibition', { approve_discount_above: 10 })).status).toBe(200);
  const sell = (percent: string, approval_id?: string) =>
    ops.post('/exhibition/bills', {
      exhibition_id: exhibition.id,
      lines: [{ item_id: bowl.id, quantity: '4' }],
      discount: { percent },
      discount_reason: 'A friend',
      ...(approval_id && { approval_id }),
    });
  expect((await sell('10')).status).toBe(201);
  const refused = await sell('20');
  expect([refused.status, refused.body.error.code]).toEqual([403, 'till.approval_needed']);
  // One line of many given away for nothing is above it too.
  const free = { item_id: bowl.id, discount: { percent: '100' } };
  const hidden = await ops.post('/exhibition/bills', {
    exhibition_id: exhibition.id,
    discount_reason: 'A friend',
    lines: [free, { item_id: bowl.id, quantity: '50' }],
  });
  expect(hidden.body.error.code).toBe('till.approval_needed');
  const supervisor = await person(app, organization, 'admin');
  const { browser } = await signIn(app, { email: supervisor.email, password: PASSWORD });
  expect((await browser.post('/approvals/pin', { password: PASSWORD, pin: '4711' })).status).toBe(200);
  const approve = async (amount: string) => {
    const about = { what: 'exhibition.discount', subject_id: exhibition.id, amount, currency: 'INR' };
    const given = await ops.post('/approvals', { ...about, approver_id: supervisor.id, pin: '4711' });
    expect(given.status, JSON.stringify(given.body)).toBe(201);
    return given.body.data.id;
  };
  const small = await approve('59.99');
  expect((await sell('20', small)).body.error.code).toBe('till.approval_gone');
  const enough = await approve('60');
  const both = await Promise.all([sell('20', enough), sell('20', enough)]);
  expect(both.map(({ status }) => status).sort()).toEqual([201, 403]);
  expect(await count()).toBe(2);
  expect(await audited('exhibition.bill.added')).toContainEqual(
    expect.objectContaining({ after: expect.objectContaining({ discount: '60.00', approved_by: expect.any(String) }) }),
  );
});

test('payments in parts, refunds and the till’s report have the taxes of each rate, which add up', async () => {
  const { admin, exhibition, bowl, lamp, item, agrees } = await stall();
  const book = await item('Book', '33.33', { tax_percent: '0' });
  const drawer = (await admin.post('/till/drawers', { name: 'Front', code: 'front' })).body.data;
  const session = (await admin.post('/till/sessions', { drawer_id: drawer.id, float: '0' })).body.data;
  const lines = [{ item_id: bowl.id, quantity: '3' }, { item_id: lamp.id }, { item_id: book.id }];
  const { bill } = (await admin.post('/exhibition/bills', { exhibition_id: exhibition.id, lines })).body.data;
  expect(bill).toMatchObject({ amount: '358.00', rounding_minor: -32 });
  const pay = (method: string, given?: string) =>
    admin.post(`/exhibition/bills/${bill.id}/payments`, { pay: [{ method, given }], part: true });
  await pay('cash', '100.01');
  const card = (await pay('card', '77.77')).body.data.taken.payments[0];
  const back = await admin.post(`/payments/${card.id}/refund`, { reason: 'another card', method: 'card' });
  expect(back.status, JSON.stringify(back.body)).toBe(200);
  await pay('cash');
  const report = async () => (await admin.get(`/till/sessions/${session.id}/report`)).body.data;
  const whole = [
    { rate: 0, net: '33.33', tax: '0.00' },
    { rate: 5, net: '214.29', tax: '10.71' },
    { rate: 18, net: '84.74', tax: '15.25' },
  ];
  // What the bill was rounded by stands below the rates, and all of it is the total.
  const ended = { by_tax: whole, untaxed: '0.00', rounding: '-0.32', total: '358.00' };
  expect(await report()).toMatchObject(ended);
  const sales = async () => (await admin.get('/exhibition/sales')).body.data;
  expect(await sales()).toMatchObject({
    by_item: [
      { item: 'Clay bowl', quantity: '3', count: 1, amount: '225.00' },
      { item: 'Brass lamp', amount: '99.99' },
      { item: 'Book', amount: '33.33' },
    ],
    by_tax: [
      { percent: '0', net: '33.33', tax: '0.00' },
      { percent: '5', net: '214.29', tax: '10.71' },
      { percent: '18', net: '84.74', tax: '15.25' },
    ],
  });
  // All of it goes back: nothing is taxed any more.
  const payments = (await admin.get(`/exhibition/bills/${bill.id}`)).body.data.payments;
  for (const payment of payments.filter(({ state }: { state: string }) => state === 'verified'))
    await admin.post(`/payments/${payment.id}/refund`, { reason: 'broken' });
  const left = await report();
  expect(left.by_tax.every(({ net, tax }: Record<string, string>) => net === '0.00' && tax === '0.00')).toBe(true);
  expect(left).toMatchObject({ untaxed: '0.00', rounding: '0.00', total: '0.00' });
  await agrees();
});

test('many sales of one item at once, with their cash: each bill has its lines, and everything agrees', async () => {
  const { ops, organization, exhibition, customer, bowl, lamp, count, db, agrees } = await stall();
  const other = await organization.as('ops');
  const lines = [{ item_id: bowl.id }, { item_id: lamp.id, quantity: '2' }];
  const body = { exhibition_id: exhibition.id, lines, ...OFF, pay: [{ method: 'cash' }] };
  const key = (n: number) => ({ 'idempotency-key': `sale-${n}` });
  const sold = await Promise.all(
    [1, 2, 3, 4, 5, 5].flatMap((n) => [
      ops.post('/exhibition/bills', body, key(n)),
      other.post(`/exhibition/customers/${customer.code}/bills`, body, key(n)),
    ]),
  );
  expect(sold.map(({ status }) => status).filter((status) => status !== 201 && status !== 409)).toEqual([]);
  expect(await count()).toBe(10);
  expect((await db.selectFrom('exhibition_bill_line').select('bill_id').execute()).length).toBe(20);
  await agrees();
});

test('behind the application no line of a bill is edited or deleted', async () => {
  const { ops, exhibition, bowl, db } = await stall();
  await ops.post('/exhibition/bills', { exhibition_id: exhibition.id, lines: [{ item_id: bowl.id }] });
  const change = (set: object) => db.updateTable('exhibition_bill_line').set(set).execute();
  await expect(change({ amount_minor: 1 })).rejects.toThrow('never edited');
  await expect(change({ returned_milli: 1001 })).rejects.toThrow('check');
  await expect(db.deleteFrom('exhibition_bill_line').execute()).rejects.toThrow();
});
