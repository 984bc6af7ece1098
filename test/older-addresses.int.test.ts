import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { ConfigSchema } from '../kernel/config/index.ts';
import type { Meter } from '../modules/electricity/meters/contract.ts';
import { claim, newMeter, newTariff, supplier } from '../modules/electricity/test/factories.ts';
import { OLDER_SETTINGS, olderSettings } from '../server/cli/older-settings.ts';
import { type Caller, newOrganization, type TestApp, useTestApp } from './harness/index.ts';
import { visitor } from './harness/people.ts';

const guide = readFileSync('docs/guides/older-addresses.md', 'utf8');
const [ofStaff = '', ofHouseholds = ''] = guide.split('## Households with an account');
const rowsIn = (text: string) =>
  [...text.matchAll(/^\| `GET (\S+)` \| (.*) \|$/gm)].map(
    ([, asked, by]) => [asked as string, (by as string).replaceAll('`', '')] as const,
  );
const rows = rowsIn(ofStaff);
const households = rowsIn(ofHouseholds);

let app: TestApp;
let owner: Caller;
beforeAll(async () => {
  app = await useTestApp();
  owner = await (await newOrganization(app)).as('owner');
  const input = { ticket_price: '10.00', last_number: 9 };
  await owner.post('/raffle/raffles', { ...input, title: 'Bikes' });
});

test('the tables of older addresses have lines', () =>
  expect([rows.length > 15, households.length >= 10]).toEqual([true, true]));

test.each(rows)('%s answers as %s', async (asked, by) => {
  const get = (url: string) => app.http.inject({ url, headers: owner.headers });
  const reply = await get(asked);
  if (by === 'the console') {
    expect([reply.statusCode, reply.headers.location]).toEqual([308, '/console/']);
    return;
  }
  const now = await get(by);
  // Some have older names of fields besides.
  expect([reply.statusCode, reply.json()]).toMatchObject([200, now.json()]);
  expect(now.statusCode).toBe(200);
});

test('a word that no route knows stays refused', async () => {
  for (const query of ['status=SOLD', 'is_active=Perhaps', 'colour=RED'])
    expect((await app.http.inject({ url: `/api/orders?${query}`, headers: owner.headers })).statusCode, query).toBe(
      400,
    );
  // The newer address takes its own words only.
  expect((await owner.get('/raffle/orders?status=PENDING_PAYMENT')).status).toBe(400);
});

describe('a household', () => {
  let aline: Caller & { refreshToken: string };
  let other: Caller;
  let ops: Caller;
  let meter: Meter;
  let slug: string;
  beforeAll(async () => {
    const place = await supplier(app);
    ({ ops } = place);
    slug = place.organization.slug;
    await newTariff(place.admin);
    [aline, other] = [await place.join(), await place.join()];
    meter = await newMeter(ops);
    await claim(ops, aline, meter);
    await claim(ops, other, await newMeter(ops));
    const register = { register_wh: 1000 };
    await ops.post(`/electricity/meters/${meter.id}/manual-readings`, register);
  });
  const get = async (url: string, caller: Caller) => app.http.inject({ url, headers: caller.headers });

  test.each(households)('%s answers as %s', async (asked, by) => {
    const [older, now] = await Promise.all([asked, by].map((url) => get(url.replace('{id}', meter.id), aline)));
    expect([now?.statusCode, older?.statusCode]).toEqual([200, 200]);
    // Links to files and moments differ by when they were made.
    const still = (reply: typeof older) =>
      JSON.parse(reply?.body ?? '', (key, it) => (/_at$|^(pdf|xlsx)$/.test(key) ? 0 : it));
    expect(still(older)).toEqual(still(now));
    expect(older?.headers.link).toContain('/electricity/my/');
    // Staff see everybody's, nobody else sees this meter.
    expect((await get(asked.replace('{id}', meter.id), ops)).statusCode).toBe(200);
    if (asked.includes('{id}')) expect((await get(asked.replace('{id}', meter.id), other)).statusCode).toBe(404);
  });

  test('sees one meter where staff see two', async () => {
    const count = async (caller: Caller) => (await get('/api/meters/', caller)).json().data.length;
    expect([await count(aline), await count(ops)]).toEqual([1, 2]);
    const lines = async (caller: Caller) => (await get('/api/reports/monthly', caller)).json().data.meters.length;
    expect([await lines(aline), await lines(ops)]).toEqual([1, 2]);
    expect((await get('/api/meters/', visitor(app))).statusCode).toBe(401);
  });

  test('renews its tokens by the older names', async () => {
    const refresh = (payload: object) => app.http.inject({ method: 'POST', url: '/api/auth/refresh', payload });
    const first = await refresh({ refresh: aline.refreshToken });
    const { access, refresh: next, access_token } = first.json().data;
    expect([first.statusCode, access]).toEqual([200, access_token]);
    expect((await refresh({ refresh: next })).statusCode).toBe(200);
    const bearer = { authorization: `Bearer ${access}` };
    expect((await app.http.inject({ url: '/api/auth/me', headers: bearer })).statusCode).toBe(200);
    const wrong = { email: 'nobody@example.rw', password: 'three quiet trees', organization: slug };
    const login = (payload: object) =>
      app.http.inject({ method: 'POST', url: `/api/auth/login?organization=${slug}`, payload });
    expect((await login(wrong)).statusCode).toBe(400);
  });
});

test('the older fields of raffles and orders, in and out', async () => {
  const send = async (method: 'POST' | 'PATCH', url: string, payload: object) => {
    const reply = await app.http.inject({ method, url, headers: owner.headers, payload });
    return [reply.statusCode, reply.json().data ?? reply.json()] as const;
  };
  const words = { title: 'Older', ticket_price: '10.00', pay_to: 'UPI x@y' };
  const [made, raffle] = await send('POST', '/api/raffles', {
    ...words,
    min_number: 5,
    max_number: 20,
    is_active: true,
  });
  expect(made, JSON.stringify(raffle)).toBe(201);
  const newer = { first_number: 5, last_number: 20, active: true };
  expect(raffle).toMatchObject({ ...newer, min_number: 5, max_number: 20, is_active: true });
  const [taken, order] = await send('POST', `/api/raffles/${raffle.id}/random`, { qty: 3, contact_name: 'Asha' });
  expect([taken, order]).toMatchObject([201, { qty: 3, status: 'DRAFT', state: 'draft', total_amount: '30.00' }]);
  const [off, closed] = await send('PATCH', `/api/raffles/${raffle.id}`, { is_active: false });
  expect([off, closed]).toMatchObject([200, { active: false, is_active: false }]);
  // The newer addresses know the newer names only.
  const reply = await owner.post('/raffle/raffles', { ...words, min_number: 5, max_number: 9 });
  expect(reply.status).toBe(400);
  expect(Object.keys((await owner.get(`/raffle/raffles/${raffle.id}`)).body.data)).not.toContain('is_active');
});

test('doctor’s list of older settings names what is read here', () => {
  const ours = Object.keys(ConfigSchema.properties);
  const named = Object.values(OLDER_SETTINGS).filter((now) => /^[A-Z_0-9]+$/.test(now));
  expect(named.filter((now) => !ours.includes(now))).toEqual([]);
  expect(Object.keys(OLDER_SETTINGS).filter((older) => ours.includes(older))).toEqual([]);
  expect(olderSettings(['BOT_TOKEN', 'PORT', 'HOME'], ours)).toEqual([
    'BOT_TOKEN is not read: it was a setting of an older program. Now: TELEGRAM_BOT_TOKEN.',
  ]);
});
