import { expect, test } from 'vitest';
import { newOrganization, useTestApp } from '../../../test/harness/index.ts';
import { openExhibition } from '../test/factories.ts';

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
