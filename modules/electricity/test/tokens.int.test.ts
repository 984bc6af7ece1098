import Fastify from 'fastify';
import { beforeEach, describe, expect, test } from 'vitest';
import { refuse } from '../../../kernel/lib/result.ts';
import { useTestApp } from '../../../test/harness/index.ts';
import { visitor } from '../../../test/harness/people.ts';
import { keypadPages } from '../simulator/keypad-page.ts';
import { makeMeters } from '../simulator/make-meters.ts';
import { village } from '../simulator/simulate.ts';
import { KeypadMeter } from '../simulator/simulated-meter.ts';
import { askVending } from '../tokens/ask-vending.action.ts';
import { stsMeter, stsStandIn } from '../tokens/sts-stand-in.ts';
import type { StsVending } from '../tokens/sts-vending.ts';
import { claim, newMeter, newTariff, type Supplier, sound, supplier } from './factories.ts';

let desk: Supplier;
beforeEach(async () => {
  (await useTestApp()).clock.reset();
  desk = await supplier();
  await newTariff(desk.admin);
});
const KEY = 'bc41ec9530f6dac86b1a29ab82edc5fb';
const tokens = async (meter: { id: string }) =>
  (await desk.ops.get(`/electricity/meters/${meter.id}/tokens`)).body.data as {
    kind: string;
    token: string | null;
    wh: number;
    state: string;
  }[];
const sell = (meter: { id: string }, amount: string) =>
  desk.ops.post(`/electricity/meters/${meter.id}/purchases`, { amount, cash: true });

describe('a meter with a keypad', () => {
  test('gets one token for each payment, the same when asked again; what is less than a unit goes with the next', async () => {
    const person = await desk.join();
    const meter = await newMeter(desk.ops);
    await claim(desk.ops, person, meter);
    const keypad = { kind: 'openpaygo', key: KEY, starting_code: 516_959_010 };
    expect((await desk.admin.post(`/electricity/meters/${meter.id}/keypad`, keypad)).body.data.key).toBeNull();
    expect((await desk.admin.post(`/electricity/meters/${meter.id}/device`)).body.error.code).toBe(
      'electricity.keypad.has_keypad',
    );
    // 890 buys 10,000 Wh of the first block, 91 buys 1,022: ten units, and 22 Wh wait.
    await sell(meter, '890');
    await Promise.all([tokens(meter), tokens(meter), person.get(`/electricity/my/meters/${meter.number}/tokens`)]);
    await sell(meter, '91');
    const list = await tokens(meter);
    expect(list.map(({ wh, state }) => [wh, state])).toEqual([
      [1000, 'issued'],
      [10_000, 'issued'],
    ]);
    expect((await person.get(`/electricity/my/meters/${meter.number}/tokens`)).body.data).toEqual(list);
    expect((await desk.ops.get(`/electricity/meters/${meter.id}/keypad`)).body.data.waiting_wh).toBe(22);
    const stored = await desk.db.selectFrom('electricity_keypad').select('key').execute();
    expect(JSON.stringify(stored)).not.toContain(KEY);
    // Units that were taken back come off the next token.
    await desk.admin.post(`/electricity/meters/${meter.id}/adjustments`, { wh: -500, reason: 'mistake' });
    await desk.admin.post(`/electricity/meters/${meter.id}/adjustments`, { wh: 1000, reason: 'gift' });
    expect((await tokens(meter))[0]).toMatchObject({ kind: 'add', wh: 500 });
    const set = { kind: 'set', kwh: 3, reason: 'exchanged' };
    expect((await desk.admin.post(`/electricity/meters/${meter.id}/tokens`, set)).body.data).toMatchObject({
      kind: 'set',
      wh: 3000,
    });
  });

  test('attached again, whatever changed, gives no units twice, and the keypad takes the next token', async () => {
    const meter = await newMeter(desk.ops);
    const attach = (over: object) =>
      desk.admin.post(`/electricity/meters/${meter.id}/keypad`, { kind: 'openpaygo', key: KEY, ...over });
    const given = async () => (await tokens(meter)).reduce((sum, { wh }) => sum + wh, 0);
    // Bought at the very moment at which the keypad is attached: in the balance, and no second token.
    await sell(meter, '890');
    await attach({});
    expect(await given()).toBe(10_000);
    await Promise.all([attach({}), attach({}), attach({ restricted: true }), attach({})]);
    await attach({});
    expect(await given()).toBe(10_000);
    await sell(meter, '91');
    const keypad = new KeypadMeter(meter.number, 0, { secrets: { key: KEY }, form: {}, unitWh: 100, count: 0 });
    for (const { token } of (await tokens(meter)).toReversed())
      expect(keypad.type(token ?? '')).toMatchObject({ ok: true });
    expect(keypad.leftWh).toBe(11_000);
    // Another key, and a smaller unit: what waited is given, and nothing else.
    expect((await attach({ key: KEY.replace('b', 'a'), unit_wh: 10 })).body.data).toMatchObject({ waiting_wh: 2 });
    expect(await given()).toBe(11_020);
    await sound(desk);
  });

  test('of the extended form is never told 999, and takes twelve digits for everything', async () => {
    const meter = await newMeter(desk.ops);
    const form = { extended: true };
    const made = { kind: 'openpaygo', key: KEY, unit_wh: 10, ...form };
    expect((await desk.admin.post(`/electricity/meters/${meter.id}/keypad`, made)).status).toBe(201);
    const gift = (wh: number) =>
      desk.admin.post(`/electricity/meters/${meter.id}/adjustments`, { wh, reason: 'a gift of the village' });
    // 999 units, which a reference decoder would take again and again; 1,000 are an amount like any other.
    await gift(9_990);
    await gift(10_000);
    expect((await tokens(meter)).map(({ wh }) => wh).toReversed()).toEqual([9_950, 40, 10_000]);
    const staff = (body: object) =>
      desk.admin.post(`/electricity/meters/${meter.id}/tokens`, { reason: 'a test of the keypad', ...body });
    const refused = await staff({ kind: 'set', kwh: 9.98 });
    expect([refused.status, refused.body.error]).toMatchObject([
      400,
      { code: 'electricity.keypad.value_command', message: expect.stringContaining('at most 9.95 or at least 10 kWh') },
    ]);
    const given = await tokens(meter);
    for (const body of [{ kind: 'sync' }, { kind: 'set', kwh: 10 }, { kind: 'disable' }])
      expect((await staff(body)).body.data.token).toMatch(/^\d{4} \d{4} \d{4}$/);
    const keypad = new KeypadMeter(meter.number, 0, { secrets: { key: KEY }, form, unitWh: 10, count: 0 });
    for (const { token } of given.toReversed()) expect(keypad.type(token ?? '')).toMatchObject({ ok: true });
    expect(keypad.leftWh).toBe(19_990);
    const byStaff = (await tokens(meter)).slice(0, 3).toReversed();
    expect(byStaff.map(({ kind, token }) => [kind, keypad.type(token ?? '')])).toMatchObject([
      ['sync', { ok: true, kind: 'sync' }],
      ['set', { ok: true, kind: 'set' }],
      ['disable', { ok: true, kind: 'disable' }],
    ]);
    expect([keypad.leftWh, keypad.disabled]).toEqual([10_000, true]);
    await sound(desk);
  });

  test('of STS: what the vending service refused comes after the keypad is corrected; what it was asked for waits', async () => {
    const meter = await newMeter(desk.ops, { number: '01450000011' });
    const attach = (over: object) => desk.admin.post(`/electricity/meters/${meter.id}/keypad`, over);
    const sts = { kind: 'sts', supply_group: '111111', tariff_index: 1, key_revision: 1 };
    await attach(sts);
    await sell(meter, '890');
    const refused = await attach({ kind: 'openpaygo', key: KEY });
    expect([refused.status, refused.body.error.code]).toEqual([409, 'electricity.keypad.asked']);
    const real = stsStandIn('secret', () => desk.app.clock.now());
    const service: StsVending = {
      issue: async (request) =>
        request.meter.supplyGroup === '111111' ? refuse('electricity.sts_meter') : real.issue(request),
    };
    await askVending(desk.ctx, meter.id, service);
    expect((await desk.ops.get(`/electricity/meters/${meter.id}/keypad`)).body.data.waiting_wh).toBe(10_000);
    await attach({ ...sts, supply_group: '123456' });
    await Promise.all([askVending(desk.ctx, meter.id, service), askVending(desk.ctx, meter.id, service)]);
    expect((await tokens(meter)).map(({ wh, state }) => [wh, state])).toEqual([
      [10_000, 'issued'],
      [10_000, 'refused'],
    ]);
    await sound(desk);
  });

  test('of STS is asked for at the vending service until it answers, and never twice', async () => {
    const meter = await newMeter(desk.ops, { number: '01450000011' });
    const keypad = { kind: 'sts', supply_group: '123456', tariff_index: 1, key_revision: 1 };
    await desk.admin.post(`/electricity/meters/${meter.id}/keypad`, keypad);
    await sell(meter, '890');
    expect(await tokens(meter)).toMatchObject([{ state: 'asked', token: null, wh: 10_000 }]);
    const real = stsStandIn('secret', () => desk.app.clock.now());
    const references: string[] = [];
    let silent = true;
    const lossy: StsVending = {
      async issue(request) {
        references.push(request.reference);
        const answer = await real.issue(request);
        if (silent) throw new Error('no answer, though the token was issued');
        return answer;
      },
    };
    await askVending(desk.ctx, meter.id, lossy);
    expect(await tokens(meter)).toMatchObject([{ state: 'asked', token: null }]);
    silent = false;
    await Promise.all([askVending(desk.ctx, meter.id, lossy), askVending(desk.ctx, meter.id, lossy)]);
    expect(new Set(references).size).toBe(1);
    const [token] = await tokens(meter);
    expect(token?.state).toBe('issued');
    const typed = stsMeter('secret', { number: meter.number, supplyGroup: '123456', tariffIndex: 1, keyRevision: 1 });
    expect(typed(token?.token ?? '')).toMatchObject({ wattHours: 10_000 });
    expect(typed(token?.token ?? '')).toBeNull();
  });
});

test('the simulation: meters use, report and come back; a token typed at a keypad adds its units once', async () => {
  const made = await makeMeters(desk.ctx, 10, () => undefined);
  if (!made.ok) throw new Error(made.code);
  const from = new Date(desk.app.clock.now().getTime() - 2 * 86_400_000);
  const all = village(desk.ctx, made.data, from, (token) => {
    const machine = visitor(desk.app, { authorization: `Bearer ${token}` });
    return async (path, body) => {
      const answer = await machine.post(path, body);
      if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
      return answer.body.data;
    };
  });
  await all.pass(6 * 3_600_000);
  expect(all.connected).toHaveLength(9);
  for (const meter of all.connected.filter(({ online }) => online)) {
    const stored = (await desk.ops.get(`/electricity/meters/${meter.number}`)).body.data;
    expect(stored.register_wh).toBe(meter.registerWh);
    expect(Math.abs(stored.balance_wh - meter.leftWh)).toBeLessThan(2);
  }
  const [keypad] = all.keypads;
  if (!keypad) throw new Error('no keypad');
  const pages = Fastify();
  await pages.register(async (scope) => keypadPages(scope, { village: all, locale: 'en' }));
  const [token] = await tokens({ id: keypad.number });
  const type = (digits: string) =>
    pages.inject({
      method: 'POST',
      url: `/keypads/${keypad.number}`,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({ token: digits }).toString(),
    });
  const before = keypad.leftWh;
  expect((await type('123 456 789')).body).toContain('not for this meter');
  expect((await type(token?.token ?? '')).body).toContain('Accepted');
  expect(keypad.leftWh - before).toBe(token?.wh);
  expect((await type(token?.token ?? '')).body).toContain('used already');
  await pages.close();
});
