import { beforeEach, describe, expect, test } from 'vitest';
import { visitor } from '../../../test/harness/people.ts';
import { newMachine, newMerchant, type Operator, operator } from './factories.ts';

let fleet: Operator;
beforeEach(async () => {
  fleet = await operator();
});

describe('a machine', () => {
  test('registers with its one-time code and gets a token of its own', async () => {
    const { admin, app, merchant } = fleet;
    const made = await admin.post('/coffee/machines', { serial: 'CM-1', merchant_id: merchant.id });
    const { code, machine } = made.body.data;
    expect(machine).toMatchObject({ presence: 'waiting', status: 'unknown', merchant: { name: 'Kiosks & Co' } });
    const other = await visitor(app).post('/devices/register', { code, serial: 'CM-2' });
    expect([other.status, other.body.error.code]).toEqual([403, 'coffee.machine.not_yours']);
    const registered = await visitor(app).post('/devices/register', {
      code,
      serial: 'cm-1',
      model: 'Duo',
      firmware: '2',
    });
    expect(registered.body.data).toMatchObject({ machine_id: machine.id, serial: 'CM-1', currency: 'INR' });
    const { token } = registered.body.data;
    const own = visitor(app, { authorization: `Bearer ${token}` });
    expect((await own.post(`/devices/${machine.id}/status`, {})).status).toBe(200);
    // Used, so the code is spent.
    const again = await visitor(app).post('/devices/register', { code });
    expect([again.status, again.body.error.code]).toEqual([404, 'devices.code_wrong']);
    const seen = (await admin.get('/coffee/machines/CM-1')).body.data;
    expect(seen).toMatchObject({ presence: 'online', model: 'Duo', firmware: '2', status: 'ready' });
  });

  test('is refused with the code of a device that is no machine', async () => {
    const { admin, app } = fleet;
    const scanner = await admin.post('/devices', { kind: 'mess.scanner', name: 'Door' });
    const tried = await visitor(app).post('/devices/register', { code: scanner.body.data.code });
    expect([tried.status, tried.body.error.code]).toEqual([404, 'devices.code_wrong']);
    expect((await visitor(app).post('/devices/enrol', { code: scanner.body.data.code })).status).toBe(200);
  });

  test('moves to another merchant with its bins, and loses its token when it is retired', async () => {
    const { admin, ops, db } = fleet;
    const machine = await newMachine(fleet);
    const other = await newMerchant(admin, 'Stations');
    const bins = [{ position: 1, material: null, capacity: 1000, threshold: 100 }];
    expect((await setBins(machine.id, bins)).status).toBe(200);
    expect((await ops.patch(`/coffee/machines/${machine.id}`, { merchant_id: other.id })).status).toBe(403);
    const moved = await admin.patch(`/coffee/machines/${machine.id}`, { merchant_id: other.id });
    expect(moved.body.data).toMatchObject({ merchant: { name: 'Stations' }, location: null });
    const [bin] = await db
      .selectFrom('coffee_bin')
      .select('merchant_id')
      .where('machine_id', '=', machine.id)
      .execute();
    expect(bin?.merchant_id).toBe(other.id);
    expect((await admin.patch(`/coffee/machines/${machine.id}`, { state: 'retired' })).status).toBe(200);
    expect((await machine.post(`/devices/${machine.id}/status`, {})).status).toBe(401);
  });
});

const setBins = (id: string, bins: object[]) =>
  fleet.app.http
    .inject({
      method: 'PUT',
      url: `/api/v1/coffee/machines/${id}/bins`,
      headers: fleet.ops.headers,
      payload: { bins },
    })
    .then((reply) => ({ status: reply.statusCode, body: reply.json() }));

describe('a report', () => {
  test('changes the machine, its bins, and is kept', async () => {
    const { admin, db } = fleet;
    const machine = await newMachine(fleet);
    await setBins(machine.id, [
      { position: 1, material: null, capacity: 1000, threshold: 100 },
      { position: 2, material: null, capacity: 50, threshold: 5 },
    ]);
    const at = fleet.app.clock.now().toISOString();
    const said = {
      at,
      temperature: 92.56,
      state: 'ready',
      errors: ['door_open', 'door_open'],
      bins: [
        { position: 1, level: 99.5 },
        { position: 2, level: 60 },
        { position: 7, level: 1 },
      ],
    };
    const answer = await machine.post(`/devices/${machine.serial}/status`, said);
    expect(answer.body.data).toMatchObject({
      stale: false,
      clock_offset_s: 0,
      refused_bins: [
        { position: 2, reason: 'above_capacity' },
        { position: 7, reason: 'unknown_bin' },
      ],
    });
    expect((await admin.get(`/coffee/machines/${machine.id}`)).body.data).toMatchObject({
      temperature: 92.6,
      errors: ['door_open'],
      low_bins: 1,
    });
    expect((await admin.get(`/coffee/machines/${machine.id}/bins`)).body.data).toMatchObject([
      { position: 1, level: 99.5, low: true },
      { position: 2, level: null, low: false },
    ]);
    // The same report again, and one that was overtaken on its way.
    await machine.post(`/devices/${machine.id}/status`, said);
    const late = { at: new Date(Date.parse(at) - 60_000).toISOString(), bins: [{ position: 1, level: 500 }] };
    expect((await machine.post(`/devices/${machine.id}/status`, late)).body.data.stale).toBe(true);
    expect((await admin.get(`/coffee/machines/${machine.id}/bins`)).body.data[0].level).toBe(99.5);
    const kept = await db.selectFrom('coffee_status').selectAll().where('machine_id', '=', machine.id).execute();
    expect(kept).toMatchObject([
      {
        temperature_dc: 926,
        bins: [
          [1, 99_500],
          [2, null],
        ],
      },
    ]);
  });

  test.each([
    ['a negative level', { bins: [{ position: 1, level: -1 }] }],
    ['a level as text', { bins: [{ position: 1, level: 'full' }] }],
    ['no number', '{"bins":[{"position":1,"level":NaN}]}'],
    ['a number too large for a double', '{"bins":[{"position":1,"level":1e999}]}'],
    ['a temperature as text', { temperature: 'hot' }],
    ['an unknown state', { state: 'dancing' }],
    ['an unknown field', { colour: 'red' }],
  ])('with %s is refused', async (_, body) => {
    const machine = await newMachine(fleet);
    const reply = await fleet.app.http.inject({
      method: 'POST',
      url: `/api/v1/devices/${machine.id}/status`,
      headers: { authorization: `Bearer ${machine.token}`, 'content-type': 'application/json' },
      payload: typeof body === 'string' ? body : JSON.stringify(body),
    });
    expect(reply.statusCode).toBe(400);
  });

  test('of a clock that is a year off is taken, and says so', async () => {
    const machine = await newMachine(fleet);
    const at = new Date(fleet.app.clock.now().getTime() + 365 * 86_400_000).toISOString();
    const answer = await machine.post(`/devices/${machine.id}/status`, { at, temperature: 90 });
    expect(answer.body.data.clock_offset_s).toBeCloseTo(365 * 86_400, -2);
    // The clock was put right: what follows counts, though it claims to be older.
    const right = await machine.post(`/devices/${machine.id}/status`, {
      at: new Date().toISOString(),
      temperature: 80,
    });
    expect(right.body.data).toMatchObject({ stale: false, clock_offset_s: 0 });
    const seen = (await fleet.admin.get(`/coffee/machines/${machine.id}`)).body.data;
    expect([seen.temperature, seen.presence]).toEqual([80, 'online']);
  });

  test('with another machine’s, an unknown or no token is refused', async () => {
    const [one, two] = [await newMachine(fleet), await newMachine(fleet)];
    const foreign = await one.post(`/devices/${two.id}/status`, {});
    expect([foreign.status, foreign.body.error.code]).toEqual([403, 'coffee.machine.not_yours']);
    const nobody = visitor(fleet.app, { authorization: 'Bearer cfd_made-up' });
    expect((await nobody.post(`/devices/${two.id}/status`, {})).status).toBe(401);
    expect((await visitor(fleet.app).post(`/devices/${two.id}/status`, {})).status).toBe(401);
    expect((await fleet.admin.post(`/devices/${two.id}/status`, {})).status).toBe(403);
  });

  test('of 200 machines at once is taken, each by itself', async () => {
    const machines = await Promise.all(Array.from({ length: 20 }, () => newMachine(fleet)));
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, i) =>
        machines[i % 20]?.post(`/devices/${machines[i % 20]?.id}/status`, { temperature: i }),
      ),
    );
    expect(answers.every((answer) => answer?.status === 200)).toBe(true);
    const online = (await fleet.admin.get('/coffee/machines?limit=200&filter={"status":"online"}')).body.data;
    expect(online).toHaveLength(20);
  });
});
