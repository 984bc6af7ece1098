import { expect, test } from 'vitest';
import { visitor } from '../../../test/harness/people.ts';
import { fleet } from '../simulator/fleet.ts';
import { makeMachines } from '../simulator/make-machines.ts';
import { type Operator, operator } from './factories.ts';

const MINUTE = 60_000;

/** Simulated machines whose requests reach the test's server; `cut` makes answers get lost. */
async function simulated(at: Operator, count: number) {
  const made = await makeMachines(at.ctx, count, () => {});
  if (!made.ok) throw new Error(made.code);
  const lost = { next: '' };
  const from = new Date(at.app.clock.now().getTime() - 200 * MINUTE);
  const all = fleet(at.ctx, made.data, from, ({ token }) => {
    const own = visitor(at.app, { authorization: `Bearer ${token}` });
    return async (method, path, body) => {
      const answer = method === 'GET' ? await own.get(path) : await own.post(path, body);
      if (lost.next && path.endsWith(lost.next)) {
        lost.next = '';
        throw new Error('the answer was lost');
      }
      if (answer.status >= 300) throw new Error(JSON.stringify(answer.body));
      return answer.body.data;
    };
  });
  return { all, made: made.data, lost };
}

test('simulated machines sell, each order once though an answer was lost, and use what is in their bins', async () => {
  const at = await operator();
  const { all, made, lost } = await simulated(at, 3);
  lost.next = '/orders/create';
  await all.pass(new Date(all.now.getTime() + 120 * MINUTE));
  const sold = all.machines.reduce((sum, machine) => sum + machine.sold, 0);
  expect(sold).toBeGreaterThan(10);
  const rows = await at.db.selectFrom('coffee_order').select(['machine_id', 'number']).execute();
  // Whoever has no network at the end has kept its orders.
  const silent = all.machines.every(({ online, waiting }) => !online || waiting === 0);
  expect([rows.length, silent]).toEqual([sold, true]);
  expect(new Set(rows.map(({ machine_id, number }) => `${machine_id} ${number}`)).size).toBe(sold);
  const bins = (await at.admin.get(`/coffee/machines/${made[1]?.serial}/bins`)).body.data;
  expect(bins[0].level).toBeLessThan(1200);
});

test('simulated machines obey, and make nothing twice when an answer was lost', async () => {
  const at = await operator();
  const { all, made, lost } = await simulated(at, 2);
  const of = all.machines[1] as (typeof all.machines)[number];
  of.online = true;
  const give = async (command: object) =>
    (await at.ops.post(`/devices/${made[1]?.id}/commands`, command)).body.data.id as string;
  const stateOf = async (id: string) => {
    const { state, said } = (await at.ops.get(`/coffee/commands/${id}`)).body.data;
    return [state, said];
  };
  const warm = await give({ kind: 'set_temperature', temperature: 95 });
  const price = await give({ kind: 'set_price', product: 'mocha', price: '2' });
  await of.report();
  expect([await stateOf(warm), await stateOf(price)]).toEqual([
    ['succeeded', ''],
    ['failed', 'unknown product'],
  ]);
  const cup = await give({ kind: 'make_product', product: 'espresso' });
  lost.next = '/commands/pending';
  expect(await of.report()).toBe(false);
  at.app.clock.advance(3 * MINUTE);
  await of.report();
  expect(await stateOf(cup)).toEqual(['unknown', '']);
  const lock = await give({ kind: 'lock', locked: true });
  await of.report();
  await of.report();
  expect(await stateOf(lock)).toEqual(['succeeded', '']);
  expect((await at.ops.get(`/coffee/machines/${made[1]?.id}`)).body.data).toMatchObject({
    locked: true,
    status: 'locked',
  });
  at.app.clock.reset();
});
