import { describe, expect, test } from 'vitest';
import type { Caller } from '../../../test/harness/index.ts';
import { visitor } from '../../../test/harness/people.ts';
import { bitmapOf, countBits, hasBit } from '../numbers/bitmap.rule.ts';
import { desk, openRaffle, reserveNumbers } from '../test/factories.ts';

test('a raffle is made with its numbers, read by id, code and the older address, changed, cloned, removed', async () => {
  const { admin, ops, db } = await desk();
  const raffle = await openRaffle(admin, { description: 'For the school', per_person_limit: 10 });
  expect(raffle).toMatchObject({
    ticket_price: '50.00',
    currency: 'INR',
    digits: 4,
    active: true,
    reservation_minutes: 30,
  });
  expect(raffle.counts).toEqual({ total: 1000, available: 1000, reserved: 0, sold: 0 });
  expect(await db.selectFrom('raffle_number').select(db.fn.countAll().as('n')).executeTakeFirstOrThrow()).toEqual({
    n: 1000,
  });
  for (const path of [
    `/raffle/raffles/${raffle.id}`,
    `/raffle/raffles/${raffle.code.toLowerCase()}`,
    `/api/raffles/${raffle.id}/`,
    `/api/raffles/${raffle.id}`,
  ]) {
    expect((await ops.get(path)).body.data?.id, path).toBe(raffle.id);
  }
  const listed = await ops.get('/api/raffles/?search=onam');
  expect(listed.body.data.map((r: { id: string }) => r.id)).toEqual([raffle.id]);

  const changed = await admin.patch(`/api/raffles/${raffle.id}/`, { title: 'Onam raffle 2', active: false });
  expect(changed.body.data).toMatchObject({ title: 'Onam raffle 2', active: false, ticket_price: '50.00' });
  const clone = await admin.post(`/raffle/raffles/${raffle.id}/clone`, {});
  expect(clone.body.data).toMatchObject({
    title: 'Onam raffle 2',
    active: false,
    last_number: 1000,
    per_person_limit: 10,
  });
  expect(clone.body.data.code).not.toBe(raffle.code);
  expect((await admin.delete(`/api/raffles/${clone.body.data.id}/`)).status).toBe(200);
  expect((await ops.get(`/raffle/raffles/${clone.body.data.id}`)).status).toBe(404);
  const actions = await db
    .selectFrom('audit_entry')
    .select('action')
    .where('action', 'like', 'raffle.raffle.%')
    .orderBy('id')
    .execute();
  expect(actions.map((a) => a.action)).toEqual(
    ['created', 'changed', 'created', 'deleted'].map((a) => `raffle.raffle.${a}`),
  );
});

test.each([
  [{ first_number: 10, last_number: 9 }, 'raffle.range_reversed'],
  [{ first_number: 0, last_number: 100_000 }, 'raffle.range_too_large'],
  [{ ticket_price: '0' }, 'raffle.price_malformed'],
  [{ ticket_price: 'five' }, 'money.malformed'],
  [{ ticket_price: '1.234' }, 'money.too_many_decimals'],
  [{ title: '   ' }, 'raffle.title_blank'],
  [{ picture_file_id: '01234567-89ab-7000-8000-000000000000' }, 'raffle.picture_unknown'],
])('%j is refused with %s', async (over, code) => {
  const { admin, db } = await desk();
  const made = await admin.post('/raffle/raffles', { title: 'T', ticket_price: '50', last_number: 10, ...over });
  expect([made.status, made.body.error?.code]).toEqual([400, code]);
  expect(await db.selectFrom('raffle').select('id').execute()).toEqual([]);
});

test('the range grows and shrinks as far as its numbers are free; the price is fixed once somebody ordered', async () => {
  const { admin, ops } = await desk();
  const raffle = await openRaffle(admin, { last_number: 100 });
  await reserveNumbers(ops, raffle, [90]);
  const change = (patch: object) => admin.patch(`/raffle/raffles/${raffle.id}`, patch);
  expect((await change({ last_number: 80 })).body.error).toMatchObject({
    code: 'raffle.range_taken',
    message: expect.stringContaining('90'),
  });
  expect((await change({ last_number: 95 })).body.data.counts.total).toBe(95);
  const wider = await admin.post(`/raffle/raffles/${raffle.id}/generate-numbers`, { last_number: 200 });
  expect(wider.body.data.counts).toMatchObject({ total: 200, reserved: 1 });
  expect((await reserveNumbers(ops, raffle, [200])).numbers).toEqual([200]);
  expect((await change({ ticket_price: '60' })).body.error.code).toBe('raffle.price_fixed');
  expect((await admin.delete(`/raffle/raffles/${raffle.id}`)).body.error.code).toBe('raffle.has_orders');
});

test('availability as bits follows each change at once; tickets say who holds a number', async () => {
  const { admin, ops, app } = await desk();
  const raffle = await openRaffle(admin, { first_number: 100, last_number: 299 });
  const look = async () => (await visitor(app).get(`/raffle/public/${raffle.code}/availability`)).body.data;
  expect(await look()).toMatchObject({ available: 200, reserved: 0, sold: 0 });
  const order = await reserveNumbers(ops, raffle, [100, 299], { confirm: true });
  const reserved = await look();
  expect(reserved).toMatchObject({ available: 198, reserved: 2 });
  const bits = bitmapOf(reserved.reserved_bits);
  expect([hasBit(bits, 0), hasBit(bits, 1), hasBit(bits, 199), countBits(bits)]).toEqual([true, false, true, 2]);
  await ops.post(`/raffle/orders/${order.id}/confirm-payment`);
  expect(await look()).toMatchObject({ available: 198, reserved: 0, sold: 2 });
  const other = await reserveNumbers(ops, raffle, [150]);
  await ops.post(`/raffle/orders/${other.id}/cancel`);
  expect(await look()).toMatchObject({ available: 198, reserved: 0, sold: 2 });

  const tickets = await ops.get(`/api/raffles/${raffle.id}/tickets/?limit=1`);
  expect(tickets.body.data).toEqual([
    expect.objectContaining({
      number: 100,
      label: '100',
      state: 'sold',
      order: expect.objectContaining({ code: order.code, contact_name: 'Asha Verma' }),
    }),
  ]);
  const sold = await ops.get(`/raffle/raffles/${raffle.id}/tickets?filter=${encodeURIComponent('{"state":"sold"}')}`);
  expect(sold.body.data.map((t: { number: number }) => t.number)).toEqual([100, 299]);
});

test('orders are listed by state, raffle and contact; contacts, sales and the export agree', async () => {
  const { admin, ops } = await desk();
  const raffle = await openRaffle(admin);
  const other = await openRaffle(admin, { title: 'Another' });
  const paid = await reserveNumbers(ops, raffle, [1, 2], { confirm: true, contact_phone: '98765 43210' });
  await ops.post(`/raffle/orders/${paid.id}/confirm-payment`);
  const waiting = await reserveNumbers(ops, raffle, [3], { confirm: true, contact_name: 'Ravi Menon' });
  await reserveNumbers(ops, other, [1]);
  const ids = async (path: string) => (await ops.get(path)).body.data.map((o: { id: string }) => o.id);
  expect(await ids('/api/orders/?status=pending_payment')).toEqual([waiting.id]);
  expect(await ids(`/api/orders/?raffle=${raffle.id}`)).toEqual([waiting.id, paid.id]);
  expect(await ids('/api/orders/?contact=ravi')).toEqual([waiting.id]);
  expect(await ids('/api/orders/?contact=98765')).toEqual([paid.id]);
  expect(await ids('/api/orders/pending-payment/')).toEqual([waiting.id]);
  expect(await ids(`/raffle/orders?filter=${encodeURIComponent('{"number":"0002"}')}`)).toEqual([paid.id]);
  expect(await ids(`/raffle/orders?search=${waiting.code}`)).toEqual([waiting.id]);
  expect((await ops.get('/api/orders/?status=LOST')).status).toBe(400);
  expect((await ops.get(`/api/orders/${paid.id}/`)).body.data).toMatchObject({ code: paid.code, state: 'paid' });

  const contacts = (
    await ops.get(`/raffle/contacts?filter=${encodeURIComponent(JSON.stringify({ raffle_id: raffle.id }))}`)
  ).body.data;
  expect(contacts).toEqual([
    expect.objectContaining({ name: 'Ravi Menon', orders: 1, paid_orders: 0, amount: '0.00' }),
    expect.objectContaining({ name: 'Asha Verma', phone: '+919876543210', orders: 1, numbers: 2, amount: '100.00' }),
  ]);
  const sales = (await ops.get(`/raffle/raffles/${raffle.code}/sales`)).body.data;
  expect(sales.by_day.at(-1)).toMatchObject({ orders: 1, numbers: 2, amount: '100.00', total_numbers: 2 });
  expect(sales.by_channel).toEqual([{ channel: 'desk', orders: 1, numbers: 2 }]);
  const csv = await ops.get('/raffle/orders/export.csv');
  expect(csv.raw.toString()).toContain('0001, 0002');
  const viewer = await (await desk()).organization.as('viewer');
  expect((await viewer.get('/raffle/orders')).body.data).toEqual([]);
});

test('the public page has the raffle and where to buy, and no names', async () => {
  const { app, admin, ops, organization } = await desk();
  const raffle = await openRaffle(admin);
  await reserveNumbers(ops, raffle, [1]);
  const seen = await visitor(app).get(`/raffle/public/${raffle.code}`);
  expect(seen.body.data).toMatchObject({
    title: 'Onam raffle',
    on_sale: true,
    organization: { slug: organization.slug },
  });
  expect(seen.body.data.buy[0]).toMatchObject({
    channel: 'web',
    url: expect.stringContaining(`start=raffle_${raffle.code}`),
  });
  expect(JSON.stringify(seen.body)).not.toContain('Asha');
  const whatsapp = { phone_number_id: '555000222', access_token: 'wa-token', app_secret: 'wa-secret' };
  const set = await (await organization.as('owner')).patch('/settings/whatsapp', {
    ...whatsapp,
    phone: '+91 98765 43210',
  });
  expect(set.status).toBe(200);
  expect((await visitor(app).get(`/raffle/public/${raffle.code}`)).body.data.buy[1]).toEqual({
    channel: 'whatsapp',
    url: `https://wa.me/919876543210?text=start%20raffle_${raffle.code}`,
  });
  expect((await visitor(app).get('/raffle/public/ZZZZZZ')).status).toBe(404);
  expect((await visitor(app).get('/raffle/public/nonsense-code')).status).toBe(404);
});

test('a currency that ISO 4217 doesn’t know is refused, at the making and at a change', async () => {
  const { admin, db } = await desk();
  const input = { title: 'Onam raffle', ticket_price: '50', last_number: 10 };
  for (const currency of ['XYZ', 'AAA', 'inr']) {
    const refused = await admin.post('/raffle/raffles', { ...input, currency });
    expect([refused.status, Object.keys(refused.body.error.fields)], currency).toEqual([400, ['currency']]);
  }
  const raffle = await openRaffle(admin, { currency: 'KWD', ticket_price: '1.500' });
  const refused = await admin.patch(`/raffle/raffles/${raffle.id}`, { currency: 'ABC' });
  expect([refused.status, refused.body.error.code]).toEqual([400, 'money.unknown_currency']);
  expect(await db.selectFrom('raffle').select('currency').execute()).toEqual([{ currency: 'KWD' }]);
  const places = await admin.post('/raffle/raffles', { ...input, ticket_price: '1.2345' });
  expect(places.body.error).toMatchObject({
    code: 'money.too_many_decimals',
    fields: { ticket_price: 'At most 2 decimals, please.' },
  });
});

describe('a raffle goes on sale when its tickets can be paid', () => {
  const input = { title: 'Onam raffle', ticket_price: '50', last_number: 100 };
  const place = async (admin: Caller) =>
    (await admin.get('/settings')).body.data.find((one: { module: string }) => one.module === 'payments').values.pay_to;

  test('without a place to pay it is refused, made or switched on, and nothing is written', async () => {
    const { admin, db } = await desk();
    const refused = await admin.post('/raffle/raffles', { ...input, active: true });
    expect([refused.status, refused.body.error.code]).toEqual([409, 'raffle.no_place_to_pay']);
    expect(Object.keys(refused.body.error.fields)).toEqual(['pay_to']);
    expect(await db.selectFrom('raffle').select('id').execute()).toEqual([]);
    const { id } = (await admin.post('/raffle/raffles', input)).body.data;
    for (const answer of [
      await admin.post(`/raffle/raffles/${id}/activate`, {}),
      await admin.patch(`/raffle/raffles/${id}`, { active: true }),
      await admin.patch(`/api/raffles/${id}/`, { active: true }),
    ]) {
      expect([answer.status, answer.body.error.code]).toEqual([409, 'raffle.no_place_to_pay']);
    }
    expect(await db.selectFrom('raffle').select('active').execute()).toEqual([{ active: false }]);
  });

  test('with one in the same request it becomes the setting, with its audit entry', async () => {
    const { admin, db } = await desk();
    const { id } = (await admin.post('/raffle/raffles', input)).body.data;
    const sold = await admin.post(`/raffle/raffles/${id}/activate`, { active: true, pay_to: ' UPI onam@bank ' });
    expect([sold.status, sold.body.data.active, await place(admin)]).toEqual([200, true, 'UPI onam@bank']);
    const entry = await db
      .selectFrom('audit_entry')
      .select('after')
      .where('action', '=', 'settings.changed')
      .executeTakeFirstOrThrow();
    expect(entry.after).toMatchObject({ pay_to: 'UPI onam@bank' });
    // What buyers were told is never replaced on the way.
    const other = await admin.post('/raffle/raffles', { ...input, active: true, pay_to: 'UPI other@bank' });
    expect([other.status, other.body.error.code]).toEqual([409, 'raffle.place_to_pay_known']);
    expect(await place(admin)).toBe('UPI onam@bank');
    expect((await admin.post('/raffle/raffles', { ...input, active: true })).status).toBe(201);
  });

  test('own words in the payment settings are a place to pay', async () => {
    const { admin, organization } = await desk();
    await (await organization.as('owner')).patch('/settings/payments', {
      instructions: 'Pay {{amount}} at the counter.',
    });
    expect((await admin.post('/raffle/raffles', { ...input, active: true })).status).toBe(201);
  });
});
