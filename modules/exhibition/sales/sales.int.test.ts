import { readXlsx } from 'hucre/xlsx';
import { afterEach, expect, test } from 'vitest';
import { newOrganization, useTestApp } from '../../../test/harness/index.ts';
import { openExhibition, register } from '../test/factories.ts';
import { sold } from '../test/sold.ts';

afterEach(async () => (await useTestApp()).clock.reset());

async function fair() {
  const app = await useTestApp();
  // Noon in Kolkata, so that the hours of the test are on one day.
  app.clock.set(new Date('2026-11-26T06:30:00Z'));
  const organization = await newOrganization(app);
  const admin = await organization.as('admin');
  const exhibition = await openExhibition(admin);
  const customer = await register(await organization.as('ops'));
  const add = async (amount: string, description: string, pay?: object[]) =>
    // Signed in at the moment of the sale: a session does not last for the hours that a test passes.
    (
      await (
        await organization.as('ops')
      ).post(`/exhibition/customers/${customer.code}/bills`, { amount, description, ...(pay && { pay }) })
    ).body.data;
  return { app, organization, exhibition, add };
}

test('a day by method, cashier, hour and item, with the bills that are unpaid', async () => {
  const { app, organization, exhibition, add } = await fair();
  await add('100', 'Mug', [{ method: 'cash' }]);
  const open = (await add('30', 'Lamp')).bill;
  app.clock.set(new Date('2026-11-26T07:30:00Z'));
  const [admin, ops] = [await organization.as('admin'), await organization.as('ops')];
  const back = await add('50', 'Mug', [{ method: 'card', given: '20' }, { method: 'cash' }]);
  await admin.post(`/payments/${back.taken.payments[0].id}/refund`, { reason: 'broken', amount: '5' });
  const gone = (await add('70', 'Mat')).bill;
  await admin.post(`/exhibition/bills/${gone.id}/void`, { reason: 'typo' });
  await ops.post('/exhibition/bills', { amount: '10', description: 'Tea', pay: [{ method: 'cash' }] });
  const { data } = (await ops.get('/exhibition/sales')).body;
  expect(data).toMatchObject({
    from: '2026-11-26',
    to: '2026-11-26',
    totals: [{ currency: 'INR', bills: 4, total: '190.00', paid: '160.00', refunded: '5.00', due: '30.00', voided: 1 }],
    by_method: [
      { method: 'cash', count: 3, amount: '140.00', refunded: '0.00' },
      { method: 'card', count: 1, amount: '20.00', refunded: '5.00' },
    ],
    by_cashier: [{ cashier: 'Test ops', count: 4, amount: '190.00' }],
    by_hour: [
      { hour: 12, count: 2, amount: '130.00' },
      { hour: 13, count: 2, amount: '60.00' },
    ],
    by_item: [
      { item: 'Mug', count: 2, amount: '150.00' },
      { item: 'Lamp', count: 1 },
      { item: 'Tea', count: 1 },
    ],
    unpaid: [{ id: open.id, due: '30.00' }],
  });
  const elsewhere = await openExhibition(admin, { name: 'Other' });
  const at = async (id: string) => (await ops.get(`/exhibition/sales?exhibition_id=${id}`)).body.data.totals;
  expect([await at(exhibition.id), await at(elsewhere.id)]).toEqual([data.totals, []]);
});

test('any span, until a year; days are those of the organization', async () => {
  const { app, organization, add } = await fair();
  await add('100', 'Mug');
  // 00:30 of the next day in Kolkata, still the same day in UTC.
  app.clock.set(new Date('2026-11-26T19:00:00Z'));
  await add('7', 'Lamp');
  const ops = await organization.as('ops');
  const total = async (query: string) => (await ops.get(`/exhibition/sales?${query}`)).body.data?.totals[0]?.total;
  expect(await total('')).toBe('7.00');
  expect(await total('from=2026-11-26')).toBe('100.00');
  expect(await total('from=2026-11-26&to=2026-11-27')).toBe('107.00');
  const code = async (query: string) => (await ops.get(`/exhibition/sales?${query}`)).body.error.code;
  expect(await code('from=2026-11-27&to=2026-11-26')).toBe('exhibition.dates_reversed');
  expect(await code('from=2025-01-01&to=2026-11-26')).toBe('exhibition.span_too_long');
});

test('the workbook has a sheet for each table, and is audited; who may not export gets none', async () => {
  const { organization, add } = await fair();
  const ops = await organization.as('ops');
  await add('100', '=1+1', [{ method: 'cash' }]);
  await add('30', 'Lamp');
  const file = await ops.get('/exhibition/sales.xlsx');
  expect([file.status, file.headers['content-type']]).toEqual([200, expect.stringContaining('spreadsheetml')]);
  const { sheets } = await readXlsx(file.raw);
  expect(sheets.map(({ name }) => name)).toEqual([
    'By method',
    'By cashier',
    'By hour',
    'By item',
    'By tax rate',
    'By stall',
    'Unpaid bills',
  ]);
  expect(sheets[0]?.rows).toEqual([
    ['By method', 'Bills', 'Amount', 'Currency', 'Refunded'],
    ['Cash', 1, 100, 'INR', 0],
  ]);
  expect(sheets[3]?.rows[1]?.[0]).toBe('=1+1');
  expect(sheets[6]?.rows[1]?.slice(3)).toEqual(['Lamp', 30, 30, 'INR']);
  const audited = await organization.ctx.db
    .selectFrom('audit_entry')
    .select('after')
    .where('action', '=', 'exports.downloaded')
    .execute();
  expect(audited).toMatchObject([{ after: { format: 'xlsx' } }]);
  const viewer = await organization.as('viewer');
  expect((await viewer.get('/exhibition/sales.xlsx')).status).toBe(403);
  expect((await viewer.get('/exhibition/sales')).status).toBe(200);
});

test('items and taxes are counted without what came back, which stands beside them', async () => {
  const { owner, sell, giveBack } = await sold();
  const { id } = await sell();
  await sell();
  await giveBack(id, [
    [1, '1'],
    [2, '1'],
  ]);
  const { data } = (await owner.get('/exhibition/sales')).body;
  // One lamp of two is left.
  expect(data.by_tax).toMatchObject([{ percent: '5' }, { percent: '18', net: '76.26', tax: '13.73' }]);
  expect(data.by_item).toMatchObject([
    { item: 'Clay bowl', quantity: '3', amount: '202.50', returned_quantity: '1', returned: '67.50' },
    { item: 'Brass lamp', quantity: '1', amount: '89.99', returned_quantity: '1', returned: '89.99' },
  ]);
});
