import { expect, test } from 'vitest';
import { readPdf } from '../../../test/harness/pdf.ts';
import type { Payable } from '../../payments/index.ts';
import { open, TYPE } from '../../payments/test/factories.ts';
import { balances, isWhole, openTill, withDrawer } from './factories.ts';

test('X and Z say what came by method, subject, tax and hour; the cashier sees it after the count alone', async () => {
  const place = await withDrawer();
  const { app, organization, ops, admin, as, drawer } = place;
  app.clock.set('2026-11-25T04:50:00Z');
  const payables = app.boot.services.payables as Map<string, Payable>;
  const payable = payables.get(TYPE) as Payable;
  // Of 300 each, so 15 more than the parts: what it was rounded by.
  const parts = [
    { rate: 18, net_minor: 25_390, tax_minor: 4570 },
    { rate: null, net_minor: 25, tax_minor: 0 },
  ];
  payables.set(TYPE, { ...payable, taxes: async () => parts });
  const session = await openTill(ops, drawer.id, '500');
  const at = `/till/sessions/${session.id}`;
  for (const method of ['cash', 'transfer', 'cash']) {
    const { id } = await open(organization);
    const how = method === 'cash' ? ['mark-paid', { method }] : ['verify', { transaction_reference: `UTR${id}` }];
    expect((await ops.post(`/payments/${id}/${how[0]}`, how[1])).status).toBe(200);
    // Twenty past ten, then eleven, in Kolkata.
    app.clock.advance(20 * 60_000);
  }
  payables.set(TYPE, payable);
  await ops.post(`${at}/movements`, { kind: 'drop', amount: '400' });
  await ops.post(`${at}/movements`, { kind: 'no_sale', reason: 'change' });
  expect((await ops.get(`${at}/report`)).body.error.code).toBe('till.report_blind');
  expect((await ops.get(`${at}/report.pdf`)).status).toBe(403);
  const x = (await admin.get(`${at}/report`)).body.data;
  expect(x).toMatchObject({ kind: 'x', session: { expected: '700.00' } });
  await ops.post(`${at}/close`, { other: '690' });
  await ops.post(`${at}/reason`, { reason: 'ten short' });
  const z = (await ops.get(`${at}/report`)).body.data;
  expect(z).toMatchObject({
    kind: 'z',
    session: { expected: '700.00', counted: '690.00', difference: '-10.00' },
    cash: [
      { kind: 'float', count: 1, amount: '500.00' },
      { kind: 'sale', count: 2, amount: '600.00' },
      { kind: 'drop', count: 1, amount: '-400.00' },
    ],
    by_method: [
      { method: 'cash', count: 2, amount: '600.00' },
      { method: 'proof', count: 1, amount: '300.00' },
    ],
    by_subject: [{ subject: TYPE, count: 3, amount: '900.00' }],
    by_tax: [{ rate: 18, net: '761.70', tax: '137.10' }],
    untaxed: '0.75',
    rounding: '0.45',
    by_hour: [
      { hour: '2026-11-25T04:30:00.000Z', count: 2, amount: '600.00' },
      { hour: '2026-11-25T05:30:00.000Z', count: 1, amount: '300.00' },
    ],
    no_sales: 1,
    total: '900.00',
  });
  const pdf = await ops.get(`${at}/report.pdf`);
  expect(pdf.headers['content-type']).toBe('application/pdf');
  const { text } = await readPdf(pdf.raw);
  for (const word of ['Front desk', 'Test ops', '690.00', 'ten short', '18 %', 'Without tax', 'Rounding', '0.45'])
    expect(text).toContain(word);
  expect((await (await as('ops')).get(`${at}/report`)).status).toBe(404);
  await isWhole(place);
  app.clock.reset();
});

test('a supervisor corrects a slip in somebody else’s count; the books follow, and the first count stays in the log', async () => {
  const place = await withDrawer();
  const { ops, admin, drawer, db } = place;
  const session = await openTill(ops, drawer.id, '250');
  const at = `/till/sessions/${session.id}`;
  const correct = (body: object, by = admin) => by.post(`${at}/correction`, { reason: 'a key too many', ...body });
  expect((await correct({ other: '250' })).body.error.code).toBe('till.still_open');
  // One zero too many.
  await ops.post(`${at}/close`, { other: '2500' });
  expect(await balances(place)).toEqual({ 'assets:cash': 225_000, 'expenses:till_differences': -225_000 });
  expect((await correct({ other: '250' }, ops)).status).toBe(403);
  expect((await correct({ other: '250', reason: ' ' })).body.error.code).toBe('till.reason_blank');
  expect((await correct({ other: '2500' })).body.error.code).toBe('till.count_same');
  const both = await Promise.all([correct({ other: '250' }), correct({ other: '250' })]);
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
  const corrected = (await ops.get(at)).body.data;
  expect(corrected).toMatchObject({ counted: '250.00', difference: '0.00', expected: '250.00' });
  expect(await balances(place)).toEqual({});
  await isWhole(place);
  const entry = await db
    .selectFrom('audit_entry')
    .select(['before', 'after', 'note'])
    .where('action', '=', 'till.count.corrected')
    .execute();
  expect(entry).toMatchObject([
    { before: { counted: '2500.00' }, after: { counted: '250.00' }, note: 'a key too many' },
  ]);
  const own = await openTill(admin, drawer.id, '0');
  await admin.post(`/till/sessions/${own.id}/close`, { other: '1' });
  const self = await admin.post(`/till/sessions/${own.id}/correction`, { other: '0', reason: 'mine' });
  expect(self.body.error.code).toBe('till.correct_self');
});
