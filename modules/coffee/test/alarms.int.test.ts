import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { directPhone } from '../../../kernel/conversations/test/phone.ts';
import { sendNotices } from '../alarms/send-notices.action.ts';
import { watchMachines } from '../alarms/watch-machines.action.ts';
import { newMachine, newMerchant, type Operator, operator, order } from './factories.ts';

const MINUTE = 60_000;
let fleet: Operator;
beforeEach(async () => {
  // A Monday, 10:00 in Kolkata.
  fleet = await operator(undefined, {});
  fleet.app.clock.set('2031-03-03T04:30:00Z');
  await signIn();
});
afterEach(() => fleet.app.clock.reset());

type Machine = Awaited<ReturnType<typeof newMachine>>;
const BINS = [{ position: 1, material: null, capacity: 1000, threshold: 200 }];
/** Sessions don't last as long as the clock jumps. */
async function signIn() {
  [fleet.admin, fleet.ops] = [await fleet.organization.as('admin'), await fleet.organization.as('ops')];
}
const put = async (path: string, body: object, who = fleet.admin) => {
  const url = `/api/v1${path}`;
  const reply = await fleet.app.http.inject({ method: 'PUT', url, headers: who.headers, payload: body });
  return { status: reply.statusCode, body: reply.json() };
};
async function machineWithBin(over: object = {}) {
  const machine = await newMachine(fleet, over);
  await put(`/coffee/machines/${machine.id}/bins`, { bins: BINS });
  return machine;
}
const report = async (machine: Machine, said: object = {}) => {
  const answer = await machine.post(`/devices/${machine.id}/status`, said);
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
};
const level = (machine: Machine, value: number) => report(machine, { bins: [{ position: 1, level: value }] });
const alarms = async (filter: object = {}, who = fleet.ops) => {
  const answer = await who.get(`/coffee/alarms?filter=${encodeURIComponent(JSON.stringify(filter))}`);
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  return answer.body.data;
};
const kinds = async (filter: object = { state: 'open' }) =>
  (await alarms(filter)).map((one: { kind: string }) => one.kind).sort();
/** Minutes go by, each with its look and its notices. */
async function minutes(count: number, each: (minute: number) => Promise<unknown> = async () => null) {
  for (let minute = 0; minute < count; minute++) {
    fleet.app.clock.advance(MINUTE);
    await each(minute);
    while (await watchMachines(fleet.ctx));
    while (await sendNotices(fleet.ctx));
  }
}
const mails = async () => {
  const rows = await fleet.db
    .selectFrom('message')
    .select(['params', 'to_address'])
    .where('organization_id', '=', fleet.organization.id)
    .where('template', '=', 'coffee.alarm')
    .orderBy('id')
    .execute();
  return rows.map(({ params, to_address }) => {
    const { subject, lines } = params as { subject: string; lines: string[] };
    return { to: to_address, subject, lines };
  });
};
/** What one of the four members got; all get the same unless somebody is named. */
const told = async () => {
  const all = await mails();
  return all.filter(({ to }) => to === all[0]?.to);
};

describe('an alarm', () => {
  test('opens and clears with what the machine reports, once each', async () => {
    const machine = await machineWithBin();
    await level(machine, 500);
    expect(await alarms()).toEqual([]);
    await level(machine, 200);
    await level(machine, 190);
    await level(machine, 210);
    const [low] = await alarms({ machine_id: machine.id });
    expect(low).toMatchObject({ kind: 'low_bin', severity: 'warning', position: 1, count: 1, cleared_at: null });
    expect(low.text).toContain('runs low: Bin 1, 200 left');
    await level(machine, 5);
    expect(await kinds()).toEqual(['empty_bin']);
    await level(machine, 900);
    expect(await kinds()).toEqual([]);
    expect(await kinds({ state: 'cleared' })).toEqual(['empty_bin', 'low_bin']);
    const row = await fleet.db
      .selectFrom('coffee_machine')
      .select('alarms')
      .where('id', '=', machine.id)
      .executeTakeFirstOrThrow();
    expect(row.alarms).toEqual([]);
  });

  test('is said in the organization’s own words, in the list and in the mail', async () => {
    const machine = await machineWithBin();
    const key = 'messages.coffee.alarm.low_bin';
    expect((await put(`/texts/en/${key}`, { text: 'Fill {{bin}} at {{place}}!' })).status).toBe(200);
    await level(machine, 200);
    const [low] = await alarms();
    expect(low.text).toMatch(/^Fill Bin 1 at .+!$/);
    await minutes(1);
    expect((await told())[0]?.lines).toEqual([low.text]);
  });

  test('is opened once by reports that come at the same moment, and by an older one not at all', async () => {
    const machine = await machineWithBin();
    await Promise.all(Array.from({ length: 8 }, () => level(machine, 100)));
    expect(await kinds({})).toEqual(['low_bin']);
    const at = new Date(fleet.app.clock.now().getTime() - 5 * MINUTE).toISOString();
    await report(machine, { at: fleet.app.clock.now().toISOString(), errors: [] });
    await report(machine, { at, errors: ['door_open'] });
    expect(await kinds()).toEqual(['low_bin']);
  });

  test('that comes back soon is the same one, and people are not told again', async () => {
    const machine = await newMachine(fleet);
    for (let i = 0; i < 3; i++) {
      await report(machine, { errors: ['door_open'] });
      await minutes(1);
      await report(machine, { errors: [] });
      await minutes(1);
    }
    expect(await alarms({ machine_id: machine.id })).toMatchObject([{ kind: 'door', count: 3 }]);
    expect(await told()).toHaveLength(1);
    fleet.app.clock.advance(31 * MINUTE);
    await signIn();
    await report(machine, { errors: ['door_open'] });
    await minutes(1);
    expect(await alarms({ machine_id: machine.id })).toMatchObject([{ count: 1 }, { count: 3 }]);
    expect(await told()).toHaveLength(2);
  });

  test('is acknowledged, assigned and audited; then nobody is reminded', async () => {
    const machine = await newMachine(fleet);
    await report(machine, { errors: ['card_reader'] });
    await minutes(1);
    expect((await mails()).length).toBeGreaterThanOrEqual(2);
    const [{ id }] = await alarms();
    const people = (await fleet.ops.get('/coffee/technicians')).body.data;
    const me = people.find((one: { me: boolean }) => one.me);
    const assigned = await fleet.admin.post(`/coffee/alarms/${id}/assign`, { user_id: me.id });
    expect(assigned.body.data).toMatchObject({ assigned_to: { id: me.id }, mine: false });
    expect(await alarms({ state: 'mine' })).toMatchObject([{ id, mine: true }]);
    expect(await alarms({ state: 'mine' }, fleet.admin)).toEqual([]);
    const before = (await mails()).length;
    await minutes(1);
    // The member alone is told that it is theirs.
    expect((await mails()).length).toBe(before + 1);
    fleet.app.clock.advance(4 * 60 * MINUTE);
    await minutes(1, () => report(machine));
    expect((await mails()).length).toBe(before + 2);
    await signIn();
    const known = await fleet.admin.post(`/coffee/alarms/${id}/acknowledge`, { note: 'on my way' });
    expect(known.body.data).toMatchObject({ note: 'on my way', acknowledged_at: expect.any(String) });
    fleet.app.clock.advance(9 * 60 * MINUTE);
    await minutes(1, () => report(machine));
    expect((await mails()).length).toBe(before + 2);
    const audited = await fleet.db
      .selectFrom('audit_entry')
      .select('action')
      .where('organization_id', '=', fleet.organization.id)
      .where('subject_id', '=', id)
      .orderBy('id')
      .execute();
    expect(audited.map(({ action }) => action)).toEqual(['coffee.alarm.assigned', 'coffee.alarm.acknowledged']);
    await signIn();
    await report(machine, { errors: [] });
    const late = await fleet.admin.post(`/coffee/alarms/${id}/assign`, { user_id: null });
    expect([late.status, late.body.error?.code]).toEqual([409, 'coffee.alarm.cleared']);
  });

  test('waits while its machine is muted, and is told afterwards', async () => {
    const machine = await newMachine(fleet);
    const until = new Date(fleet.app.clock.now().getTime() + 10 * MINUTE).toISOString();
    expect((await put(`/coffee/machines/${machine.id}/mute`, { until, reason: 'cleaning' }, fleet.ops)).status).toBe(
      200,
    );
    await report(machine, { errors: ['door_open'] });
    await minutes(5, () => report(machine));
    expect(await mails()).toEqual([]);
    expect(await alarms()).toMatchObject([{ kind: 'door', muted_until: until }]);
    await minutes(6, () => report(machine));
    expect(await told()).toHaveLength(1);
    const tooLong = new Date(fleet.app.clock.now().getTime() + 40 * 24 * 60 * MINUTE).toISOString();
    const refused = await put(`/coffee/machines/${machine.id}/mute`, { until: tooLong });
    expect([refused.status, refused.body.error.code]).toEqual([400, 'coffee.alarm.mute_until']);
  });

  test('of a merchant is shown to its members and nobody else’s', async () => {
    const other = await newMerchant(fleet.admin, 'Stations');
    const [mine, theirs] = [await newMachine(fleet), await newMachine({ ...fleet, merchant: other })];
    await report(mine, { errors: ['door_open'] });
    await report(theirs, { errors: ['door_open'] });
    const member = await fleet.organization.as('ops');
    await fleet.admin.patch(`/members/${member.userId}`, { limit: { kind: 'coffee.merchant', id: other.id } });
    expect(await alarms({}, member)).toMatchObject([{ machine: { id: theirs.id } }]);
    const [foreign] = await alarms({ machine_id: mine.id });
    expect((await member.post(`/coffee/alarms/${foreign.id}/acknowledge`, {})).status).toBe(404);
    await minutes(1);
    const [{ to }] = (await fleet.db
      .selectFrom('auth_user')
      .select('email as to')
      .where('id', '=', member.userId)
      .execute()) as [{ to: string }];
    const got = (await mails()).filter((mail) => mail.to === to);
    expect(got.map(({ lines }) => lines.length)).toEqual([1]);
    expect((await mails()).filter((mail) => mail.to !== to).every(({ lines }) => lines.length === 2)).toBe(true);
    // The machine goes to the member's merchant, with what is open.
    await fleet.admin.patch(`/coffee/machines/${mine.id}`, { merchant_id: other.id });
    expect(await alarms({}, member)).toHaveLength(2);
  });
});

describe('machines that are gone', () => {
  test('are told of once, when the looks had no gap, and cleared by their next report', async () => {
    const machine = await newMachine(fleet);
    await report(machine);
    // The server was away: nobody could report.
    fleet.app.clock.advance(60 * MINUTE);
    await signIn();
    await minutes(3);
    expect(await kinds()).toEqual([]);
    await minutes(2);
    expect(await alarms()).toMatchObject([{ kind: 'offline', severity: 'critical', machine: { id: machine.id } }]);
    await minutes(3);
    expect((await told()).map(({ lines }) => lines.length)).toEqual([1]);
    await report(machine);
    expect(await kinds()).toEqual([]);
  });

  test('of one location are one alarm and one message, and those that stay away are told of alone', async () => {
    const made = await fleet.admin.post('/coffee/locations', { merchant_id: fleet.merchant.id, name: 'Platform 3' });
    const location_id = made.body.data.id;
    const machines = await Promise.all(Array.from({ length: 4 }, () => newMachine(fleet, { location_id })));
    const far = await newMachine(fleet);
    await minutes(5, () => Promise.all([...machines, far].map((machine) => report(machine))));
    await minutes(8, () => report(far));
    expect(await alarms()).toMatchObject([{ kind: 'site', location: { name: 'Platform 3' }, machine: null }]);
    const [site] = await alarms();
    expect(await alarms({ group_id: site.id })).toHaveLength(4);
    expect(await told()).toMatchObject([
      { subject: 'Platform 3: Location without power or network', lines: [expect.stringContaining('4 of 4 machines')] },
    ]);
    const [stays, ...back] = machines as [Machine, ...Machine[]];
    await minutes(1, () => Promise.all([far, ...back].map((machine) => report(machine))));
    expect(await alarms({ state: 'open' })).toMatchObject([{ kind: 'offline', machine: { id: stays.id } }]);
    expect((await told()).at(-1)).toMatchObject({ subject: expect.stringContaining('Offline') });
  });

  test('and retired are no longer watched', async () => {
    const machine = await newMachine(fleet);
    await report(machine, { errors: ['door_open'] });
    await fleet.admin.patch(`/coffee/machines/${machine.id}`, { state: 'retired' });
    await minutes(6);
    expect(await kinds()).toEqual([]);
  });
});

test('outside the service hours of its location an alarm waits; two windows a day', async () => {
  const made = await fleet.admin.post('/coffee/locations', { merchant_id: fleet.merchant.id, name: 'Platform 3' });
  const location_id = made.body.data.id;
  const machine = await newMachine(fleet, { location_id });
  const elsewhere = await newMachine(fleet);
  const windows = [
    { days: [1, 2, 3, 4, 5], from: '08:00', to: '09:30' },
    { days: [1, 2, 3, 4, 5], from: '10:10', to: '18:00' },
  ];
  expect((await put('/coffee/service-hours', { location_id, windows })).status).toBe(200);
  await put('/coffee/service-hours', { location_id: null, windows: [{ days: [7], from: '0:00', to: '24:00' }] });
  expect((await fleet.ops.get('/coffee/service-hours')).body.data).toMatchObject([
    { location: null, windows: [{ from: '00:00', to: '24:00' }] },
    { location: { name: 'Platform 3' }, windows: [{ from: '08:00' }, { from: '10:10' }] },
  ]);
  await Promise.all([machine, elsewhere].map((one) => report(one, { errors: ['door_open'] })));
  const both = () => Promise.all([machine, elsewhere].map((one) => report(one)));
  await minutes(9, both);
  expect(await mails()).toEqual([]);
  await minutes(2, both);
  expect(await told()).toMatchObject([{ lines: [expect.stringContaining('Platform 3')] }]);
  // Without hours everybody is told at once.
  await put('/coffee/service-hours', { location_id: null, windows: [] });
  await minutes(1, both);
  expect(await told()).toHaveLength(2);
  expect((await put('/coffee/service-hours', { location_id: null, windows: [] }, fleet.ops)).status).toBe(403);
});

test('a member chooses how to be told, and from which severity on', async () => {
  const machine = await newMachine(fleet);
  const usual = (await fleet.ops.get('/coffee/my-notices')).body.data;
  expect(usual).toEqual({ email: true, chat: true, least: 'warning' });
  for (const who of [fleet.ops, fleet.admin])
    await put('/coffee/my-notices', { email: true, chat: true, least: 'critical' }, who);
  await report(machine, { errors: ['door_open'] });
  await minutes(1);
  const addresses = new Set((await mails()).map(({ to }) => to));
  await report(machine, { errors: ['door_open', 'pump'] });
  await minutes(1);
  expect(new Set((await mails()).map(({ to }) => to)).size).toBe(addresses.size + 2);
});

test('a technician is told in Telegram, in the language of the chat, and what others named is no markup', async () => {
  const machine = await newMachine(fleet, { name: 'Hall *2*' });
  const { app, organization, ops } = fleet;
  const phone = directPhone(app, organization, 'telegram', 'es');
  const { code } = (await ops.post('/staff/chats/code')).body.data;
  await phone.send({ kind: 'start', payload: `staff-${code}` });
  await report(machine, { errors: ['door_open'] });
  await minutes(1);
  const text = (await phone.received()).at(-1)?.text ?? '';
  expect(text).toContain('La puerta de Hall');
  expect(text).toContain('/console/coffee/alarms');
  expect(text).not.toContain('Hall *2*');
});

test('unusual sales are seen, and a late order corrects it', async () => {
  const machine = await newMachine(fleet);
  await fleet.db
    .updateTable('coffee_machine')
    .set({ created_at: new Date('2031-02-16T00:00:00Z') })
    .where('organization_id', '=', fleet.organization.id)
    .where('id', '=', machine.id)
    .execute();
  const sold = (back: number, count: number) =>
    Array.from({ length: count }, (_, i) => {
      const at = new Date(Date.parse('2031-03-03T04:00:00Z') - back * 24 * 60 * MINUTE - i * 5 * MINUTE);
      return order(`${back}-${i}`, { made_at: at.toISOString() });
    });
  const send = (orders: object[]) => machine.post(`/devices/${machine.id}/orders/create`, { orders });
  for (const back of [3, 4, 5, 6, 7, 10, 11, 12, 13, 14]) await send(sold(back, 12));
  await minutes(1, () => report(machine));
  expect(await alarms()).toMatchObject([{ kind: 'orders', text: expect.stringContaining('sold 0 in 3 hours') }]);
  await send(sold(0, 11));
  fleet.app.clock.advance(60 * MINUTE);
  await minutes(1, () => report(machine));
  await signIn();
  expect(await kinds()).toEqual([]);
});

test('firmware that is behind is information; the setting is checked', async () => {
  const machine = await newMachine(fleet);
  const patch = (firmware: string) => fleet.admin.patch('/settings/coffee', { firmware });
  expect((await patch('Uno 2.4')).body.error.fields).toHaveProperty('firmware');
  expect((await patch('Uno = 2.4')).status).toBe(200);
  await report(machine, { firmware: '2.3.1' });
  await minutes(1);
  expect(await alarms()).toMatchObject([{ kind: 'firmware', severity: 'info' }]);
  expect(await mails()).toEqual([]);
  await report(machine, { firmware: '2.4.1' });
  expect(await kinds()).toEqual([]);
});
