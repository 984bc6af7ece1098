import { beforeEach, describe, expect, test } from 'vitest';
import type { Caller } from '../../../test/harness/index.ts';
import { claim, newMeter, type Supplier, supplier } from './factories.ts';

let desk: Supplier;
beforeEach(async () => {
  desk = await supplier();
});
const actions = async (subject: string) =>
  (
    await desk.db.selectFrom('audit_entry').select('action').where('subject_id', '=', subject).orderBy('id').execute()
  ).map(({ action }) => action);
const own = async (person: Caller) => (await person.get('/electricity/my/customers')).body.data;

describe('a meter', () => {
  test('is found by number however it is typed; each change leaves its record', async () => {
    const { ops } = desk;
    const meter = await newMeter(ops, { number: '0145 0000 011', place: 'Musanze' });
    expect(meter).toMatchObject({ number: '01450000011', state: 'active', balance_wh: 0, customer: null });
    expect((await ops.get('/electricity/meters/0145-0000-011')).body.data.id).toBe(meter.id);
    expect((await ops.get('/meters/?search=musanze')).body.data).toMatchObject([{ id: meter.id }]);
    const twice = await ops.post('/electricity/meters', { number: '01450000011', tariff_class: 'residential' });
    expect([twice.status, twice.body.error.code]).toEqual([409, 'electricity.meter.number_taken']);
    const typo = await ops.post('/electricity/meters', { number: '01450000101', tariff_class: 'residential' });
    expect(typo.body.error.fields).toEqual({ number: expect.stringContaining('digit') });
    await ops.patch(`/electricity/meters/${meter.id}`, { name: 'Mill' });
    await ops.patch(`/electricity/meters/${meter.id}`, { name: 'Mill' });
    const suspended = await ops.post(`/electricity/meters/${meter.id}/state`, { action: 'suspend', reason: 'moved' });
    expect(suspended.body.data.state).toBe('suspended');
    const again = await ops.post(`/electricity/meters/${meter.id}/state`, { action: 'suspend', reason: 'moved' });
    expect([again.status, again.body.error.code]).toEqual([409, 'electricity.meter.state_not_allowed']);
    expect(await actions(meter.id)).toEqual([
      'electricity.meter.registered',
      'electricity.meter.changed',
      'electricity.meter.state_changed',
    ]);
  });

  test('gets a new machine in place of the one before', async () => {
    const { admin, ops } = desk;
    const meter = await newMeter(ops);
    expect((await ops.post(`/electricity/meters/${meter.id}/device`)).status).toBe(403);
    const first = (await admin.post(`/electricity/meters/${meter.id}/device`)).body.data;
    const second = (await admin.post(`/electricity/meters/${meter.id}/device`)).body.data;
    expect((await ops.get(`/electricity/meters/${meter.id}`)).body.data.device_id).toBe(second.device.id);
    const ended = await desk.db.selectFrom('device').select('revoked_at').where('id', '=', first.device.id).execute();
    expect(ended[0]?.revoked_at).not.toBeNull();
  });
});

describe('claiming', () => {
  test('works once with the code of the meter, whoever types it at the same moment', async () => {
    const { ops, join } = desk;
    const [aline, eric] = [await join(), await join()];
    const meter = await newMeter(ops);
    const { code } = (await ops.post(`/electricity/meters/${meter.id}/claim-code`)).body.data;
    const input = { number: meter.number, code: code.toLowerCase(), kind: 'household', name: 'Uwase' };
    const both = await Promise.all([aline, eric].map((one) => one.post('/electricity/my/claims', input)));
    expect(both.map(({ status }) => status).sort()).toEqual([201, 404]);
    const all = [...(await own(aline)), ...(await own(eric))];
    expect(all).toMatchObject([{ kind: 'household', role: 'manager', meters: [{ number: meter.number }] }]);
    expect((await ops.post(`/electricity/meters/${meter.id}/claim-code`)).body.error.code).toBe(
      'electricity.meter.held',
    );
  });

  test('by the number alone waits for staff, and says the same for any number', async () => {
    const { ops, join } = desk;
    const [aline, eric] = [await join(), await join()];
    const meter = await newMeter(ops);
    const ask = (person: Caller, number: string) =>
      person.post('/electricity/my/claims', { number, kind: 'household', name: 'Home', note: 'I live here' });
    const held = await newMeter(ops);
    await claim(ops, aline, held);
    const answers = [];
    for (const number of [meter.number, held.number, '01450000011']) answers.push(await ask(eric, number));
    expect(answers.map(({ status, body }) => [status, body.data.claim.state, body.data.customer])).toEqual(
      answers.map(() => [201, 'waiting', null]),
    );
    expect((await ask(eric, meter.number)).body.data.claim.id).toBe(answers[0]?.body.data.claim.id);
    expect(await own(eric)).toEqual([]);
    const listed = (await ops.get('/electricity/claims?filter={"state":"waiting"}')).body.data;
    expect(listed).toMatchObject([{ meter: null }, { meter: { holder: 'Uwase' } }, { meter: { id: meter.id } }]);
    const [nobody, others, free] = listed.map(({ id }: { id: string }) => `/electricity/claims/${id}`);
    expect((await ops.post(`${nobody}/approve`)).body.error.code).toBe('electricity.meter.not_found');
    expect((await ops.post(`${others}/approve`)).body.error.code).toBe('electricity.meter.held');
    await ops.post(`${others}/refuse`, { reason: 'This is your neighbour’s' });
    const both = await Promise.all([ops.post(`${free}/approve`), ops.post(`${free}/approve`)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(await own(eric)).toMatchObject([{ name: 'Home', meters: [{ id: meter.id }] }]);
    expect((await eric.get('/electricity/my/claims')).body.data).toMatchObject([
      { state: 'waiting' },
      { state: 'refused', reason: 'This is your neighbour’s' },
      { state: 'approved' },
    ]);
  });

  test('cannot be tried out: after some wrong codes even the right one has to wait', async () => {
    const { ops, join } = desk;
    const aline = await join();
    const meter = await newMeter(ops);
    const { code } = (await ops.post(`/electricity/meters/${meter.id}/claim-code`)).body.data;
    const attempt = (typed: string) =>
      aline.post('/electricity/my/claims', { number: meter.number, code: typed, kind: 'household', name: 'Home' });
    const wrong = await Promise.all(Array.from({ length: 8 }, () => attempt('22222-22222')));
    expect(wrong.filter(({ status }) => status === 429).length).toBeGreaterThan(0);
    expect((await attempt(code)).body.error.code).toBe('auth.too_many_attempts');
    expect(await own(aline)).toEqual([]);
  });
});

describe('an institution', () => {
  test('has people with roles, buildings and departments; others see nothing of it', async () => {
    const { ops, join } = desk;
    const [manager, clerk, stranger] = [await join(), await join(), await join()];
    const meter = await newMeter(ops);
    const { id } = await claim(ops, manager, meter, { kind: 'institution', name: 'Hospital' });
    const at = `/electricity/my/customers/${id}`;
    const { code } = (await manager.post(`${at}/invitations`, { role: 'viewer' })).body.data;
    const joined = await Promise.all([clerk, stranger].map((one) => one.post('/electricity/my/invitations', { code })));
    expect(joined.map(({ status }) => status).sort()).toEqual([200, 404]);
    const [viewer, other] = joined[0]?.status === 200 ? [clerk, stranger] : [stranger, clerk];
    await manager.post(`${at}/departments`, { name: 'Maternity' });
    const { buildings } = (await manager.post(`${at}/buildings`, { name: 'East wing' })).body.data;
    const mine = `/electricity/my/meters/${meter.number}`;
    const moved = await manager.patch(mine, { building_id: buildings[0].id, name: 'Theatre' });
    expect(moved.body.data).toMatchObject({ building: { name: 'East wing' }, name: 'Theatre' });
    expect((await manager.delete(`${at}/buildings/${buildings[0].id}`)).body.error.code).toBe('electricity.place.used');
    expect((await viewer.get(mine)).body.data.name).toBe('Theatre');
    const lacking = await Promise.all([
      viewer.patch(mine, { name: 'Mine' }),
      viewer.post(`${at}/invitations`, { role: 'manager' }),
      viewer.post(`${at}/buildings`, { name: 'West wing' }),
    ]);
    expect(lacking.map(({ body }) => body.error.code)).toEqual(lacking.map(() => 'electricity.role_lacks'));
    const unseen = await Promise.all([
      other.get(mine),
      other.patch(mine, { name: 'Mine' }),
      other.post(`${at}/departments`, { name: 'X' }),
    ]);
    expect(unseen.map(({ status }) => status)).toEqual([404, 404, 404]);
    const people = (await own(manager))[0].members as { account_id: string; role: string }[];
    const [boss, reader] = [people.find((p) => p.role === 'manager'), people.find((p) => p.role === 'viewer')];
    const alone = await manager.delete(`${at}/members/${boss?.account_id}`);
    expect(alone.body.error.code).toBe('electricity.customer.last_manager');
    await manager.delete(`${at}/members/${reader?.account_id}`);
    expect((await viewer.get(mine)).status).toBe(404);
    expect(await actions(id)).toEqual(
      [
        'customer.added',
        'member.added',
        'member.invited',
        'member.added',
        'department.added',
        'building.added',
        'member.removed',
      ].map((name) => `electricity.${name}`),
    );
  });
});
