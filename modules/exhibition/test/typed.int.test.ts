import { expect, test } from 'vitest';
import { newOrganization, useTestApp } from '../../../test/harness/index.ts';
import { asha, openExhibition, register } from './factories.ts';

async function desk(over = {}) {
  const organization = await newOrganization(await useTestApp(), over);
  await openExhibition(await organization.as('admin'));
  return { organization, ops: await organization.as('ops'), db: organization.ctx.db };
}

test.each([
  ['1,000.50', 100_050],
  ['1,00,000', 10_000_000],
  ['₹50', 5000],
  ['.5', 50],
  ['१२५', 12_500],
  ['Rs. १,२५,०००/-', 12_500_000],
])('a bill of %s is one of %i paise: in the row, the answer and the audit', async (amount, minor) => {
  const { ops, db } = await desk();
  const { code } = await register(ops);
  // Large ones are sent twice, in the same spelling.
  const added = await ops.post(`/exhibition/customers/${code}/bills`, { amount, confirmed_amount: amount });
  expect([added.status, added.body.data?.bill.amount_minor]).toEqual([201, minor]);
  expect(
    Number((await db.selectFrom('exhibition_bill').select('amount_minor').executeTakeFirstOrThrow()).amount_minor),
  ).toBe(minor);
  const entry = await db
    .selectFrom('audit_entry')
    .select('after')
    .where('action', '=', 'exhibition.bill.added')
    .executeTakeFirstOrThrow();
  expect(entry.after).toMatchObject({ amount: (minor / 100).toFixed(2) });
});

test('in Spain a thousand and a fraction are told apart, or refused: never guessed', async () => {
  const { ops, db } = await desk({ language: 'es', country: 'ES', currency: 'EUR', timeZone: 'Europe/Madrid' });
  const { code } = await register(ops, { phone: '612 345 678' });
  const bill = (amount: string) =>
    ops.post(`/exhibition/customers/${code}/bills`, { amount }, { 'accept-language': 'es' });
  expect((await bill('1.000,50')).body.data.bill.amount).toBe('1000.50');
  expect((await bill('12,5')).body.data.bill.amount).toBe('12.50');
  for (const doubtful of ['1.000', '1,000']) {
    const refused = await bill(doubtful);
    expect([refused.status, refused.body.error.code]).toEqual([400, 'exhibition.bill.amount_ambiguous']);
    expect(refused.body.error.fields.amount).toContain(`«${doubtful}»`);
    expect(refused.body.error.fields.amount).toContain('1000');
  }
  expect(await db.selectFrom('exhibition_bill').select('id').execute()).toHaveLength(2);
});

test('telephone numbers and IDs may be typed in digits of another script', async () => {
  const { ops } = await desk();
  const made = await register(ops, { phone: '९८७६५ ४३२१०' });
  expect(made).toMatchObject({ phone: '+919876543210' });
  const typed = made.code.replaceAll(/\d/g, (digit) => String.fromCodePoint(0x966 + Number(digit)));
  expect((await ops.get(`/exhibition/customers/${encodeURIComponent(typed)}`)).body.data.id).toBe(made.id);
  expect((await ops.get(`/exhibition/scan?text=${encodeURIComponent(typed)}`)).body.data.id).toBe(made.id);
});

test('an export writes telephone numbers as they are and keeps formulas from being computed', async () => {
  const { organization, ops } = await desk();
  const admin = await organization.as('admin');
  for (const name of ['=1+1', ';=1+1', 'Asha|@SUM(1)', '＝1+1', '-1+1', '+919812345678'])
    await register(ops, { ...asha, name });
  const csv = (await admin.get('/exhibition/customers/export.csv')).raw.toString();
  const names = csv
    .split('\r\n')
    .slice(1, -1)
    .map((line) => line.split(',').slice(1, 4));
  expect(names.map(([, , phone]) => phone)).toEqual(Array(6).fill('+919876543210'));
  expect(names.map(([name]) => name)).toEqual(['+919812345678', "'-1+1", "'＝1+1", "Asha|'@SUM(1)", ";'=1+1", "'=1+1"]);
});
