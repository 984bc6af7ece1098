import { afterEach, expect, test } from 'vitest';
import { countExpired } from '../../../kernel/retention/index.ts';
import { caller, newOrganization, useTestApp } from '../../../test/harness/index.ts';
import { visitor } from '../../../test/harness/people.ts';
import { openExhibition, register } from '../test/factories.ts';

let restore = () => {};
afterEach(() => restore());

/** A fair in Kolkata's time with an entrance, at ten in the morning. */
async function place(over: object = {}) {
  const app = await useTestApp();
  restore = () => app.clock.reset();
  app.clock.set(new Date('2026-11-26T04:30:00Z'));
  const organization = await newOrganization(app);
  const owner = await organization.as('owner');
  await owner.patch('/organization', { time_zone: 'Asia/Kolkata' });
  const fair = await openExhibition(owner, { starts_on: '2026-11-26', ends_on: '2026-11-27', ...over });
  const gate = async (name: string) => {
    const made = await owner.post(`/exhibition/exhibitions/${fair.id}/entrances`, { name });
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    expect(made.body.data.url).toContain('/entrance/#code=');
    const enrolled = await visitor(app).post('/devices/enrol', { code: made.body.data.code });
    const headers = { authorization: `Bearer ${enrolled.body.data.token}` };
    return { id: made.body.data.device.id as string, ...caller(app, { headers, userId: '' }) };
  };
  const north = await gate('North gate');
  const person = (name: string, more: object = {}) =>
    register(owner, { exhibition_id: fair.id, name, email: `${name.toLowerCase()}@example.org`, ...more });
  const visits = () =>
    organization.ctx.db.selectFrom('exhibition_visit').selectAll().orderBy('at').orderBy('id').execute();
  const at = (time: string) => app.clock.set(new Date(time));
  return { app, organization, owner, fair, gate, north, person, visits, at };
}

const json = (filter: object) => encodeURIComponent(JSON.stringify(filter));
let serial = 0;
const newKey = () => `scan-key-${++serial}`;
const scan = async (gate: { post: Awaited<ReturnType<typeof place>>['north']['post'] }, text: string, key = newKey()) =>
  (await gate.post('/exhibition/entrance/scan', { text, key })).body.data;

test('welcomes who is registered by card, ID, address or number, and counts a visitor once a day', async () => {
  const { organization, north, person, visits, at, fair } = await place();
  const asha = await person('Asha', { phone: '98765 43210' });
  expect(await scan(north, asha.qr)).toMatchObject({
    verdict: 'welcome',
    person: { name: 'Asha', code: asha.code },
    came_at: null,
    visitors: 1,
  });
  at('2026-11-26T05:00:00Z');
  for (const text of [asha.code.toLowerCase(), 'Asha@example.org', '9876543210']) {
    expect(await scan(north, text), text).toMatchObject({
      verdict: 'again',
      came_at: expect.stringMatching(/^2026-11-26T04:3/),
      visitors: 1,
    });
  }
  // The next morning in Kolkata is the evening before in Greenwich.
  at('2026-11-26T20:00:00Z');
  expect(await scan(north, asha.qr)).toMatchObject({ verdict: 'welcome', visitors: 1 });
  const rows = await visits();
  expect(rows.map(({ day, first, entrance }) => [day, first, entrance])).toEqual([
    ['2026-11-26', true, 'North gate'],
    ...Array.from({ length: 3 }, () => ['2026-11-26', false, 'North gate']),
    ['2026-11-27', true, 'North gate'],
  ]);
  // Her session ended in the meantime.
  const office = await organization.as('owner');
  const page = (await office.get(`/exhibition/visits?filter=${json({ exhibition_id: fair.id })}&limit=2`)).body;
  expect(page.data).toMatchObject([{ day: '2026-11-27', customer: { name: 'Asha' } }, { first: false }]);
  expect(page.page.next).toBeTruthy();
  expect((await office.get('/exhibition/dashboard')).body.data).toMatchObject({ today: { visitors: 1, visits: 1 } });
  const own = (await office.get(`/exhibition/portal/${asha.qr.split('/c/')[1]}`)).body.data;
  expect(own.visits).toHaveLength(5);
  expect(own.visits[0]).toEqual({ day: '2026-11-27', at: expect.stringMatching(/^2026-11-26T20:0/) });
  const csv = await office.get('/exhibition/visits/export.csv');
  expect(csv.raw.toString().trim().split('\n')).toHaveLength(6);
});

test('says why it does not let in: nobody, another exhibition, not open, no place yet, came already', async () => {
  const { app, north, person, visits, owner, fair, at } = await place({ enter_again: false });
  const other = await openExhibition(owner, { name: 'Book fair', starts_on: '2026-01-01', ends_on: '2026-12-31' });
  const reader = await person('Ravi', { exhibition_id: other.id });
  expect(await scan(north, 'ABCD2345')).toMatchObject({ verdict: 'not_registered', person: null });
  expect(await scan(north, 'some poster')).toMatchObject({ verdict: 'not_registered' });
  expect(await scan(north, reader.qr)).toMatchObject({ verdict: 'other_exhibition', exhibition: 'Book fair' });
  const asha = await person('Asha');
  await owner.patch(`/exhibition/exhibitions/${fair.id}/form`, { open: true, capacity: 1 });
  const form = (await owner.get(`/exhibition/exhibitions/${fair.id}/form`)).body.data;
  const waits = await app.http.inject({
    method: 'POST',
    url: `/api/v1/exhibition/public/${form.url.split('/join/')[1]}/registrations`,
    payload: { name: 'Meena', email: 'meena@example.org' },
  });
  expect(waits.json().data).toMatchObject({ state: 'waiting' });
  expect(await scan(north, 'meena@example.org')).toMatchObject({ verdict: 'waiting', person: { name: 'Meena' } });
  expect(await scan(north, asha.qr)).toMatchObject({ verdict: 'welcome' });
  expect(await scan(north, asha.qr)).toMatchObject({
    verdict: 'came_already',
    came_at: expect.stringMatching(/^2026-11-26T04:3/),
  });
  await owner.post(`/exhibition/customers/${asha.code}/revoke-portal`);
  expect(await scan(north, asha.qr)).toMatchObject({ verdict: 'not_registered' });
  at('2026-11-27T20:00:00Z');
  expect(await scan(north, asha.code)).toMatchObject({ verdict: 'not_open' });
  expect(await visits()).toHaveLength(1);
});

test('the same key is one visit, two gates at one moment count one visitor, and a key is one person’s', async () => {
  const { north, gate, person, visits } = await place();
  const [asha, ravi] = [await person('Asha'), await person('Ravi')];
  const south = await gate('South gate');
  expect(await scan(north, asha.qr, 'key-of-asha')).toMatchObject({ verdict: 'welcome' });
  expect(await scan(north, asha.qr, 'key-of-asha')).toMatchObject({ verdict: 'welcome', visitors: 1 });
  const stolen = await north.post('/exhibition/entrance/scan', { text: ravi.qr, key: 'key-of-asha' });
  expect([stolen.status, stolen.body.error.code]).toEqual([409, 'exhibition.entrance.key_used']);
  const both = await Promise.all([scan(north, ravi.qr), scan(south, ravi.qr), scan(north, ravi.qr, 'key-of-ravi')]);
  expect(both.map(({ verdict }) => verdict).sort()).toEqual(['again', 'again', 'welcome']);
  const rows = await visits();
  expect(rows).toHaveLength(4);
  expect(rows.filter(({ first }) => first)).toHaveLength(2);
});

test('what a phone let in without a network counts on its day, once, however often it comes', async () => {
  const { organization, north, person, visits, at, fair } = await place({ enter_again: false });
  const [asha, ravi] = [await person('Asha'), await person('Ravi')];
  const roster = (await north.get('/exhibition/entrance/roster')).body.data;
  expect(roster).toMatchObject({ exhibition: { id: fair.id, enter_again: false }, visitors: 0 });
  expect(roster.people.map(({ id }: { id: string }) => id).sort()).toEqual([asha.id, ravi.id].sort());
  expect(JSON.stringify(roster)).not.toMatch(/Asha|example\.org/);
  at('2026-11-27T05:00:00Z');
  // The phone's clock is ten minutes slow.
  const queue = {
    sent_at: '2026-11-27T04:50:00Z',
    visits: [
      { key: 'offline-1', customer_id: asha.id, at: '2026-11-26T06:00:00Z' },
      { key: 'offline-1', customer_id: asha.id, at: '2026-11-26T06:00:00Z' },
      { key: 'offline-2', customer_id: ravi.id, at: '2026-11-27T04:40:00Z' },
      { key: 'offline-3', customer_id: ravi.id, at: '2026-11-27T04:45:00Z' },
    ],
  };
  const twice = await Promise.all([1, 2].map(() => north.post('/exhibition/entrance/visits', queue)));
  const states = twice.map(({ body }) => body.data.results.map(({ state }: { state: string }) => state));
  expect(states.sort()).toEqual([
    ['counted', 'counted', 'counted'],
    ['known', 'known', 'known'],
  ]);
  expect(twice[0]?.body.data).toMatchObject({ skew_seconds: 600, ended: false });
  expect(
    (await visits()).map(({ at: when, day, first, offline }) => [when.toISOString().slice(0, 15), day, first, offline]),
  ).toEqual([
    ['2026-11-26T06:1', '2026-11-26', true, true],
    ['2026-11-27T04:5', '2026-11-27', true, true],
    ['2026-11-27T04:5', '2026-11-27', false, true],
  ]);
  const office = await organization.as('owner');
  const trail = (await office.get(`/audit-entries?filter=${json({ action: 'exhibition.visits.handed_in' })}`)).body
    .data;
  expect(trail).toMatchObject([{ after: { name: 'North gate', counted: 3, refused: 0 } }]);
});

test('a visit that can’t have been here is refused: too old, of the future, of nobody, after the end', async () => {
  const { owner, north, person, visits, at } = await place({ starts_on: '2026-11-20' });
  const asha = await person('Asha');
  const send = async (when: string, customer_id = asha.id) => {
    const visit = { key: newKey(), customer_id, at: when };
    const sent_at = '2026-11-26T04:40:00Z';
    return (await north.post('/exhibition/entrance/visits', { sent_at, visits: [visit] })).body.data.results[0];
  };
  at('2026-11-26T04:40:00Z');
  expect(await send('2026-11-26T05:40:00Z')).toMatchObject({ state: 'refused', reason: 'in_future' });
  expect(await send('2026-11-26T04:00:00Z')).toMatchObject({ state: 'refused', reason: 'before_device' });
  expect(await send('2026-11-26T04:35:00Z', crypto.randomUUID())).toMatchObject({ reason: 'not_registered' });
  await owner.post(`/exhibition/entrances/${north.id}/end`);
  expect((await north.post('/exhibition/entrance/scan', { text: asha.qr, key: newKey() })).status).toBe(401);
  expect((await north.get('/exhibition/entrance/roster')).status).toBe(401);
  expect(await send('2026-11-26T04:41:00Z')).toMatchObject({ reason: 'after_revocation' });
  expect(await send('2026-11-26T04:35:00Z')).toMatchObject({ state: 'counted' });
  expect(await visits()).toHaveLength(1);
});

test('only its scanner scans, only who may adds one, and nobody of another organization sees it', async () => {
  const { app, organization, owner, north, fair, person } = await place();
  const asha = await person('Asha');
  for (const path of ['/exhibition/customers', '/exhibition/visits', `/exhibition/exhibitions/${fair.id}/entrances`])
    expect((await north.get(path)).status, path).toBe(403);
  expect((await owner.post('/exhibition/entrance/scan', { text: asha.qr, key: newKey() })).status).toBe(403);
  const ops = await organization.as('ops');
  const path = `/exhibition/exhibitions/${fair.id}/entrances`;
  expect((await ops.post(path, { name: 'West gate' })).status).toBe(403);
  const organizer = await organization.as('viewer');
  await owner.patch(`/members/${organizer.userId}`, { staff_role: 'exhibition.organizer' });
  expect((await organizer.post(path, { name: 'South gate' })).status).toBe(201);
  const cashier = await organization.as('viewer');
  await owner.patch(`/members/${cashier.userId}`, { staff_role: 'exhibition.cashier' });
  expect((await cashier.post(path, { name: 'West gate' })).status).toBe(403);
  expect((await owner.get(path)).body.data).toMatchObject([
    { name: 'South gate', state: 'waiting' },
    { id: north.id, name: 'North gate', state: 'active' },
  ]);
  const stranger = await (await newOrganization(app)).as('owner');
  expect((await stranger.post(path, { name: 'West gate' })).status).toBe(404);
  expect((await stranger.post(`/exhibition/entrances/${north.id}/end`)).status).toBe(404);
  // One that was added under Devices works for the only exhibition that is open.
  const made = (await owner.post('/devices', { kind: 'exhibition.entrance', name: 'East gate' })).body.data;
  const { token } = (await visitor(app).post('/devices/enrol', { code: made.code })).body.data;
  const east = caller(app, { headers: { authorization: `Bearer ${token}` }, userId: '' });
  expect(await scan(east, asha.qr)).toMatchObject({ verdict: 'welcome' });
  // Another opens: the scanner stays where it let people in.
  await openExhibition(owner);
  expect(await scan(east, asha.qr)).toMatchObject({ verdict: 'again' });
});

test('visits are kept as long as scans at a door are', async () => {
  const { app, owner, north, person, at } = await place();
  const name = 'A fair of long ago';
  expect((await owner.patch('/organization', { name })).status).toBe(200);
  await scan(north, (await person('Asha')).code);
  const expired = async () =>
    (await countExpired(app.ctxFor(null, 'test'))).filter(
      (one) => one.table === 'exhibition_visit' && one.organization === name,
    );
  at('2029-11-20T00:00:00Z');
  expect(await expired()).toEqual([]);
  at('2029-12-01T00:00:00Z');
  expect(await expired()).toMatchObject([{ rows: 1 }]);
});
