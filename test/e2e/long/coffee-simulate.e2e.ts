import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Caller, found } from '../support/api.ts';
import { until } from '../support/browser.ts';
import { dataFolder } from '../support/data-folder.ts';
import { freePort, run, type Server, start } from '../support/server.ts';

/** The command that simulates machines, against a server of its own: they report over HTTP, sell, and obey a batch. */

const MACHINES = 40;

const folder = dataFolder();
const MQTT_PORT = String(await freePort());
let server: Server;
let call: Caller;

beforeAll(async () => {
  server = await start({ DATA_DIR: folder.path, MQTT_PORT });
  call = await found(server, ['coffee']);
});
afterAll(async () => {
  await server?.stop();
  folder.remove();
});

test('simulated machines report, sell and obey until they are stopped', async () => {
  const args = ['simulate', 'coffee', '--devices', String(MACHINES), '--speed', '60', '--days', '1'];
  const simulation = run([...args, '--url', server.url], { DATA_DIR: folder.path });
  await simulation.printed(/[1-9]\d* reports, [1-9]\d* orders/, 120_000);
  const { id } = await call<{ id: string }>('POST', '/coffee/batches', {
    command: { kind: 'set_temperature', temperature: 94 },
    filter: { model: 'Simulated' },
  });
  type Batch = { machines: number; counts: { succeeded: number; failed: number } };
  // A few have no network for hours.
  await until(async () => (await call<Batch>('GET', `/coffee/batches/${id}`)).counts.succeeded >= MACHINES * 0.9);
  const { machines, counts } = await call<Batch>('GET', `/coffee/batches/${id}`);
  expect([machines, counts.failed]).toEqual([MACHINES, 0]);
  const online = await call<unknown[]>('GET', '/coffee/machines?limit=200&filter={"status":"online"}');
  expect(online.length).toBeGreaterThanOrEqual(MACHINES * 0.9);
  expect(await simulation.stop()).toBe(0);
});

test('over MQTT they do the same, and some fail at their first package: it is stopped', async () => {
  const args = ['simulate', 'coffee', '--devices', '10', '--speed', '60', '--days', '1', '--transport', 'mqtt'];
  const simulation = run([...args, '--fail', '60', '--url', server.url], { DATA_DIR: folder.path, MQTT_PORT });
  await simulation.printed(/[1-9]\d* reports, [1-9]\d* orders/, 120_000);
  await call('POST', '/coffee/recipes', {
    code: 'espresso',
    name: 'Espresso',
    body: { cup_ml: 40, temperature: 92, ingredients: [{ material: 'sim-beans', quantity: 8 }] },
  });
  await call('POST', '/coffee/packages', { name: 'First' });
  const merchants = await call<{ id: string }[]>('GET', '/coffee/merchants?limit=10');
  const { id } = await call<{ id: string }>('POST', '/coffee/rollouts', {
    package: 1,
    filter: { merchant_id: merchants.toSorted((a, b) => (a.id < b.id ? 1 : -1))[0]?.id },
    stages: [100],
  });
  type Rollout = { state: string; counts: { failed: number } };
  await until(async () => (await call<Rollout>('GET', `/coffee/rollouts/${id}`)).state !== 'running');
  // Nobody had a package before, so those that took this one can't go back.
  const { state } = await call<Rollout>('GET', `/coffee/rollouts/${id}`);
  expect(state).toMatch(/^(rolling_back|rolled_back|rollback_failed)$/);
  expect(await simulation.stop()).toBe(0);
});
