import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { machineMessages } from '../modules/coffee/messages.ts';
import { type Operator, operator } from '../modules/coffee/test/factories.ts';
import { openExhibition } from '../modules/exhibition/test/factories.ts';
import { freePort } from './e2e/support/server.ts';
import { newOrganization, openTestApp, type TestApp } from './harness/index.ts';

/** The examples of the guides for integrators and machine makers, run as the guides say. */
let app: TestApp;
let url: string;
const folder = mkdtempSync(join(tmpdir(), 'counterfoil-examples-'));
const running: ChildProcess[] = [];
beforeAll(async () => {
  app = await openTestApp({ MQTT_PORT: '0', ALLOW_PRIVATE_ADDRESSES: '127.0.0.0/8' });
  await app.http.listen({ port: 0, host: '127.0.0.1' });
  url = `http://127.0.0.1:${(app.http.server.address() as AddressInfo).port}`;
});
afterEach(() => {
  for (const one of running.splice(0)) one.kill('SIGKILL');
});
afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Starts an example; its lines so far. */
function run(command: string, file: string, env: Record<string, string>) {
  const lines: string[] = [];
  const child = spawn(command, [`docs/examples/${file}`], {
    env: { ...process.env, PYTHONUNBUFFERED: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const input of [child.stdout, child.stderr]) createInterface({ input }).on('line', (line) => lines.push(line));
  running.push(child);
  return { lines, kill: () => child.kill('SIGKILL') };
}

describe('a program of yours', () => {
  test('from a key to a bill, and its event arrives', async () => {
    const there = await newOrganization(app);
    const [owner, admin] = [await there.as('owner'), await there.as('admin')];
    await openExhibition(owner);
    const { key } = (await owner.post('/api-keys', { name: 'shop', role: 'ops', scopes: ['exhibition:write'] })).body
      .data;
    // More than a page of the list.
    for (let i = 0; i < 60; i++) await owner.post('/exhibition/bills', { amount: '1.00', description: `${i}` });
    const port = await freePort();
    const added = await admin.post('/webhooks', {
      name: 'Books',
      url: `http://127.0.0.1:${port}/`,
      events: ['exhibition.bill.added'],
    });
    const receiver = run(process.execPath, 'receiver.mjs', { SECRET: added.body.data.secret, PORT: `${port}` });
    await expect.poll(() => receiver.lines).toEqual(['ready']);
    const shop = run(process.execPath, 'quickstart.mjs', { URL: url, KEY: key });
    await expect.poll(() => shop.lines.join('\n')).toMatch(/refused/);
    const [code] = (await owner.get('/exhibition/bills')).body.data.map((bill: { code: string }) => bill.code);
    expect(shop.lines).toEqual([
      expect.stringMatching(/^registered [A-Z0-9]+$/),
      `added ${code} 12.50 open`,
      'bills 61',
      expect.stringMatching(/^refused \S+ \{"amount":/),
    ]);
    const arrived = async () => {
      await app.boot.services.webhooks?.drain();
      return receiver.lines.slice(1);
    };
    await expect.poll(arrived).toEqual([`exhibition.bill.added ${code} 12.50`]);
    // What anybody else sends is not taken.
    expect((await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: '{}' })).status).toBe(401);
    expect(receiver.lines).toHaveLength(2);
  });
});

test('the guide lists each topic of live changes', () => {
  const topics = [...(app.boot.services.realtime?.topics.keys() ?? [])];
  const guide = readFileSync('docs/guides/integrator.md', 'utf8');
  const [list = ''] = (guide.split('These exist:')[1] ?? '').split('\n## ');
  const listed = [...list.matchAll(/`([a-z_.]+)`/g)].map(([, one]) => one);
  expect(listed.toSorted()).toEqual(topics.toSorted());
});

describe('machines of your own', () => {
  let fleet: Operator;
  beforeAll(async () => {
    fleet = await operator(app);
    const recipe = { code: 'espresso', name: 'Espresso' };
    await fleet.admin.post('/coffee/recipes', recipe);
  });

  const has = (program: string, ...args: string[]) => spawnSync(program, args).status === 0;

  /** It registers, sells one espresso, obeys; killed in between, it goes on without selling twice. */
  async function played(serial: string, start: (env: Record<string, string>) => ReturnType<typeof run>) {
    const { admin, ops, merchant } = fleet;
    const made = await admin.post('/coffee/machines', { serial, merchant_id: merchant.id });
    const { machine, code } = made.body.data;
    const env = { URL: url, CODE: code, EVERY: '0.2', FILE: join(folder, `${serial}.json`) };
    const first = start(env);
    await expect
      .poll(() => first.lines)
      .toEqual([`registered ${serial}`, 'running', expect.stringMatching(/^order 1 counted/)]);
    const told = async (kind: string) => {
      const { id } = (await ops.post(`/coffee/machines/${machine.id}/commands`, { kind })).body.data;
      const ended = async () => {
        const { ended_at, state, said } = (await ops.get(`/coffee/commands/${id}`)).body.data;
        return ended_at && [state, said];
      };
      return expect.poll(ended);
    };
    await (await told('clean')).toEqual(['failed', 'clean is not built in']);
    first.kill();
    const second = start({ ...env, CODE: '' });
    // Not before it asks itself: an answer to the one that was killed would have the command in it.
    await expect.poll(() => second.lines).toContain('running');
    await (await told('restart')).toEqual(['succeeded', '']);
    expect(second.lines.filter((line) => !line.startsWith('command'))).toEqual(['running']);
    const orders = (await ops.get('/coffee/orders')).body.data.filter(
      (order: { machine: { serial: string } }) => order.machine.serial === serial,
    );
    expect(orders).toMatchObject([{ number: '1', amount: '2.50', payment_state: 'paid' }]);
    const seen = (await ops.get(`/coffee/machines/${machine.id}`)).body.data;
    expect(seen).toMatchObject({ temperature: 92.5, presence: 'online', firmware: '1.0' });
    return second;
  }

  test.skipIf(!has('python3', '--version'))('the example over HTTP', async () => {
    await played('PY-1', (env) => run('python3', 'machine.py', env));
  });

  test('the example over MQTT, which is woken', async () => {
    const BROKER = `mqtt://127.0.0.1:${app.boot.services.mqtt?.broker?.port}`;
    // So seldom that a command arrives by waking only.
    const seldom = (env: Record<string, string>) => ({ ...env, BROKER, EVERY: env.CODE ? '0.2' : '100000' });
    await played('TS-1', (env) => run(process.execPath, 'machine.ts', seldom(env)));
  });

  test.skipIf(!has('gcc', '--version'))('the example for an ESP32 compiles', () => {
    const flags = ['-std=gnu11', '-fsyntax-only', '-Wall', '-Wextra', '-Werror', '-Itest/esp-idf'];
    execFileSync('gcc', [...flags, 'docs/examples/machine.c']);
  });

  test('the guide has each message, and the route that it is', () => {
    const guide = readFileSync('docs/guides/machine-maker.md', 'utf8');
    const rows = [...guide.matchAll(/^\| `([^`]+)` \| `(GET|POST) ([^`]+)` \|/gm)].map(([, name, method, path]) => [
      name,
      { method, path },
    ]);
    expect(Object.fromEntries(rows)).toEqual(machineMessages.messages);
  });
});
