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

  test('moves to another merchant with its bins, and reports no more when it is retired', async () => {
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
    const report = await machine.post(`/devices/${machine.id}/status`, {});
    expect([report.status, report.body.error.code]).toEqual([409, 'coffee.machine.retired']);
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

  test.each<[string, object | string, object]>([
    ['a scale a little below nothing', { bins: [{ position: 1, level: -0.4 }] }, { level: 0 }],
    ['a level far below nothing', { bins: [{ position: 1, level: -300 }] }, { bins: ['below_zero'] }],
    ['a level as text', { bins: [{ position: 1, level: 'full' }] }, { refused: ['bins.0'] }],
    ['a level that is no number', '{"bins":[{"position":1,"level":NaN}]}', { refused: ['bins.0'] }],
    ['one too large for a double', '{"bins":[{"position":1,"level":1e999}]}', { refused: ['bins.0'] }],
    ['a temperature as text', { temperature: 'hot' }, { refused: ['temperature'] }],
    ['a temperature that is out of reach', { temperature: -127 }, { refused: ['temperature'] }],
    ['a state that we do not know', { state: 'dancing' }, { status: 'unknown' }],
    ['a state in capitals', { state: 'Heating' }, { status: 'heating' }],
    ['a field that we do not know', { colour: 'red', __proto__: { locked: true } }, {}],
    ['an error as a sentence', { errors: ['Tray missing: left', ''] }, { errors: ['Tray_missing_left', 'error'] }],
    ['errors that are none', { errors: 'none' }, { refused: ['errors'] }],
    ['a time without its zone', { at: '2026-11-25 08:00:00' }, { refused: ['at'] }],
    ['firmware as a number', { firmware: 2.5 }, {}],
  ])('with %s is taken but for that', async (_, body, found) => {
    const machine = await newMachine(fleet);
    await setBins(machine.id, [
      { position: 1, material: null, capacity: 1000, threshold: 100 },
      { position: 2, material: null, capacity: 1000, threshold: 100 },
    ]);
    const good = { package: 7, bins: [{ position: 2, level: 200 }] };
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const whole = text.includes('"bins":[')
      ? text.replace('"bins":[', '"package":7,"bins":[{"position":2,"level":200},')
      : `${JSON.stringify(good).slice(0, -1)},${text.slice(1)}`;
    const reply = await fleet.app.http.inject({
      method: 'POST',
      url: `/api/v1/devices/${machine.id}/status`,
      headers: { authorization: `Bearer ${machine.token}`, 'content-type': 'application/json' },
      payload: whole,
    });
    expect(reply.statusCode, reply.payload).toBe(200);
    const { refused, refused_bins } = reply.json().data;
    const seen = (await fleet.admin.get(`/coffee/machines/${machine.id}`)).body.data;
    const [one, two] = (await fleet.admin.get(`/coffee/machines/${machine.id}/bins`)).body.data;
    expect([two.level, seen.package_number, seen.presence, seen.locked]).toEqual([200, 7, 'online', false]);
    const { level = null, ...rest } = found as { level?: number };
    expect({
      refused,
      bins: refused_bins.map(({ reason }: { reason: string }) => reason),
      level: one.level,
      status: seen.status,
      errors: seen.errors,
    }).toEqual({
      refused: [],
      bins: [],
      level,
      status: 'ready',
      errors: [],
      ...rest,
      ...('refused' in rest && text.includes('"bins":[') && { refused: ['bins.1'] }),
    });
  });

  test.each(['{"temperature":91.5,"sta', '[1]', '"a"', 'temperature=91'])(
    'of which nothing can be read (%s) is refused, and the machine was heard',
    async (payload) => {
      const machine = await newMachine(fleet);
      const path = `/api/v1/devices/${machine.id}`;
      for (const url of [`${path}/status`, `${path}/orders/create`]) {
        const headers = { authorization: `Bearer ${machine.token}`, 'content-type': 'application/json' };
        const reply = await fleet.app.http.inject({ method: 'POST', url, headers, payload });
        expect(reply.statusCode).toBe(400);
      }
      const seen = (await fleet.admin.get(`/coffee/machines/${machine.id}`)).body.data;
      expect([seen.presence, seen.status]).toEqual(['online', 'unknown']);
    },
  );

  test.each([
    ['put right after it was ahead', [240, 0, 60], [false, false]],
    ['set back by minutes to a wrong time', [0, -240, -180], [true, false]],
    ['set back by a minute to a wrong time', [0, -90, -30], [true, false]],
    ['right, while another report overtook one', [0, -60, 60], [true, false]],
  ])('of a clock that was %s is taken in the order in which it came', async (_, clocks, stale) => {
    const machine = await newMachine(fleet);
    const report = async (offset: number, temperature: number) => {
      const at = new Date(fleet.app.clock.now().getTime() + offset * 1000).toISOString();
      return (await machine.post(`/devices/${machine.id}/status`, { at, temperature })).body.data.stale;
    };
    const [ahead = 0, ...then] = clocks;
    expect(await report(ahead, 90)).toBe(false);
    const found: boolean[] = [];
    // Offsets of the machine's clock as it stood at the beginning: a minute passes before the last report.
    const [second = 0, third = 0] = then;
    found.push(await report(second, 80));
    fleet.app.clock.advance(60_000);
    found.push(await report(third - 60, 70));
    fleet.app.clock.reset();
    expect(found).toEqual(stale);
    expect((await fleet.admin.get(`/coffee/machines/${machine.id}`)).body.data.temperature).toBe(70);
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
