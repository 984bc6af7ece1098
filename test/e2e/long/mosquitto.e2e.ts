import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { connect, type MqttClient } from 'mqtt';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEmbeddedPostgres } from '../../../kernel/embedded-postgres/index.ts';
import { hasMosquitto, Mosquitto, mosquittoVersion } from '../../faults/mosquitto.ts';
import { databaseUrl } from '../../harness/global-setup.ts';
import { type Caller, coffeeMachine, found } from '../support/api.ts';
import { freePort, newFolder, type Server, start } from '../support/server.ts';

/**
 * Machines at a real Mosquitto with the settings of deploy/, for which two server processes work: each message once,
 * also when the broker or a server is killed in the middle; nobody speaks for another.
 */
if (!hasMosquitto)
  console.warn('left out: there is no Mosquitto here (apt-get install mosquitto), so nothing of it is tested');

const folder = newFolder();
let postgres: Awaited<ReturnType<typeof startEmbeddedPostgres>>;
let broker: Mosquitto;
const servers: Server[] = [];
const envs: Record<string, string>[] = [];
type Machine = { id: string; device: string; token: string };
const machines: Machine[] = [];
const clients: MqttClient[] = [];
let database: pg.Client;

beforeAll(async () => {
  if (!hasMosquitto) return;
  postgres = await startEmbeddedPostgres({ dataDir: join(folder.path, 'db'), settings: { fsync: 'off' } });
  broker = new Mosquitto(join(folder.path, 'broker'), await freePort());
  await broker.start();
  const DATA_DIR = join(folder.path, 'program');
  mkdirSync(DATA_DIR);
  for (let i = 0; i < 2; i++) {
    const PORT = String(await freePort());
    const SECRET_KEY = 'a secret for tests only, long enough';
    const MQTT_URL = broker.url;
    const PUBLIC_URL = `http://localhost:${PORT}`;
    envs.push({
      DATABASE_URL: postgres.connectionString,
      DATA_DIR,
      SECRET_KEY,
      PORT,
      PUBLIC_URL,
      MQTT_URL,
    });
  }
  servers.push(await start(envs[0] as Record<string, string>));
  const call: Caller = await found(servers[0] as Server, ['coffee']);
  servers.push(await start(envs[1] as Record<string, string>));
  const merchant = await call<{ id: string }>('POST', '/coffee/merchants', { name: 'Kiosks & Co' });
  for (const serial of ['CM-1', 'CM-2', 'CM-3', 'CM-4']) {
    const machine = await coffeeMachine(servers[0] as Server, call, { serial, merchant_id: merchant.id });
    machines.push(machine);
    broker.addUser(machine.device, machine.token);
  }
  await wait(300); // Mosquitto reads its users again on a signal.
  database = new pg.Client({ connectionString: databaseUrl(postgres.adminConnectionString, 'counterfoil') });
  await database.connect();
});
afterAll(async () => {
  await Promise.all(clients.map((client) => client.endAsync(true)));
  await Promise.all(servers.map((server) => server.stop()));
  await database?.end();
  await broker?.stop();
  await postgres?.stop();
  folder.remove();
});

type Answer = { ok: boolean; data?: { results?: { result: string }[] }; error?: { code: string } };

/** A machine that keeps a request until it is answered, as machines do. */
async function machine({ device, token }: Machine) {
  const client = connect(`mqtt://127.0.0.1:${broker.port}`, {
    clientId: device,
    username: device,
    password: token,
    reconnectPeriod: 200,
  });
  clients.push(client);
  client.on('error', () => {});
  const answers = new Map<string, Answer[]>();
  client.on('message', (topic, payload) => {
    const request = topic.split('/').at(-1) ?? '';
    answers.set(request, [...(answers.get(request) ?? []), JSON.parse(String(payload))]);
  });
  client.on('connect', () => client.subscribe(`counterfoil/${device}/down/#`, { qos: 1 }, () => {}));
  await expect.poll(() => client.connected).toBe(true);
  const say = (request: string, name: string, body: object, own = token) =>
    client.publish(`counterfoil/${device}/up/${request}/${name}`, JSON.stringify({ token: own, ...body }), { qos: 1 });
  const ask = async (request: string, name: string, body: object = {}): Promise<Answer> => {
    for (let tries = 0; tries < 60; tries++) {
      if (client.connected) say(request, name, body);
      for (let i = 0; i < 10; i++) {
        const [answer] = answers.get(request) ?? [];
        if (answer) return answer;
        await wait(100);
      }
    }
    throw new Error(`no answer to ${request}`);
  };
  return { client, answers, say, ask };
}
const order = (number: string) => ({
  number,
  made_at: new Date().toISOString(),
  payment_method: 'cash',
  amount: '10',
  items: [{ product: 'espresso', amount: '10' }],
});
const count = async (like: string) =>
  (
    await database.query<{ n: number; sum: number }>(
      `select count(*)::int n, (select coalesce(sum(orders), 0)::int from coffee_day d
        where d.scope_id = d.organization_id) sum from coffee_order where number like $1`,
      [like],
    )
  ).rows[0];

test.skipIf(!hasMosquitto)(
  `two servers share the messages at ${hasMosquitto && mosquittoVersion()}, each once`,
  async () => {
    const one = await machine(machines[0] as Machine);
    expect(await one.ask('first', 'status', { temperature: 92 })).toMatchObject({ ok: true });
    for (let n = 0; n < 60; n++) one.say(`n${n}`, 'orders/create', order(`N${n}`));
    await expect.poll(() => one.answers.size).toBe(61);
    await wait(300);
    expect([...one.answers.values()].filter((all) => all.length !== 1)).toEqual([]);
    expect(await count('N%')).toMatchObject({ n: 60, sum: 60 });
    // Both have worked.
    const metrics = await Promise.all(
      servers.map(async ({ url }) =>
        (await fetch(`${url}/metrics`)).text().then((text) => /mqtt_connections.* (\d+)/.exec(text)?.[1]),
      ),
    );
    expect(metrics).toEqual(['8', '8']);
  },
);

test.skipIf(!hasMosquitto)('without its own token a message does nothing and is not answered', async () => {
  const [a, b] = machines as [Machine, Machine];
  const two = await machine(b);
  two.say('stolen', 'status', { temperature: 11 }, a.token);
  two.say('none', 'status', { temperature: 11 }, 'cfd_nothing');
  // The broker doesn't hand on what is written to another machine's topic.
  two.client.publish(`counterfoil/${a.device}/up/x/status`, JSON.stringify({ token: b.token, temperature: 11 }), {
    qos: 1,
  });
  two.client.publish(`counterfoil/${b.device}/up/large/status`, Buffer.alloc(10_000_000, 32), { qos: 1 });
  expect(await two.ask('own', 'status', { temperature: 90 })).toMatchObject({ ok: true });
  expect([...two.answers.keys()]).toEqual(['own']);
  const { rows } = await database.query('select temperature_dc from coffee_machine where temperature_dc = 110');
  expect(rows).toEqual([]);
  // Of a report the parts are taken that can be read.
  const partly = await two.ask('bad', 'status', { temperature: 'hot' });
  expect(partly).toMatchObject({ ok: true, data: { refused: ['temperature'] } });
});

test.skipIf(!hasMosquitto)('a connection that breaks makes its machine offline at once', async () => {
  const { device, token, id } = machines[2] as Machine;
  const will = {
    topic: `counterfoil/${device}/up/will/gone`,
    payload: Buffer.from(JSON.stringify({ token })),
    qos: 1 as const,
    retain: false,
  };
  const client = connect(`mqtt://127.0.0.1:${broker.port}`, {
    clientId: device,
    username: device,
    password: token,
    will,
    reconnectPeriod: 0,
  });
  clients.push(client);
  await expect.poll(() => client.connected).toBe(true);
  client.publish(`counterfoil/${device}/up/1/status`, JSON.stringify({ token }), { qos: 1 });
  const offline = async () =>
    (
      await database.query(
        'select last_seen_at is not null seen, offline_at is not null gone from coffee_machine where id = $1',
        [id],
      )
    ).rows[0];
  await expect.poll(offline).toEqual({ seen: true, gone: false });
  client.stream.destroy();
  await expect.poll(offline).toEqual({ seen: true, gone: true });
});

test.skipIf(!hasMosquitto)(
  'a broker that restarts and a server that is killed in the middle of a batch lose nothing',
  async () => {
    const four = await machine(machines[3] as Machine);
    const all = Promise.all(
      Array.from({ length: 120 }, async (_, n) => {
        await wait(n * 25);
        return four.ask(`k${n}`, 'orders/create', order(`K${n}`));
      }),
    );
    await wait(700);
    servers[1]?.child.kill('SIGKILL');
    await servers[1]?.exited;
    await wait(500);
    await broker.stop();
    await wait(300);
    await broker.start();
    servers[1] = await start(envs[1] as Record<string, string>);
    const answers = await all;
    expect(answers.filter(({ ok }) => !ok)).toEqual([]);
    const { n, sum } = (await count('K%')) as { n: number; sum: number };
    expect([n, sum]).toEqual([120, 180]);
  },
  120_000,
);
