import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sendNotices } from '../alarms/send-notices.action.ts';
import { watchMachines } from '../alarms/watch-machines.action.ts';
import { newMachine, type Operator, operator, order } from './factories.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
let fleet: Operator;
let machine: Awaited<ReturnType<typeof newMachine>>;
beforeEach(async () => {
  fleet = await operator();
  // A Monday, noon in Kolkata.
  fleet.app.clock.set('2031-03-03T06:30:00Z');
  await signIn();
  for (const [code, unit] of [
    ['beans', 'g'],
    ['cups', 'piece'],
  ] as const)
    await fleet.admin.post('/coffee/materials', { code, name: code, unit });
  const ingredients = [
    { material: 'beans', quantity: 10 },
    { material: 'cups', quantity: 1 },
  ];
  await fleet.admin.post('/coffee/recipes', {
    code: 'espresso',
    name: 'Espresso',
    body: { cup_ml: 40, temperature: 93, ingredients },
  });
  machine = await newMachine(fleet);
  await put(`/coffee/machines/${machine.id}/bins`, {
    bins: [
      { position: 1, material: 'beans', capacity: 1000, threshold: 200 },
      { position: 2, material: 'cups', capacity: 200, threshold: 20 },
    ],
  });
});
afterEach(() => fleet.app.clock.reset());

async function signIn() {
  [fleet.admin, fleet.ops] = [await fleet.organization.as('admin'), await fleet.organization.as('ops')];
}
const put = (path: string, body: object) =>
  fleet.app.http.inject({ method: 'PUT', url: `/api/v1${path}`, headers: fleet.admin.headers, payload: body });
const now = () => fleet.app.clock.now().getTime();
let numbers = 0;
/** Cups that the machine sold, so many ms ago, in one order. */
async function sell(quantity: number, agoMs = 0, over: object = {}) {
  numbers += 1;
  const items = [{ product: 'espresso', quantity, amount: '2.50' }];
  const made_at = new Date(now() - agoMs).toISOString();
  const answer = await machine.post(
    `/devices/${machine.id}/orders/create`,
    order(`N${numbers}`, { made_at, items, ...over }),
  );
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
}
async function level(beans: number, cups = 150) {
  const bins = [
    { position: 1, level: beans },
    { position: 2, level: cups },
  ];
  const answer = await machine.post(`/devices/${machine.id}/status`, { bins });
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
}
const stock = async () => (await fleet.ops.get(`/coffee/machines/${machine.id}/stock`)).body.data;
const drifts = async () =>
  (await fleet.ops.get(`/coffee/alarms?filter=${encodeURIComponent('{"kind":"drift","state":"open"}')}`)).body.data;
/** Ten minutes go by, in which the machine reports as it is; then comes the look. */
async function later(beans: number, times = 1) {
  for (let i = 0; i < times; i++) {
    fleet.app.clock.advance(10 * MINUTE);
    await level(beans);
    while (await watchMachines(fleet.ctx));
  }
}
const round = async (filter: object = {}) =>
  (await fleet.ops.get(`/coffee/refill-round?filter=${encodeURIComponent(JSON.stringify(filter))}`)).body.data;

describe('use', () => {
  test('is reckoned from what was served, by recipes, since the bin was filled', async () => {
    await level(1000);
    fleet.app.clock.advance(MINUTE);
    await sell(3);
    await sell(5, 0, { served: false });
    // Made before the level that is known.
    await sell(2, 2 * MINUTE);
    await level(970);
    expect(await stock()).toMatchObject([
      { position: 1, material: { code: 'beans' }, used: 30, sold: 30 },
      { position: 2, used: 0, sold: 3 },
    ]);
    await sell(1, 0, { items: [{ product: 'unknown', amount: '2.50' }] });
    expect((await stock())[0]).toMatchObject({ sold: null });
  });

  test('of the same number twice counts once, and in the day on which it was made', async () => {
    await level(1000);
    fleet.app.clock.advance(MINUTE);
    const orders = [order('A1', { made_at: new Date(now() - 3 * DAY).toISOString() })];
    for (let i = 0; i < 2; i++) await machine.post(`/devices/${machine.id}/orders/create`, { orders });
    const days = await fleet.db
      .selectFrom('coffee_use_day')
      .select(['used_on', 'milli'])
      .where('organization_id', '=', fleet.organization.id)
      .orderBy('milli')
      .execute();
    expect(days).toEqual([
      { used_on: '2031-02-28', milli: 1000 },
      { used_on: '2031-02-28', milli: 10_000 },
    ]);
  });
});

describe('leak or theft', () => {
  test('is seen when more is gone than was sold, told later, and a late order explains it', async () => {
    await level(1000);
    fleet.app.clock.advance(MINUTE);
    await sell(10);
    await level(900);
    await later(900);
    expect(await drifts()).toEqual([]);
    await later(780);
    expect(await drifts()).toMatchObject([
      { position: 1, text: expect.stringMatching(/used 220 g of beans, but what it sold explains 100 g only/) },
    ]);
    const messages = () =>
      fleet.db
        .selectFrom('message')
        .select('id')
        .where('organization_id', '=', fleet.organization.id)
        .where('template', '=', 'coffee.alarm')
        .execute();
    while (await sendNotices(fleet.ctx));
    expect(await messages()).toEqual([]);
    await sell(12, 5 * MINUTE);
    await later(780);
    expect(await drifts()).toEqual([]);
    fleet.app.clock.advance(30 * MINUTE);
    while (await sendNotices(fleet.ctx));
    expect(await messages()).toEqual([]);
  });

  test('is still shown after a filling, until it is explained', async () => {
    await level(1000);
    fleet.app.clock.advance(MINUTE);
    await sell(10);
    await level(600);
    await later(600);
    expect(await drifts()).toHaveLength(1);
    fleet.app.clock.advance(MINUTE);
    await level(1000);
    await later(1000);
    expect(await drifts()).toHaveLength(1);
    expect((await stock())[0]).toMatchObject({ used: 0, sold: 0 });
    // An order of the time before the filling comes late.
    await sell(30, 15 * MINUTE);
    await later(1000);
    expect(await drifts()).toEqual([]);
    expect((await stock())[0]).toMatchObject({ used: 0, sold: 0 });
  });

  test('is not said where nobody can know: unknown products, unused materials, a scale that trembles', async () => {
    await level(1000, 200);
    fleet.app.clock.advance(MINUTE);
    // Nothing was ever sold of it.
    await level(500, 200);
    await later(500);
    await sell(1, 0, { items: [{ product: 'unknown', amount: '2.50' }] });
    await sell(1);
    await later(480);
    for (const value of [500, 480, 500, 480]) await later(value);
    await signIn();
    expect(await drifts()).toEqual([]);
  });
});

describe('a filling', () => {
  test('is seen by the machine, and told by a technician, once however often it is sent', async () => {
    await level(300);
    fleet.app.clock.advance(MINUTE);
    await level(1000);
    const at = fleet.app.clock.now().toISOString();
    const said = { machine_id: machine.id, position: 1, amount: 700, at };
    const sent = await Promise.all([0, 1, 2].map(() => fleet.ops.post('/coffee/refills', said)));
    expect(sent.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(new Set(sent.map(({ body }) => body.data.id)).size).toBe(1);
    const wrong = await fleet.ops.post('/coffee/refills', { ...said, at: '2020-01-01T00:00:00Z', position: 2 });
    expect(Math.abs(Date.parse(wrong.body.data.at) - now())).toBeLessThan(MINUTE);
    const { body } = await fleet.ops.get('/coffee/refills');
    expect(body.data).toMatchObject([
      { position: 2, source: 'person' },
      { position: 1, source: 'person', amount: 700, by: expect.any(String) },
      { position: 1, source: 'measured', amount: 700, material: { code: 'beans' } },
    ]);
    const none = await fleet.ops.post('/coffee/refills', { ...said, position: 9 });
    expect([none.status, none.body.error.code]).toEqual([404, 'coffee.bin.not_found']);
    const viewer = await fleet.organization.as('viewer');
    expect((await viewer.post('/coffee/refills', said)).status).toBe(403);
    const audited = await fleet.db
      .selectFrom('audit_entry')
      .select('id')
      .where('organization_id', '=', fleet.organization.id)
      .where('action', '=', 'coffee.machine.refilled')
      .execute();
    expect(audited).toHaveLength(2);
  });

  test('is due when a bin is low, or will be within days, with how far that may be off', async () => {
    await level(1000, 200);
    // Ten working days and the weekends between: 10 cups a day.
    for (let back = 14; back >= 1; back--) await sell(10, back * DAY);
    expect(await round()).toEqual([]);
    await level(250, 200);
    expect(await round({ days: 2 })).toEqual([]);
    const [due] = await round({ days: 3 });
    expect(due).toMatchObject({ position: 1, level: 250, missing: 750, low: false, error_days: 0 });
    // Half of today's hundred, and two days.
    expect(due.days_left).toBeCloseTo(2.5, 1);
    await level(150, 200);
    expect(await round({ days: 0 })).toMatchObject([{ position: 1, low: true }]);
    const csv = await fleet.ops.get('/coffee/refill-round/export.csv?filter=%7B%22days%22%3A0%7D');
    expect(csv.body.trim().split('\n')).toHaveLength(2);
    expect(csv.body).toContain(machine.serial);
  });

  test('ticked off is seen by everybody until the machine has measured it, or the day is over', async () => {
    await level(50, 200);
    const [low] = await round();
    expect(low).toMatchObject({ position: 1, filled: null });
    const tick = { machine_id: machine.id, position: 1, amount: 900, at: new Date(now()).toISOString() };
    expect((await fleet.ops.post('/coffee/refills', tick)).status).toBe(201);
    const colleague = await fleet.organization.as('ops');
    const seen = async () =>
      (await colleague.get(`/coffee/refill-round?filter=${encodeURIComponent('{"days":0}')}`)).body.data;
    expect(await seen()).toMatchObject([{ position: 1, filled: { at: tick.at, amount: 900 } }]);
    expect((await seen())[0].filled.by).not.toBe('');
    // A report that shows no filling changes nothing; one that does ends it, also when the bin is low again.
    fleet.app.clock.advance(MINUTE);
    await level(49, 200);
    expect(await seen()).toMatchObject([{ filled: { amount: 900 } }]);
    await level(949, 200);
    expect(await seen()).toEqual([]);
    await level(20, 200);
    expect(await seen()).toMatchObject([{ position: 1, filled: null }]);
    // Nobody waits longer than a day for a machine to measure it.
    await fleet.ops.post('/coffee/refills', { ...tick, at: new Date(now() + 4 * MINUTE).toISOString() });
    fleet.app.clock.advance(25 * 60 * MINUTE);
    const later = await fleet.organization.as('ops');
    const [open] = (await later.get(`/coffee/refill-round?filter=${encodeURIComponent('{"days":0}')}`)).body.data;
    expect(open).toMatchObject({ position: 1, filled: null });
  });
});
