import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '../../../kernel/lib/ids.ts';
import { visitor } from '../../../test/harness/people.ts';
import { runRecurring } from '../../../test/harness/recurring.ts';
import { newMachine, newMerchant, type Operator, operator } from './factories.ts';

let fleet: Operator;
let machine: Awaited<ReturnType<typeof newMachine>>;
beforeEach(async () => {
  fleet = await operator();
  machine = await newMachine(fleet);
});
afterEach(() => fleet.app.clock.reset());

type Machine = typeof machine;
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const WARM = { kind: 'set_temperature', temperature: 93 };

async function give(command: object, to: Machine = machine) {
  const answer = await fleet.ops.post(`/devices/${to.serial}/commands`, command);
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  return answer.body.data as { id: string; state: string };
}
const pending = async (of: Machine = machine) => {
  const answer = await of.get(`/devices/${of.id}/commands/pending`);
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  return answer.body.data.commands as { id: string; kind: string; params: object; try: number }[];
};
const ack = (id: string, of: Machine = machine) => of.post(`/commands/${id}/ack`);
const result = (id: string, said: object, of: Machine = machine) => of.post(`/commands/${id}/result`, said);
const seen = async (id: string) => (await fleet.ops.get(`/coffee/commands/${id}`)).body.data;
const code = (answer: { status: number; body: { error?: { code: string } } }) => [
  answer.status,
  answer.body.error?.code,
];
const done = { result: 'succeeded' };

describe('a command', () => {
  test('is handed out when the machine asks, and delivered when the machine says so', async () => {
    const { id, state } = await give(WARM);
    expect(state).toBe('queued');
    expect(await pending()).toMatchObject([{ id, kind: 'set_temperature', params: { temperature: 93 }, try: 1 }]);
    expect(await seen(id)).toMatchObject({ state: 'sent', sent_at: expect.any(String), acknowledged_at: null });
    // Not twice within its lease.
    expect(await pending()).toEqual([]);
    expect((await ack(id)).body.data).toEqual({ id, state: 'acknowledged', repeated: false });
    expect((await ack(id)).body.data).toEqual({ id, state: 'acknowledged', repeated: true });
    const ended = await result(id, { ...done, message: ' warm ' });
    expect(ended.body.data).toEqual({ id, state: 'succeeded', repeated: false });
    const after = await seen(id);
    expect(after).toMatchObject({ state: 'succeeded', said: 'warm', tries: 1, ended_at: expect.any(String) });
    expect(after.steps.map((step: { state: string }) => step.state)).toEqual([
      'queued',
      'sent',
      'acknowledged',
      'succeeded',
    ]);
    const audited = await fleet.db
      .selectFrom('audit_entry')
      .select('after')
      .where('action', '=', 'coffee.command.given')
      .execute();
    expect(audited).toMatchObject([{ after: { serial: machine.serial, kind: 'set_temperature', temperature: 93 } }]);
  });

  test('with the same idempotency key is one', async () => {
    const key = { 'idempotency-key': newId() };
    const send = () =>
      fleet.ops.post(`/devices/${machine.id}/commands`, { kind: 'make_product', product: 'espresso' }, key);
    const [one, two] = await Promise.all([send(), send()]);
    expect([one.status, two.status]).toEqual([201, 201]);
    expect(two.body.data.id).toBe(one.body.data.id);
    expect(await pending()).toHaveLength(1);
  });

  test('that makes something is handed out once, by two requests at once too; unheard, nobody knows', async () => {
    const { id } = await give({ kind: 'make_product', product: 'espresso' });
    const both = await Promise.all([pending(), pending(), pending()]);
    expect(both.flat()).toHaveLength(1);
    fleet.app.clock.advance(3 * MINUTE);
    expect(await pending()).toEqual([]);
    expect(await seen(id)).toMatchObject({ state: 'unknown', tries: 1 });
    expect(code(await ack(id))).toEqual([409, 'coffee.command.over']);
    // The machine had made it, and its network was gone.
    expect((await result(id, done)).body.data.state).toBe('succeeded');
    expect((await seen(id)).steps.at(-1)).toMatchObject({ state: 'succeeded', why: 'late' });
  });

  test('that is harmless is handed out again after a pause', async () => {
    const { id } = await give(WARM);
    await pending();
    fleet.app.clock.advance(2 * MINUTE);
    expect(await pending()).toEqual([]);
    expect(await seen(id)).toMatchObject({ state: 'queued', tries: 1 });
    fleet.app.clock.advance(MINUTE);
    expect(await pending()).toMatchObject([{ id, try: 2 }]);
  });

  test('that nobody fetched expires by the sweep', async () => {
    const { id } = await give({ ...WARM, expires_in_s: 60 });
    const kept = await give(WARM, await newMachine(fleet));
    fleet.app.clock.advance(2 * MINUTE);
    expect(await runRecurring(fleet.app)).toEqual([]);
    expect(await seen(id)).toMatchObject({ state: 'expired', sent_at: null });
    expect((await seen(kept.id)).state).toBe('queued');
    expect(await pending()).toEqual([]);
    expect(code(await result(id, done))).toEqual([409, 'coffee.command.not_sent']);
  });

  test('is replaced by a later one for the same', async () => {
    const price = (product: string, amount: string) => ({ kind: 'set_price', product, price: amount });
    const first = await give(price('latte', '2.5'));
    const other = await give(price('espresso', '1'));
    const second = await give(price('latte', '2.8'));
    expect(await seen(first.id)).toMatchObject({ state: 'cancelled', steps: [{}, { why: 'replaced' }] });
    const handed = await pending();
    expect(handed.map(({ id }) => id)).toEqual([other.id, second.id]);
    expect(handed[1]?.params).toEqual({ product: 'latte', price: '2.80', currency: 'INR' });
    // Handed out already: it is not to be begun any more, nor handed out again.
    await give(price('latte', '3'));
    expect(code(await ack(second.id))).toEqual([409, 'coffee.command.withdrawn']);
    fleet.app.clock.advance(3 * MINUTE);
    expect((await pending()).map(({ params }) => params)).not.toContainEqual(
      expect.objectContaining({ price: '2.80' }),
    );
    expect((await seen(second.id)).state).toBe('unknown');
  });

  test('can be cancelled, which a machine that has it hears when it asks to begin', async () => {
    const [one, two] = [await give({ kind: 'restart' }), await give({ kind: 'clean' })];
    expect((await fleet.ops.post(`/coffee/commands/${one.id}/cancel`)).body.data.state).toBe('cancelled');
    expect((await pending()).map(({ id }) => id)).toEqual([two.id]);
    const cancelled = await fleet.ops.post(`/coffee/commands/${two.id}/cancel`);
    expect(cancelled.body.data).toMatchObject({ state: 'sent', withdrawn: true });
    expect(code(await ack(two.id))).toEqual([409, 'coffee.command.withdrawn']);
    expect(code(await fleet.ops.post(`/coffee/commands/${two.id}/cancel`))).toEqual([409, 'coffee.command.over']);
    expect(code(await fleet.ops.post(`/coffee/commands/${one.id}/cancel`))).toEqual([409, 'coffee.command.over']);
  });

  test('to update recipes names a package, which the machine then fetches', async () => {
    const recipe = { code: 'espresso', name: 'Espresso', body: { cup_ml: 40, temperature: 92, ingredients: [] } };
    await fleet.admin.post('/coffee/materials', { code: 'beans', name: 'Beans', unit: 'g' });
    recipe.body.ingredients = [{ material: 'beans', quantity: 8 }] as never;
    expect((await fleet.admin.post('/coffee/recipes', recipe)).status).toBe(201);
    const made = (await fleet.admin.post('/coffee/packages', { name: 'One' })).body.data;
    await give({ kind: 'update_recipe', package: made.number });
    expect((await machine.get(`/devices/${machine.id}/package`)).body.data.number).toBe(made.number);
    const unknown = await fleet.ops.post(`/devices/${machine.id}/commands`, { kind: 'update_recipe', package: 99 });
    expect(code(unknown)).toEqual([404, 'coffee.package.not_found']);
  });

  test('is refused when fifty wait already, for a machine that is gone, and of a viewer', async () => {
    for (let i = 0; i < 50; i++) await give({ kind: 'make_product', product: 'espresso' });
    const more = await fleet.ops.post(`/devices/${machine.id}/commands`, { kind: 'restart' });
    expect(code(more)).toEqual([409, 'coffee.command.too_many']);
    expect((await pending()).length).toBe(20);
    const viewer = await fleet.organization.as('viewer');
    expect((await viewer.post(`/devices/${machine.id}/commands`, WARM)).status).toBe(403);
    await fleet.admin.patch(`/coffee/machines/${machine.id}`, { state: 'retired' });
    expect(code(await fleet.ops.post(`/devices/${machine.id}/commands`, WARM))).toEqual([
      409,
      'coffee.machine.retired',
    ]);
  });

  test.each([
    ['an unknown kind', { kind: 'explode' }],
    ['a temperature that would boil', { kind: 'set_temperature', temperature: 120 }],
    ['a temperature as text', { kind: 'set_temperature', temperature: 'hot' }],
    ['a price below zero', { kind: 'set_price', product: 'latte', price: '-1' }],
    ['a price that is none', { kind: 'set_price', product: 'latte', price: 'free' }],
    ['a field of another kind', { kind: 'restart', temperature: 90 }],
    ['no time to be good for', { kind: 'restart', expires_in_s: 0 }],
  ])('with %s is refused', async (_, command) => {
    expect((await fleet.ops.post(`/devices/${machine.id}/commands`, command)).status).toBe(400);
  });
});

describe('a machine’s word', () => {
  test('on a command that was never handed out is refused', async () => {
    const { id } = await give(WARM);
    expect(code(await result(id, done))).toEqual([409, 'coffee.command.not_sent']);
    expect(code(await ack(id))).toEqual([409, 'coffee.command.not_sent']);
    expect((await seen(id)).state).toBe('queued');
  });

  test('on another machine’s command, or none, is refused', async () => {
    const { id } = await give(WARM);
    await pending();
    const other = await newMachine(fleet);
    expect(code(await result(id, done, other))).toEqual([404, 'coffee.command.not_found']);
    expect(code(await ack(id, other))).toEqual([404, 'coffee.command.not_found']);
    expect(code(await result(newId(), done))).toEqual([404, 'coffee.command.not_found']);
    expect((await result('1', done)).status).toBe(400);
    expect((await other.get(`/devices/${machine.id}/commands/pending`)).status).toBe(403);
    expect((await visitor(fleet.app).get(`/devices/${machine.id}/commands/pending`)).status).toBe(401);
    expect((await fleet.admin.get(`/devices/${machine.id}/commands/pending`)).status).toBe(403);
    expect((await seen(id)).state).toBe('sent');
  });

  test('that comes twice changes nothing; another one contradicts', async () => {
    const { id } = await give(WARM);
    await pending();
    const both = await Promise.all([result(id, done), result(id, done)]);
    expect(both.map(({ body }) => body.data.repeated).sort()).toEqual([false, true]);
    const before = await seen(id);
    fleet.app.clock.advance(MINUTE);
    expect((await result(id, done)).body.data).toEqual({ id, state: 'succeeded', repeated: true });
    expect(code(await result(id, { result: 'failed' }))).toEqual([409, 'coffee.command.contradicts']);
    expect(await seen(id)).toEqual(before);
  });

  test('on its result is taken after the command’s time', async () => {
    const { id } = await give({ kind: 'clean', expires_in_s: 60 });
    await pending();
    fleet.app.clock.advance(10 * MINUTE);
    await runRecurring(fleet.app);
    expect((await seen(id)).state).toBe('unknown');
    expect((await result(id, { result: 'failed', message: 'no water' })).body.data.state).toBe('failed');
    expect(await seen(id)).toMatchObject({ state: 'failed', said: 'no water' });
  });
});

describe('a batch', () => {
  const start = async (filter: object = {}, command: object = WARM) => {
    const answer = await fleet.ops.post('/coffee/batches', { command, filter });
    if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
    return answer.body.data;
  };
  const batch = async (id: string) => (await fleet.ops.get(`/coffee/batches/${id}`)).body.data;

  test('goes to the machines that its filter chooses, and shows its progress', async () => {
    const duo = await newMachine(fleet, { model: 'Duo', tags: ['indoor'] });
    await newMachine(fleet, { model: 'Duo' });
    await fleet.admin.patch(`/coffee/machines/${(await newMachine(fleet, { model: 'Duo', tags: ['indoor'] })).id}`, {
      state: 'retired',
    });
    const { id } = await start({ model: 'Duo', tag: 'indoor' });
    expect(await batch(id)).toMatchObject({ state: 'running', machines: 1, open: 1, counts: { queued: 1 } });
    expect(await pending()).toEqual([]);
    const [command] = await pending(duo);
    await ack(command?.id ?? '', duo);
    expect(await batch(id)).toMatchObject({ counts: { queued: 0, acknowledged: 1 }, open: 1 });
    await result(command?.id ?? '', done, duo);
    expect(await batch(id)).toMatchObject({ state: 'done', counts: { succeeded: 1 }, open: 0 });
    const commands = (await fleet.ops.get(`/coffee/commands?filter={"batch_id":"${id}"}`)).body.data;
    expect(commands).toMatchObject([{ machine: { serial: duo.serial }, state: 'succeeded' }]);
    expect(code(await fleet.ops.post(`/coffee/batches/${id}/pause`))).toEqual([409, 'coffee.batch.state']);
    expect(code(await fleet.ops.post('/coffee/batches', { command: WARM, filter: { model: 'None' } }))).toEqual([
      409,
      'coffee.batch.none',
    ]);
  });

  test('hands nothing out while it is paused, and goes on afterwards', async () => {
    const { id } = await start();
    expect((await fleet.ops.post(`/coffee/batches/${id}/pause`)).body.data.state).toBe('paused');
    expect(code(await fleet.ops.post(`/coffee/batches/${id}/pause`))).toEqual([409, 'coffee.batch.state']);
    expect(await pending()).toEqual([]);
    // Commands of its own are not held up.
    const own = await give({ kind: 'restart' });
    expect((await pending()).map((one) => one.id)).toEqual([own.id]);
    expect((await fleet.ops.post(`/coffee/batches/${id}/resume`)).body.data.state).toBe('running');
    expect(await pending()).toMatchObject([{ kind: 'set_temperature' }]);
  });

  test('that is cancelled takes back what no machine has', async () => {
    const two = await newMachine(fleet);
    const { id } = await start({ ids: [machine.id, two.id] });
    const [handed] = await pending(two);
    expect((await fleet.ops.post(`/coffee/batches/${id}/cancel`)).body.data).toMatchObject({
      state: 'cancelled',
      counts: { cancelled: 1, sent: 1 },
    });
    expect(await pending()).toEqual([]);
    expect(code(await ack(handed?.id ?? '', two))).toEqual([409, 'coffee.command.withdrawn']);
    await result(handed?.id ?? '', done, two);
    expect(await batch(id)).toMatchObject({ state: 'cancelled', counts: { cancelled: 1, succeeded: 1 }, open: 0 });
    expect(code(await fleet.ops.post(`/coffee/batches/${id}/resume`))).toEqual([409, 'coffee.batch.state']);
  });

  test('never makes products, and needs a filter', async () => {
    const make = { kind: 'make_product', product: 'espresso' };
    expect((await fleet.ops.post('/coffee/batches', { command: make, filter: {} })).status).toBe(400);
    expect((await fleet.ops.post('/coffee/batches', { command: WARM })).status).toBe(400);
  });

  test('of a person limited to one merchant reaches and shows only its machines', async () => {
    const other = await newMerchant(fleet.admin, 'Stations');
    const foreign = await newMachine(fleet, { merchant_id: other.id });
    const person = await fleet.organization.as('ops');
    const limit = { kind: 'coffee.merchant', id: fleet.merchant.id };
    await fleet.admin.patch(`/members/${person.userId}`, { limit });
    const whole = await start();
    const own = await person.post('/coffee/batches', { command: { kind: 'lock', locked: true }, filter: {} });
    expect(own.body.data).toMatchObject({ machines: 1, merchant_id: fleet.merchant.id });
    expect((await person.get('/coffee/batches')).body.data).toMatchObject([{ id: own.body.data.id }]);
    expect((await person.get(`/coffee/batches/${whole.id}`)).status).toBe(404);
    expect((await person.post(`/coffee/batches/${whole.id}/cancel`)).status).toBe(404);
    expect((await person.post(`/devices/${foreign.id}/commands`, WARM)).status).toBe(404);
    expect((await person.get('/coffee/commands')).body.data).toHaveLength(2);
    expect((await pending(foreign)).map(({ kind }) => kind)).toEqual(['set_temperature']);
  });

  test('of two that are cancelled while machines ask, each command ends once', async () => {
    const machines = await Promise.all(Array.from({ length: 8 }, () => newMachine(fleet)));
    const batches = [await start({}, WARM), await start({}, { kind: 'lock', locked: true })];
    const answers = await Promise.all([
      ...machines.map((one) => one.get(`/devices/${one.id}/commands/pending`)),
      ...batches.map(({ id }) => fleet.ops.post(`/coffee/batches/${id}/cancel`)),
      ...machines.map((one) => one.get(`/devices/${one.id}/commands/pending`)),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    const handed = answers.flatMap(({ body }) => body.data.commands ?? []);
    for (const { id } of batches) {
      const { counts, open } = await batch(id);
      expect(counts.cancelled + counts.sent).toBe(9);
      expect(open).toBe(counts.sent);
    }
    expect(new Set(handed.map(({ id }: { id: string }) => id)).size).toBe(handed.length);
  });
});
