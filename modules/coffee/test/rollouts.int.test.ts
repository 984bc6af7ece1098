import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { transaction } from '../../../kernel/db/index.ts';
import { runRecurring } from '../../../test/harness/recurring.ts';
import { advanceRollout } from '../rollouts/advance-rollout.action.ts';
import { newMachine, newMerchant, type Operator, operator } from './factories.ts';

let fleet: Operator;
let machines: Machine[];
type Machine = Awaited<ReturnType<typeof newMachine>>;
const MINUTE = 60_000;

/** An operator with two packages and `count` machines that run the first one. */
async function withMachines(count: number) {
  fleet = await operator();
  const body = { cup_ml: 40, temperature: 92, ingredients: [{ material: 'beans', quantity: 8 }] };
  await fleet.admin.post('/coffee/materials', { code: 'beans', name: 'Beans', unit: 'g' });
  await fleet.admin.post('/coffee/recipes', { code: 'espresso', name: 'Espresso', body });
  for (const name of ['One', 'Two'])
    expect((await fleet.admin.post('/coffee/packages', { name })).status, name).toBe(201);
  machines = [];
  for (let i = 0; i < count; i++) {
    const machine = await newMachine(fleet);
    machines.push(machine);
    await report(machine, 1);
  }
}
afterEach(() => fleet.app.clock.reset());

const report = async (machine: Machine, number: number) => {
  const answer = await machine.post(`/devices/${machine.id}/status`, { package: number });
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  return answer.body.data as { wanted_package: number | null };
};
async function start(over: object = {}) {
  const answer = await fleet.ops.post('/coffee/rollouts', { package: 2, filter: {}, ...over });
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  return answer.body.data as { id: string };
}
const seen = async (id: string) => (await fleet.ops.get(`/coffee/rollouts/${id}`)).body.data;
const parts = async (id: string) => (await fleet.ops.get(`/coffee/rollouts/${id}/machines?limit=100`)).body.data;
const sweep = async () => expect(await runRecurring(fleet.app)).toEqual([]);
const change = (id: string, what: string) => fleet.ops.post(`/coffee/rollouts/${id}/${what}`);
const code = (answer: { status: number; body: { error?: { code: string } } }) => [
  answer.status,
  answer.body.error?.code,
];

type Command = { id: string; params: { package: number } };
const pending = async (machine: Machine): Promise<Command[]> =>
  (await machine.get(`/devices/${machine.id}/commands/pending`)).body.data.commands;

/** A machine fetches its commands, runs the packages of those, and says so; or says that it failed. */
async function obey(machine: Machine, outcome: 'succeeded' | 'failed' | 'silent' = 'succeeded', given?: Command[]) {
  const commands = given ?? (await pending(machine));
  for (const { id, params } of commands) {
    await machine.post(`/commands/${id}/ack`);
    if (outcome === 'silent') continue;
    const said = outcome === 'failed' ? { result: 'failed', message: 'no space' } : { result: 'succeeded' };
    expect((await machine.post(`/commands/${id}/result`, said)).status).toBe(200);
    if (outcome === 'succeeded') await report(machine, params.package);
  }
  return commands.length;
}
const obeyAll = async (outcome: 'succeeded' | 'failed' = 'succeeded') => {
  // All ask before the first answers: its answer lets the rollout go on by itself, to machines that are asked later.
  const asked = await Promise.all(machines.map(async (machine) => ({ machine, commands: await pending(machine) })));
  for (const { machine, commands } of asked) await obey(machine, outcome, commands);
  return asked.flatMap(({ commands }) => commands).length;
};

describe('a rollout', () => {
  beforeEach(() => withMachines(8));

  test('reaches more machines stage by stage, and each machine’s package is seen', async () => {
    const { id } = await start();
    expect(await seen(id)).toMatchObject({
      state: 'running',
      stage: 0,
      machines: 8,
      stages: [5, 25, 100],
      counts: { told: 1, waiting: 7 },
    });
    expect(await obeyAll()).toBe(1);
    await sweep();
    expect(await seen(id)).toMatchObject({ stage: 1, counts: { succeeded: 1, told: 1, waiting: 6 } });
    expect(await obeyAll()).toBe(1);
    await sweep();
    expect(await seen(id)).toMatchObject({ stage: 2, counts: { succeeded: 2, told: 6, waiting: 0 } });
    expect(await obeyAll()).toBe(6);
    await sweep();
    expect(await seen(id)).toMatchObject({ state: 'completed', counts: { succeeded: 8 } });
    expect((await parts(id)).map((one: { package_number: number; before: number }) => one)).toMatchObject(
      Array(8).fill({ state: 'succeeded', package_number: 2, before: 1 }),
    );
    const audited = await fleet.db
      .selectFrom('audit_entry')
      .select('action')
      .where('action', 'like', 'coffee.rollout.%')
      .orderBy('id')
      .execute();
    expect(audited.map(({ action }) => action.replace('coffee.rollout.', ''))).toEqual([
      'started',
      'next',
      'next',
      'completed',
    ]);
    // All run it now.
    expect(code(await fleet.ops.post('/coffee/rollouts', { package: 2, filter: {} }))).toEqual([
      409,
      'coffee.rollout.none',
    ]);
  });

  test('goes back by itself when too many fail: each machine to what it ran', async () => {
    await fleet.admin.post('/coffee/packages', { name: 'Three' });
    const other = machines[3] as Machine;
    await report(other, 2);
    const { id } = await start({ package: 3, stages: [50, 100], failure_percent: 30 });
    const told = (await parts(id)).filter((one: { state: string }) => one.state === 'told');
    expect(told).toHaveLength(4);
    const reached = machines.filter(({ id: machine }) => told.some((one: { id: string }) => one.id === machine));
    const [one, two, three, four] = reached as [Machine, Machine, Machine, Machine];
    await obey(one);
    await obey(two, 'failed');
    await sweep();
    expect(await seen(id)).toMatchObject({ state: 'running', counts: { succeeded: 1, failed: 1, told: 2 } });
    await obey(three, 'failed');
    await sweep();
    expect(await seen(id)).toMatchObject({
      state: 'rolling_back',
      reason: 'failures',
      // Nobody had handed it out to the fourth.
      counts: { returning: 3, returned: 1, waiting: 4 },
    });
    expect(await obey(four)).toBe(0);
    expect((await report(four, 1)).wanted_package).toBe(four.id === other.id ? 2 : 1);
    for (const machine of [one, two, three]) expect(await obey(machine)).toBe(1);
    await sweep();
    expect(await seen(id)).toMatchObject({ state: 'rolled_back', counts: { returned: 4, waiting: 4 } });
    for (const { id: machine, package_number, before } of await parts(id)) {
      expect(package_number).toBe(machine === other.id && machine !== four.id ? 2 : package_number);
      expect(package_number).toBe(machine === four.id ? 1 : before);
    }
  });

  test('counts a machine that has it and says nothing as failed', async () => {
    const { id } = await start({ stage_minutes: 30 });
    for (const machine of machines) await obey(machine, 'silent');
    fleet.app.clock.advance(40 * MINUTE);
    await sweep();
    await sweep();
    expect(await seen(id)).toMatchObject({ state: 'rolling_back', reason: 'failures', counts: { returning: 1 } });
    // It has no network: after a day nobody waits any more, and a person has to go there.
    fleet.app.clock.advance(25 * 60 * MINUTE);
    await sweep();
    await sweep();
    fleet.ops = await fleet.organization.as('ops');
    expect(await seen(id)).toMatchObject({ state: 'rollback_failed', counts: { stuck: 1, waiting: 7 } });
  });

  test('gives a machine the whole time that was said, however silent it is, and no more', async () => {
    const { id } = await start({ stage_minutes: 120 });
    const told = (await parts(id)).find((one: { state: string }) => one.state === 'told');
    const machine = machines.find((one) => one.id === told.machine.id) as Machine;
    // It fetched the command five times, and began at the last; a package is there after a quarter of an hour usually.
    for (let i = 0; i < 12; i++) {
      const commands = await pending(machine);
      if (i > 4) await obey(machine, 'silent', commands);
      fleet.app.clock.advance(9 * MINUTE);
      await sweep();
    }
    fleet.ops = await fleet.organization.as('ops');
    expect(await seen(id)).toMatchObject({ state: 'running', counts: { told: 1 } });
    fleet.app.clock.advance(13 * MINUTE);
    await sweep();
    await sweep();
    fleet.ops = await fleet.organization.as('ops');
    expect(await seen(id)).toMatchObject({ state: 'rolling_back', reason: 'failures', counts: { returning: 1 } });
  });

  test('stops when too few asked for it in time, and tells them again when somebody resumes it', async () => {
    const { id } = await start({ stages: [100], stage_minutes: 30 });
    for (const machine of machines.slice(0, 4)) await obey(machine);
    fleet.app.clock.advance(31 * MINUTE);
    await sweep();
    await sweep();
    expect(await seen(id)).toMatchObject({ state: 'paused', reason: 'too_few', counts: { succeeded: 4, missed: 4 } });
    expect((await change(id, 'resume')).body.data).toMatchObject({ state: 'running', counts: { told: 4 } });
    expect(await obeyAll()).toBe(4);
    await sweep();
    expect(await seen(id)).toMatchObject({ state: 'completed', counts: { succeeded: 8 } });
  });

  test('hands nothing out while it is paused', async () => {
    const { id } = await start({ stages: [100] });
    await obey(machines[0] as Machine);
    expect((await change(id, 'pause')).body.data).toMatchObject({ state: 'paused', reason: 'person' });
    expect(code(await change(id, 'pause'))).toEqual([409, 'coffee.rollout.state']);
    expect(await obeyAll()).toBe(0);
    await sweep();
    expect((await seen(id)).state).toBe('paused');
    await change(id, 'resume');
    expect(await obeyAll()).toBe(7);
  });

  test('that is cancelled takes back what no machine has; the others keep it', async () => {
    const { id } = await start({ stages: [100] });
    const [one, two] = machines as [Machine, Machine];
    await obey(one);
    expect((await change(id, 'cancel')).body.data).toMatchObject({
      state: 'cancelled',
      counts: { succeeded: 1, missed: 7 },
    });
    expect(await obeyAll()).toBe(0);
    expect((await report(two, 1)).wanted_package).toBe(1);
    expect((await report(one, 2)).wanted_package).toBe(2);
    for (const what of ['pause', 'resume', 'cancel', 'roll-back'])
      expect(code(await change(id, what)), what).toEqual([409, 'coffee.rollout.state']);
    // The machines are free for another one.
    expect((await fleet.ops.post('/coffee/rollouts', { package: 2, filter: {} })).status).toBe(201);
  });

  test('is brought back by a person', async () => {
    const { id } = await start({ stages: [50, 100] });
    await obeyAll();
    expect((await change(id, 'roll-back')).body.data).toMatchObject({ state: 'rolling_back', reason: 'person' });
    expect(await obeyAll()).toBe(4);
    await sweep();
    expect(await seen(id)).toMatchObject({ state: 'rolled_back', counts: { returned: 4, waiting: 4 } });
    for (const { package_number } of await parts(id)) expect(package_number).toBe(1);
  });

  test('keeps its machines for itself: another one, a batch or a command with a package is refused', async () => {
    const some = machines.slice(0, 3).map(({ id }) => id);
    const { id } = await start({ filter: { ids: some } });
    const also = { package: 2, filter: { ids: [some[2], machines[5]?.id] } };
    expect(code(await fleet.ops.post('/coffee/rollouts', also))).toEqual([409, 'coffee.rollout.busy']);
    const command = { kind: 'update_recipe', package: 1 };
    expect(code(await fleet.ops.post(`/devices/${some[1]}/commands`, command))).toEqual([
      409,
      'coffee.command.in_rollout',
    ]);
    expect(code(await fleet.ops.post('/coffee/batches', { command, filter: {} }))).toEqual([
      409,
      'coffee.command.in_rollout',
    ]);
    expect((await fleet.ops.post(`/devices/${machines[5]?.id}/commands`, command)).status).toBe(201);
    await change(id, 'cancel');
    expect((await fleet.ops.post(`/devices/${some[1]}/commands`, command)).status).toBe(201);
  });

  test('of two that start at the same moment over the same machines one is refused', async () => {
    const both = await Promise.all([1, 2].map(() => fleet.ops.post('/coffee/rollouts', { package: 2, filter: {} })));
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
  });

  test('moves once, however many look at it at the same moment', async () => {
    const { id } = await start({ stages: [25, 100] });
    await obeyAll();
    const ctx = fleet.app.ctxFor(fleet.ctx.organization, 'test');
    await Promise.all(Array.from({ length: 6 }, () => advanceRollout(ctx, id)));
    expect(await seen(id)).toMatchObject({ stage: 1, counts: { succeeded: 2, told: 6 } });
    const commands = (await fleet.ops.get('/coffee/commands?limit=100')).body.data;
    expect(commands).toHaveLength(8);
  });

  test('goes on where it was when a process dies in the middle of a move', async () => {
    const { id } = await start({ stages: [25, 100] });
    await obeyAll();
    const ctx = fleet.app.ctxFor(fleet.ctx.organization, 'test');
    const dies = transaction(ctx, async (tx) => {
      await advanceRollout(tx, id);
      throw new Error('the process is gone before its commit');
    });
    await expect(dies).rejects.toThrow('gone');
    expect(await seen(id)).toMatchObject({ stage: 0, counts: { told: 2, waiting: 6 } });
    expect(await obeyAll()).toBe(0);
    await sweep();
    expect(await seen(id)).toMatchObject({ stage: 1, counts: { succeeded: 2, told: 6 } });
    expect(await obeyAll()).toBe(6);
  });

  test.each([
    ['stages that do not rise', { stages: [25, 5, 100] }, 400, 'coffee.rollout.stages'],
    ['stages that end below 100', { stages: [5, 25] }, 400, 'coffee.rollout.stages'],
    ['a share above 100', { stages: [200] }, 400, 'http.invalid'],
    ['a package that is none', { package: 9 }, 404, 'coffee.package.not_found'],
    ['machines that are none', { filter: { model: 'None' } }, 409, 'coffee.rollout.none'],
    ['no limit for failures', { failure_percent: 100 }, 400, 'http.invalid'],
  ])('with %s is refused', async (_, over, status, refused) => {
    const answer = await fleet.ops.post('/coffee/rollouts', { package: 2, filter: {}, ...over });
    expect(code(answer)).toEqual([status, refused]);
  });

  test('of a person limited to one merchant reaches and shows only its machines', async () => {
    const other = await newMerchant(fleet.admin, 'Stations');
    const foreign = await newMachine(fleet, { merchant_id: other.id });
    const person = await fleet.organization.as('ops');
    const limit = { kind: 'coffee.merchant', id: other.id };
    await fleet.admin.patch(`/members/${person.userId}`, { limit });
    const own = await person.post('/coffee/rollouts', { package: 2, filter: {}, stages: [100] });
    expect(own.body.data).toMatchObject({ machines: 1, merchant_id: other.id });
    const whole = await start({ filter: { merchant_id: fleet.merchant.id } });
    expect((await person.get('/coffee/rollouts')).body.data).toMatchObject([{ id: own.body.data.id }]);
    expect((await person.get(`/coffee/rollouts/${whole.id}/machines`)).status).toBe(404);
    expect((await person.post(`/coffee/rollouts/${whole.id}/cancel`)).status).toBe(404);
    await obey(foreign);
    await sweep();
    expect((await person.get(`/coffee/rollouts/${own.body.data.id}`)).body.data.state).toBe('completed');
    const viewer = await fleet.organization.as('viewer');
    expect((await viewer.post('/coffee/rollouts', { package: 1, filter: {} })).status).toBe(403);
  });

  test('of the first package says at the start who could not go back, and at the end who did not', async () => {
    fleet.ops = await fleet.organization.as('ops');
    const fresh = [await newMachine(fleet, { model: 'Duo' }), await newMachine(fleet, { model: 'Duo' })];
    const known = machines[0] as Machine;
    const filter = { ids: [...fresh, known].map(({ id }) => id) };
    const preview = await fleet.ops.post('/coffee/rollouts/preview', { package: 2, filter });
    expect(preview.body.data).toEqual({ machines: 3, without_way_back: 2 });
    const { id } = await start({ filter, stages: [100] });
    expect(await seen(id)).toMatchObject({
      without_way_back: 2,
      runs: [
        { package: null, machines: 2 },
        { package: 1, machines: 1 },
      ],
    });
    for (const machine of [...fresh, known]) await obey(machine);
    await change(id, 'roll-back');
    expect(await seen(id)).toMatchObject({ state: 'rolling_back', counts: { stuck: 2, returning: 1 } });
    await obey(known);
    await sweep();
    await sweep();
    expect(await seen(id)).toMatchObject({
      state: 'rollback_failed',
      counts: { stuck: 2, returned: 1 },
      runs: [
        { package: 2, machines: 2 },
        { package: 1, machines: 1 },
      ],
    });
    const entry = await fleet.db
      .selectFrom('audit_entry')
      .select('after')
      .where('action', '=', 'coffee.rollout.rollback_failed')
      .executeTakeFirstOrThrow();
    expect(entry.after).toMatchObject({ package: 2, stuck: 2, returned: 1 });
    const alarms = async () =>
      (await fleet.ops.get(`/coffee/alarms?filter=${encodeURIComponent('{"kind":"rollback","state":"open"}')}`)).body
        .data;
    const open = await alarms();
    expect(open.map((alarm: { machine: { id: string } }) => alarm.machine.id).sort()).toEqual(
      fresh.map((one) => one.id).sort(),
    );
    expect(open[0].text).toContain('package 2');
    // It ends when the machine runs another package.
    await report(fresh[0] as Machine, 1);
    await sweep();
    expect((await alarms()).map((alarm: { machine: { id: string } }) => alarm.machine.id)).toEqual([fresh[1]?.id]);
    const only = { package: 2, filter: { ids: [known.id] } };
    expect((await fleet.ops.post('/coffee/rollouts/preview', only)).body.data).toEqual({
      machines: 1,
      without_way_back: 0,
    });
  });
});
