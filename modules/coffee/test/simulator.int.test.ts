import { expect, test } from 'vitest';
import { visitor } from '../../../test/harness/people.ts';
import { watchMachines } from '../alarms/watch-machines.action.ts';
import { fleet } from '../simulator/fleet.ts';
import { makeMachines } from '../simulator/make-machines.ts';
import type { Habits, Send } from '../simulator/simulated-machine.ts';
import { type Operator, operator } from './factories.ts';

const MINUTE = 60_000;

/** Simulated machines whose requests reach the test's server; `lost.next` makes an answer get lost. */
async function simulated(at: Operator, count: number, habitsOf?: (index: number) => Partial<Habits>) {
  const made = await makeMachines(at.ctx, count, () => {});
  if (!made.ok) throw new Error(made.code);
  const lost = { next: '' };
  const sendAs = ({ token }: (typeof made.data)[number]): Send => {
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
  };
  const all = await fleet(at.ctx, made.data, sendAs, habitsOf);
  /** Minutes go by, for the server too. */
  const pass = async (minutes: number) => {
    for (let minute = 0; minute < minutes; minute++) {
      at.app.clock.advance(MINUTE);
      await all.pass(at.app.clock.now());
    }
  };
  return { all, made: made.data, lost, pass };
}

test('simulated machines sell, each order once though an answer was lost, and use what is in their bins', async () => {
  const at = await operator();
  const now = at.app.clock.now();
  const past = { from: new Date(now.getTime() - 3 * 24 * 60 * MINUTE), to: now };
  const { all, made, lost, pass } = await simulated(at, 3, () => ({ past }));
  lost.next = '/orders/create';
  await pass(120);
  const sold = all.machines.reduce((sum, machine) => sum + machine.sold, 0);
  // Three days of one each ten minutes came late.
  expect(sold).toBeGreaterThan(1000);
  const rows = await at.db
    .selectFrom('coffee_order')
    .select(['machine_id', 'number'])
    .where('organization_id', '=', at.organization.id)
    .execute();
  // Whoever has no network at the end has kept its orders.
  const silent = all.machines.every(({ online, waiting }) => !online || waiting === 0);
  expect([rows.length, silent]).toEqual([sold, true]);
  expect(new Set(rows.map(({ machine_id, number }) => `${machine_id} ${number}`)).size).toBe(sold);
  at.admin = await at.organization.as('admin');
  const bins = (await at.admin.get(`/coffee/machines/${made[1]?.serial}/bins`)).body.data;
  expect(bins[0].level).toBeLessThan(1200);
  at.app.clock.reset();
}, 60_000);

test('a simulated machine that leaks is told of, and those that use what their recipes say are not', async () => {
  const at = await operator();
  const leak = { position: 1, quantity: 2 };
  const { made, pass } = await simulated(at, 3, (index) => ({
    cups: 0.4,
    refilledAfter: 20,
    leak: index === 1 ? leak : null,
  }));
  const looks = async (times: number) => {
    for (let look = 0; look < times; look++) {
      await pass(11);
      while (await watchMachines(at.ctx));
    }
  };
  // Beans for 150 cups: the first filling comes before the end.
  await looks(30);
  at.ops = await at.organization.as('ops');
  const drifts = (await at.ops.get(`/coffee/alarms?filter=${encodeURIComponent('{"kind":"drift","state":"open"}')}`))
    .body.data;
  expect(drifts).toMatchObject([{ machine: { id: made[1]?.id }, position: 1 }]);
  const refills = (await at.ops.get('/coffee/refills')).body.data;
  expect(refills.length).toBeGreaterThan(0);
  // What the recipes say; a cup in the minute of a filling may lie on either side of it.
  for (const index of [0, 2]) {
    const stock = (await at.ops.get(`/coffee/machines/${made[index]?.id}/stock`)).body.data;
    for (const { used, sold } of stock) expect(Math.abs(used - sold)).toBeLessThanOrEqual(14);
  }
  at.app.clock.reset();
}, 120_000);

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
  const cup = await give({ kind: 'make_product', product: 'sim-espresso' });
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
