import { beforeEach, expect, test } from 'vitest';
import { formOf } from '../../../test/harness/form.ts';
import {
  type Caller,
  eventually,
  newOrganization,
  type TestOrganization,
  useTestApp,
} from '../../../test/harness/index.ts';
import { openExhibition } from '../test/factories.ts';

let organization: TestOrganization;
let admin: Caller;
let exhibitionId: string;

async function begin(settings: object = {}) {
  organization = await newOrganization(await useTestApp(), settings);
  admin = await organization.as('admin');
  exhibitionId = (await openExhibition(admin)).id;
}
beforeEach(() => begin());

async function check(bytes: string | Uint8Array, { to = exhibitionId, name = 'items.csv' } = {}) {
  const form = await formOf({ exhibition_id: to }, { name, bytes });
  const checked = await admin.post('/imports/exhibition.items', form.body, form.headers);
  expect(checked.status, JSON.stringify(checked.body)).toBe(201);
  return checked.body.data;
}
async function run(id: string, body: object = {}) {
  const started = await admin.post(`/imports/${id}/run`, body);
  expect([started.status, started.body.error?.code]).toEqual([202, undefined]);
  return eventually(async () => {
    const { data } = (await admin.get(`/imports/${id}`)).body;
    return data.state === 'done' && data;
  }, 'the import to be done');
}
const add = (over: object) =>
  admin.post('/exhibition/items', { exhibition_id: exhibitionId, price: '75', ...over }).then((added) => {
    expect(added.status, JSON.stringify(added.body)).toBe(201);
    return added.body.data;
  });
const rows = (of = exhibitionId) =>
  organization.ctx.db
    .selectFrom('exhibition_item')
    .selectAll()
    .where('exhibition_id', '=', of)
    .orderBy('name')
    .execute();
const changes = () =>
  organization.ctx.db
    .selectFrom('audit_entry')
    .select('id')
    .where('action', 'in', ['exhibition.item.changed', 'exhibition.item.counted'])
    .execute();

test('a dry run shows every fault, and the good rows are added with their audit entries', async () => {
  await add({ name: 'Lamp', quick_key: 4 });
  const csv = `Item;Size;Barcode;MRP;Unit;GST;HSN code;Category;Color;Key;Stock;Archived
Clay bowl;;8901234567894;₹75,50;pcs;5%;6912;Clay;Orange;1;40;
Tea;;;1,250.00;kg;12,5;09.02;Food;;2;2,5;no
T-shirt;M;TS-M;500;;;;Cloth;blue;;3;
T-shirt;L;TS-L;550;;;;Cloth;blue;;;
Old mug;;;10;;;;;;;;yes
Free;;;0;;;;;;;;
;;;5;;;;;;;;
Odd;;;5;dozen;;;;;;;
Odd;;;5;;lots;;;;;;
Odd;;;5;;;;;mauve;;;
Odd;;;5;;;;;;100;;
Odd;;;5;;;;;;;1.5;
Odd;;;5;;;;;;4;;
Odd;;;5;;;;;;1;;
Odd;;;5;;;;;;;;perhaps
`;
  const report = await check(csv);
  expect(report).toMatchObject({ total: 15, good: 5, bad: 10, duplicates: 0, ignored: [] });
  expect(report.faults.map(({ row, column, code }: Record<string, string>) => [row, column, code])).toEqual([
    [7, 'price', 'exhibition.bill.amount_zero'],
    [8, 'name', 'exhibition.item.name_blank'],
    [9, 'unit', 'exhibition.item.unit_unknown'],
    [10, 'tax_percent', 'exhibition.item.tax_malformed'],
    [11, 'colour', 'exhibition.item.colour_unknown'],
    [12, 'quick_key', 'exhibition.item.quick_key_malformed'],
    [13, 'stock', 'exhibition.item.quantity_whole'],
    [14, 'quick_key', 'exhibition.item.quick_key_taken'],
    [15, 'quick_key', 'imports.twice_in_file'],
    [16, 'archived', 'exhibition.item.archived_unknown'],
  ]);
  expect(await rows()).toHaveLength(1);
  expect(await run(report.id, { skip_bad: true })).toMatchObject({ written: 5, refused: 10 });
  const stored = await rows();
  expect(stored).toMatchObject([
    {
      name: 'Clay bowl',
      code: '8901234567894',
      price_minor: 7550,
      tax_basis_points: 500,
      hsn: '6912',
      stock_milli: 40_000,
    },
    { name: 'Lamp' },
    { name: 'Old mug', archived_at: expect.any(Date) },
    { name: 'T-shirt', variant: null, code: null, colour: 'blue' },
    { name: 'T-shirt, L', variant: 'L', code: 'TS-L', price_minor: 55_000 },
    { name: 'T-shirt, M', variant: 'M', code: 'TS-M', stock_milli: 3000 },
    { name: 'Tea', unit: 'kg', price_minor: 125_000, tax_basis_points: 1250, hsn: '0902', stock_milli: 2500 },
  ]);
  const audited = await organization.ctx.db
    .selectFrom('audit_entry')
    .select('subject_id')
    .where('action', '=', 'exhibition.item.added')
    .execute();
  expect(audited.map(({ subject_id }) => subject_id).sort()).toEqual(stored.map(({ id }) => id).sort());
});

/** Everything an item can have, and names that a spreadsheet would run or people give twice. */
async function everything() {
  await add({
    name: '=1+1',
    code: '0012',
    tax_percent: '12.5',
    hsn: '6912',
    category: '@home',
    colour: 'teal',
    quick_key: 3,
  });
  await add({ name: 'Mug', price: '10.10' });
  await add({ name: 'Mug', price: '12' });
  await add({ name: 'Tea', unit: 'kg', stock: '2.5' });
  await admin.patch(`/exhibition/items/${(await add({ name: 'Gone', code: 'GONE' })).id}`, { archived: true });
  await add({ name: 'Here, now', code: 'GONE' });
  const shirt = await add({ name: 'T-shirt, white' });
  for (const variant of ['M', 'L']) await add({ variant_of: shirt.id, variant, code: `TS-${variant}`, stock: '3' });
}

test.each(['en', 'hi', 'es'])('our own export comes back unchanged, as CSV and as Excel (%s)', async (language) => {
  await everything();
  const before = await rows();
  for (const format of ['csv', 'xlsx']) {
    const file = await admin.get(`/exhibition/items/export.${format}`, { 'accept-language': language });
    const report = await check(file.raw, { name: `items.${format}` });
    expect(report).toMatchObject({ total: 9, good: 9, bad: 0, duplicates: 9, ignored: [] });
    const { data } = (await admin.get(`/imports/${report.id}/duplicates`)).body;
    expect(new Set(data.map(({ column }: { column: string }) => column))).toEqual(new Set(['id']));
    expect(await run(report.id, { duplicates: 'update' })).toMatchObject({ written: 0, updated: 9, refused: 0 });
    expect(await rows()).toEqual(before);
    expect(await changes()).toHaveLength(1); // the one that was archived above
  }
});

test('a list goes to the next exhibition, where three decimals and a decimal comma are no trap', async () => {
  await begin({ currency: 'KWD', country: 'DE', language: 'de' });
  await everything();
  await add({ name: 'Dear', price: '1,5' });
  const next = await openExhibition(admin);
  const csv = (await admin.get('/exhibition/items/export.csv')).raw;
  const report = await check(csv, { to: next.id });
  expect(report).toMatchObject({ total: 10, good: 10, bad: 0 });
  expect(await run(report.id, { duplicates: 'add' })).toMatchObject({ written: 10, refused: 0 });
  const bare = (list: Awaited<ReturnType<typeof rows>>) =>
    list
      .toSorted((a, b) => a.price_minor - b.price_minor)
      .map(({ name, code, price_minor, unit, stock_milli, quick_key, variant, archived_at }) => ({
        name,
        code,
        price_minor,
        unit,
        stock_milli,
        quick_key,
        variant,
        archived: archived_at !== null,
      }));
  expect(bare(await rows(next.id))).toEqual(bare(await rows()));
  // A person's list has no currency, and 1.500 is asked about.
  const typed = await check('Name,Price\nDear,1.500\n', { to: next.id });
  expect(typed.faults).toMatchObject([{ code: 'exhibition.bill.amount_ambiguous' }]);
  const other = await check('Name,Price,Currency\nDear,1.5,INR\n', { to: next.id });
  expect(other.faults).toMatchObject([{ column: 'currency', code: 'exhibition.item.other_currency' }]);
});

test('new prices come by code, and what the list does not say stays, the stock too', async () => {
  const mug = await add({ name: 'Mug', code: 'MUG', category: 'Clay', stock: '7', quick_key: 1 });
  await add({ name: 'Lamp' });
  const report = await check('Name,Code,Price,Stock\nMug,MUG,80,99\nlamp,LAMP,20,\n');
  expect(report).toMatchObject({ good: 2, duplicates: 2 });
  const refused = await admin.post(`/imports/${report.id}/run`, {});
  expect([refused.status, refused.body.error.code]).toEqual([409, 'imports.has_duplicates']);
  expect(await run(report.id, { duplicates: 'update' })).toMatchObject({ written: 0, updated: 2 });
  expect(await rows()).toMatchObject([
    { id: mug.id, name: 'Mug', category: 'Clay', price_minor: 8000, stock_milli: 7000, quick_key: 1 },
    { name: 'lamp', code: 'LAMP', price_minor: 2000, stock_milli: null },
  ]);
  expect(await changes()).toHaveLength(2);
  const ops = await organization.as('ops');
  const form = await formOf({ exhibition_id: exhibitionId }, { name: 'items.csv', bytes: 'Name,Price\nMug,1\n' });
  expect((await ops.post('/imports/exhibition.items', form.body, form.headers)).status).toBe(403);
});
