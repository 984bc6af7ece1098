import sharp from 'sharp';
import { expect, test } from 'vitest';
import { formOf } from '../../../test/harness/form.ts';
import { newOrganization, useTestApp } from '../../../test/harness/index.ts';
import { openExhibition } from '../test/factories.ts';

const PICTURE = { create: { width: 8, height: 8, channels: 3, background: 'teal' } } as const;

async function fair(settings: object = {}) {
  const app = await useTestApp();
  const organization = await newOrganization(app, settings);
  const admin = await organization.as('admin');
  const exhibition = await openExhibition(admin);
  return {
    admin,
    organization,
    exhibition,
    db: organization.ctx.db,
    add: (over: object = {}) =>
      admin.post('/exhibition/items', { exhibition_id: exhibition.id, name: 'Clay bowl', price: '75', ...over }),
    async listed(query: string) {
      const answer = await admin.get(`/exhibition/items?${query}`);
      expect(answer.status).toBe(200);
      return answer.body;
    },
  };
}

test('an item is added, changed and archived: reply, row and audit entry', async () => {
  const { admin, organization, exhibition, db, add } = await fair();
  const fields = { code: ' 8901234567894 ', tax_percent: '12.5', category: 'Clay', quick_key: 3 };
  const body = { exhibition_id: exhibition.id, name: ' Clay bowl ', price: '75.50', ...fields };
  const key = { 'idempotency-key': 'item-1' };
  const added = await admin.post('/exhibition/items', body, key);
  expect(added.status, JSON.stringify(added.body)).toBe(201);
  const { id } = added.body.data;
  expect(added.body.data).toMatchObject({
    ...fields,
    name: 'Clay bowl',
    code: '8901234567894',
    price: '75.50',
    price_minor: 7550,
    currency: 'INR',
    archived: false,
  });
  // The answer was lost, and the same comes again.
  expect((await admin.post('/exhibition/items', body, key)).body.data.id).toBe(id);

  const changed = await admin.patch(`/exhibition/items/${id}`, { price: '80', tax_percent: null });
  expect(changed.body.data).toMatchObject({
    price_minor: 8000,
    tax_percent: null,
    code: '8901234567894',
    quick_key: 3,
  });
  // What changes nothing leaves no trace.
  expect((await admin.patch(`/exhibition/items/${id}`, { price: '80.00', tax_percent: null })).status).toBe(200);
  const archived = await admin.patch(`/exhibition/items/${id}`, { archived: true });
  expect(archived.body.data).toMatchObject({ archived: true, price_minor: 8000 });

  const rows = await db.selectFrom('exhibition_item').selectAll().execute();
  expect(rows).toMatchObject([{ id, price_minor: 8000, tax_basis_points: null, quick_key: 3 }]);
  const entries = await db
    .selectFrom('audit_entry')
    .select(['action', 'subject_id'])
    .where('action', 'like', 'exhibition.item.%')
    .orderBy('id')
    .execute();
  expect(entries.map(({ action, subject_id }) => [action, subject_id])).toEqual([
    ['exhibition.item.added', id],
    ['exhibition.item.changed', id],
    ['exhibition.item.changed', id],
  ]);
  // Prices are the organizer's: a cashier reads them.
  const ops = await organization.as('ops');
  expect((await ops.get(`/exhibition/items/${id}`)).body.data.name).toBe('Clay bowl');
  expect((await ops.patch(`/exhibition/items/${id}`, { price: '1' })).status).toBe(403);
  expect((await add({ exhibition_id: id })).body.error.code).toBe('exhibition.not_found');
});

test('a price without a change is not read again, where a point may mean a thousand', async () => {
  const { admin, add } = await fair({ currency: 'KWD', country: 'DE' });
  const { id } = (await add({ price: '1,5' })).body.data;
  const changed = await admin.patch(`/exhibition/items/${id}`, { name: 'Bowl' });
  expect(changed.body.data).toMatchObject({ name: 'Bowl', price_minor: 1500 });
});

test('two items on sale never share a code or a key, also when both are added at once', async () => {
  const { admin, exhibition, db, add, listed } = await fair();
  const both = await Promise.all([add({ code: 'MUG', quick_key: 1 }), add({ code: 'MUG', quick_key: 2 })]);
  expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
  const lost = both.find(({ status }) => status === 409);
  expect(lost?.body.error).toMatchObject({ code: 'exhibition.item.code_taken', fields: { code: expect.anything() } });
  const first = both.find(({ status }) => status === 201)?.body.data;
  const same = await add({ quick_key: first.quick_key });
  expect([same.status, same.body.error.code]).toEqual([409, 'exhibition.item.quick_key_taken']);
  expect(await db.selectFrom('exhibition_item').select('id').execute()).toHaveLength(1);

  // What is not sold any more leaves its code and key to others, and comes back only when they are free.
  expect((await admin.patch(`/exhibition/items/${first.id}`, { archived: true })).status).toBe(200);
  const next = await add({ code: 'MUG', name: 'Mug, new' });
  expect(next.status).toBe(201);
  const back = await admin.patch(`/exhibition/items/${first.id}`, { archived: false });
  expect([back.status, back.body.error.code]).toEqual([409, 'exhibition.item.code_taken']);
  const filter = encodeURIComponent(JSON.stringify({ exhibition_id: exhibition.id, code: 'MUG', archived: false }));
  const found = await listed(`filter=${filter}`);
  expect(found.data.map(({ id }: { id: string }) => id)).toEqual([next.body.data.id]);
  // Another exhibition has its own codes.
  const other = await openExhibition(admin);
  expect((await add({ code: 'MUG', exhibition_id: other.id })).status).toBe(201);
});

test.each([
  [{ name: '  ' }, 400, 'exhibition.item.name_blank'],
  [{ price: '0' }, 400, 'exhibition.bill.amount_zero'],
  [{ price: 'cheap' }, 400, 'exhibition.bill.amount_malformed'],
  [{ price: '1.005' }, 400, 'exhibition.bill.amount_decimals'],
  [{ quick_key: 0 }, 400, 'http.invalid'],
  [{ tax_percent: '-5' }, 400, 'http.invalid'],
  [{ hsn: '12' }, 400, 'http.invalid'],
  [{ colour: 'mauve' }, 400, 'http.invalid'],
  [{ variant: 'M' }, 400, 'exhibition.item.variant_alone'],
  [{ stock: '1.5' }, 400, 'exhibition.item.quantity_whole'],
  [{ stock: 'many', unit: 'kg' }, 400, 'exhibition.item.quantity_malformed'],
  [{ image_file_id: '019c0000-0000-7000-8000-000000000000' }, 400, 'exhibition.item.picture_unknown'],
])('refuses %j and leaves everything as it was', async (over, status, code) => {
  const { db, add } = await fair();
  const refused = await add(over);
  expect([refused.status, refused.body.error.code]).toEqual([status, code]);
  expect(await db.selectFrom('exhibition_item').select('id').execute()).toEqual([]);
});

test('pages by name, also of equal names', async () => {
  const { add, listed } = await fair();
  for (const name of ['mug', 'Bowl', 'mug', 'Mug', 'lamp']) expect((await add({ name })).status).toBe(201);
  const names: string[] = [];
  let after = '';
  do {
    const { data, page } = await listed(`limit=2${after}`);
    names.push(...data.map(({ name }: { name: string }) => name));
    after = page.next ? `&after=${encodeURIComponent(page.next)}` : '';
  } while (after);
  expect(names).toEqual(['Bowl', 'lamp', 'mug', 'mug', 'Mug']);
});

test('an exhibition with items keeps its currency, and takes them along when it is removed', async () => {
  const { admin, exhibition, db, add } = await fair();
  await add();
  const currency = await admin.patch(`/exhibition/exhibitions/${exhibition.id}`, { currency: 'USD' });
  expect([currency.status, currency.body.error.code]).toEqual([409, 'exhibition.currency_fixed']);
  // A walk-in's bill has no customer, and holds its exhibition as well.
  const bill = { exhibition_id: exhibition.id, amount: '5' };
  const sold = await openExhibition(admin);
  expect((await admin.post('/exhibition/bills', { ...bill, exhibition_id: sold.id })).status).toBe(201);
  const kept = await admin.delete(`/exhibition/exhibitions/${sold.id}`);
  expect([kept.status, kept.body.error.code]).toEqual([409, 'exhibition.has_customers']);
  const fixed = await admin.patch(`/exhibition/exhibitions/${sold.id}`, { currency: 'USD' });
  expect([fixed.status, fixed.body.error.code]).toEqual([409, 'exhibition.currency_fixed']);

  expect((await admin.delete(`/exhibition/exhibitions/${exhibition.id}`)).status).toBe(200);
  expect(await db.selectFrom('exhibition_item').select('id').execute()).toEqual([]);
});

test('looks, unit and number are kept, and a picture is one that was sent for an item', async () => {
  const { admin, db, add } = await fair();
  const form = await formOf({}, { name: 'bowl.png', bytes: await sharp(PICTURE).png().toBuffer() });
  const sent = await admin.post('/files?purpose=exhibition.item', form.body, form.headers);
  expect(sent.status, JSON.stringify(sent.body)).toBe(201);
  const looks = { unit: 'kg', hsn: '0902', colour: 'teal', image_file_id: sent.body.data.id, stock: '12.5' };
  const added = await add(looks);
  expect(added.body.data).toMatchObject({ ...looks, stock_milli: 12_500, variants: 0, variant_of: null });
  expect(await db.selectFrom('exhibition_item').select(['unit', 'hsn', 'colour', 'stock_milli']).execute()).toEqual([
    { unit: 'kg', hsn: '0902', colour: 'teal', stock_milli: 12_500 },
  ]);
  const bare = await admin.patch(`/exhibition/items/${added.body.data.id}`, { colour: null, image_file_id: null });
  expect(bare.body.data).toMatchObject({ colour: null, image_file_id: null, hsn: '0902' });
});

test('variants are named after their item, leave the sale with it and come back with it', async () => {
  const { admin, exhibition, add, listed } = await fair();
  const shirt = (await add({ name: 'T-shirt', quick_key: 5 })).body.data;
  const variant = (word: string, over: object = {}) =>
    admin.post('/exhibition/items', {
      exhibition_id: exhibition.id,
      variant_of: shirt.id,
      variant: word,
      price: '500',
      ...over,
    });
  const m = (await variant('M', { code: 'TS-M' })).body.data;
  expect(m).toMatchObject({
    name: 'T-shirt, M',
    variant: 'M',
    variant_of: shirt.id,
    code: 'TS-M',
    price_minor: 50_000,
  });
  const l = (await variant(' L ')).body.data;
  expect(l.name).toBe('T-shirt, L');
  expect((await variant('m')).body.error.code).toBe('exhibition.item.variant_taken');
  expect((await variant('  ')).body.error.code).toBe('exhibition.item.variant_unnamed');
  expect((await variant('S', { variant_of: m.id })).body.error.code).toBe('exhibition.item.variant_nested');
  const other = await openExhibition(admin);
  expect((await variant('S', { exhibition_id: other.id })).body.error.code).toBe('exhibition.item.not_found');
  expect((await variant('S'.repeat(60), {})).status).toBe(201);
  expect((await admin.patch(`/exhibition/items/${m.id}`, { name: 'Shirt' })).body.error.code).toBe(
    'exhibition.item.variant_named',
  );

  const renamed = await admin.patch(`/exhibition/items/${shirt.id}`, { name: 'Shirt' });
  expect(renamed.body.data).toMatchObject({ name: 'Shirt', variants: 3 });
  const names = async (filter: object) =>
    (await listed(`filter=${encodeURIComponent(JSON.stringify(filter))}`)).data.map(
      ({ name }: { name: string }) => name,
    );
  expect(await names({ variant_of: shirt.id })).toEqual(['Shirt, L', 'Shirt, M', `Shirt, ${'S'.repeat(60)}`]);
  expect((await admin.patch(`/exhibition/items/${m.id}`, { variant: 'Medium' })).body.data.name).toBe('Shirt, Medium');

  // One was taken out of the sale before: it stays out.
  await admin.patch(`/exhibition/items/${l.id}`, { archived: true });
  await admin.patch(`/exhibition/items/${shirt.id}`, { archived: true });
  expect(await names({ exhibition_id: exhibition.id, archived: false })).toEqual([]);
  await admin.patch(`/exhibition/items/${shirt.id}`, { archived: false });
  expect(await names({ exhibition_id: exhibition.id, archived: true })).toEqual(['Shirt, L']);
  expect((await admin.delete(`/exhibition/exhibitions/${exhibition.id}`)).status).toBe(200);
});

test('a search finds a part of the name, the category and the code, also folded', async () => {
  const { add, listed } = await fair();
  await add({ name: 'Café filter', code: 'KF-100' });
  await add({ name: 'Mug', category: 'Clay 100%' });
  const found = async (text: string) =>
    (await listed(`search=${encodeURIComponent(text)}`)).data.map(({ name }: { name: string }) => name);
  expect(await found('cafe')).toEqual(['Café filter']);
  expect(await found('kf-1')).toEqual(['Café filter']);
  expect(await found('100%')).toEqual(['Mug']);
  expect(await found('nothing')).toEqual([]);
});

test('keys are arranged at once, also exchanged, and two people never arrange over each other', async () => {
  const { admin, organization, exhibition, db, add } = await fair();
  const bowl = (await add({ name: 'Bowl', quick_key: 1 })).body.data.id;
  const mug = (await add({ name: 'Mug', quick_key: 2 })).body.data.id;
  const lamp = (await add({ name: 'Lamp' })).body.data.id;
  const keys = (...of: [string, number][]) => of.map(([item_id, quick_key]) => ({ item_id, quick_key }));
  const put = (to: object[], expected?: object[]) =>
    admin.post('/exhibition/quick-keys', { exhibition_id: exhibition.id, keys: to, ...(expected && { expected }) });
  const seen = keys([bowl, 1], [mug, 2]);
  const both = await Promise.all([
    put(keys([mug, 1], [bowl, 2], [lamp, 9]), seen),
    put(keys([mug, 1], [bowl, 3], [lamp, 9]), seen),
  ]);
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
  expect(both.find(({ status }) => status === 409)?.body.error.code).toBe('exhibition.item.keys_moved');
  const stored = await db.selectFrom('exhibition_item').select(['id', 'quick_key']).execute();
  const at = new Map(stored.map((row) => [row.id, row.quick_key]));
  expect([at.get(mug), at.get(lamp)]).toEqual([1, 9]);
  const audits = await db
    .selectFrom('audit_entry')
    .select('after')
    .where('action', '=', 'exhibition.item.keys_arranged')
    .execute();
  expect(audits).toHaveLength(1);
  expect(audits[0]?.after).toMatchObject({ keys: { 1: 'Mug', 9: 'Lamp' } });

  expect((await put(keys([mug, 1], [bowl, 1]))).body.error.code).toBe('exhibition.item.quick_key_taken');
  expect((await put(keys([exhibition.id, 1]))).body.error.code).toBe('exhibition.item.not_found');
  expect((await put([])).status).toBe(200);
  expect(await db.selectFrom('exhibition_item').select('id').where('quick_key', 'is not', null).execute()).toEqual([]);
  const ops = await organization.as('ops');
  expect((await ops.post('/exhibition/quick-keys', { exhibition_id: exhibition.id, keys: [] })).status).toBe(403);
});
