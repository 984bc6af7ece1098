import { connect, type IClientOptions, type MqttClient } from 'mqtt';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../../kernel/lib/ids.ts';
import { openTestApp, type TestApp } from '../../../test/harness/index.ts';
import { type MqttMachine, mqttMachine } from '../simulator/mqtt-send.ts';
import { newMachine, type Operator, operator, order } from './factories.ts';

/** Machines at the embedded broker. */
let app: TestApp;
let fleet: Operator;
let url: string;
const open: (() => Promise<unknown>)[] = [];
beforeAll(async () => {
  app = await openTestApp({ MQTT_PORT: '0' });
  fleet = await operator(app);
  url = `mqtt://127.0.0.1:${app.boot.services.mqtt?.broker?.port}`;
});
afterAll(async () => {
  await Promise.all(open.map((close) => close()));
  await app.close();
});

type Machine = Awaited<ReturnType<typeof newMachine>>;
const deviceOf = (machine: Machine) => machine.device_id as string;

async function connected(machine: Machine): Promise<MqttMachine> {
  const one = await mqttMachine(url, deviceOf(machine), machine.token);
  open.push(one.close);
  await expect.poll(() => one.client.connected).toBe(true);
  return one;
}
/** A connection with these settings; resolves to it, or to why it was refused. */
function attempt(options: IClientOptions): Promise<MqttClient | string> {
  const client = connect(url, { reconnectPeriod: 0, ...options });
  open.push(() => client.endAsync(true));
  return new Promise((done) => {
    client.once('connect', () => done(client));
    client.once('error', (error) => done(error.message));
    client.once('close', () => done('closed'));
  });
}
const as = (machine: Machine, over: IClientOptions = {}): IClientOptions => ({
  clientId: deviceOf(machine),
  username: deviceOf(machine),
  password: machine.token,
  ...over,
});
const client = async (machine: Machine): Promise<MqttClient> => {
  const made = await attempt(as(machine));
  if (typeof made === 'string') throw new Error(made);
  return made;
};
const seen = async (machine: Machine) => (await fleet.ops.get(`/coffee/machines/${machine.id}`)).body.data;
const ended = (one: MqttClient) => new Promise<void>((done) => void one.once('close', () => done()));
const never = new Promise<'acknowledged'>(() => {});
const publish = (one: MqttClient, topic: string, payload: string | Buffer) =>
  new Promise<string>((done) => one.publish(topic, payload, { qos: 1 }, (error) => !error && done('acknowledged')));

describe('a machine over MQTT', () => {
  test('is woken by a command, and nobody else is', async () => {
    const [machine, other] = [await newMachine(fleet), await newMachine(fleet)];
    const [one, another] = [await client(machine), await client(other)];
    const heard: string[] = [];
    for (const each of [one, another])
      each.on('message', (topic, payload) => heard.push(`${topic} ${payload.toString()}`));
    await one.subscribeAsync(`counterfoil/${deviceOf(machine)}/down/#`, { qos: 1 });
    await another.subscribeAsync(`counterfoil/${deviceOf(other)}/down/#`, { qos: 1 });
    await fleet.ops.post(`/devices/${machine.id}/commands`, { kind: 'restart' });
    await expect.poll(() => heard).toEqual([`counterfoil/${deviceOf(machine)}/down/wake {"ask":"commands/pending"}`]);
    // What it then asks for is there, though it had not asked before.
    await publish(one, `counterfoil/${deviceOf(machine)}/up/a1/commands/pending`, '');
    await expect.poll(() => heard.at(-1)).toContain('"kind":"restart"');
    expect(heard).toHaveLength(2);
  });

  test('reports, sells, is told what to do, and gets the same answers as over HTTP', async () => {
    const machine = await newMachine(fleet);
    const { send } = await connected(machine);
    const at = `/devices/${machine.id}`;
    expect(await send('POST', `${at}/status`, { temperature: 92.5, state: 'ready' })).toMatchObject({ stale: false });
    expect(await seen(machine)).toMatchObject({ presence: 'online', temperature: 92.5 });
    const sold = { orders: [order('1'), order('2')] };
    const results = async () =>
      ((await send('POST', `${at}/orders/create`, sold)) as { results: { result: string }[] }).results;
    expect((await results()).map(({ result }) => result)).toEqual(['counted', 'counted']);
    expect((await results()).map(({ result }) => result)).toEqual(['repeated', 'repeated']);
    const given = await fleet.ops.post(`${at}/commands`, { kind: 'restart' });
    const id = given.body.data.id as string;
    expect(await send('GET', `${at}/commands/pending`)).toMatchObject({ commands: [{ id, kind: 'restart' }] });
    expect(await send('POST', `/commands/${id}/ack`)).toMatchObject({ state: 'acknowledged' });
    expect(await send('POST', `/commands/${id}/result`, { result: 'succeeded' })).toMatchObject({
      state: 'succeeded',
    });
    await expect(send('POST', `/commands/${newId()}/ack`)).rejects.toThrow('coffee.command.not_found');
    expect(await send('POST', `${at}/status`, { temperature: 'hot' })).toMatchObject({ refused: ['temperature'] });
    await expect(send('POST', `${at}/explode`)).rejects.toThrow('http.not_found');
    await expect(send('GET', `${at}/package`)).rejects.toThrow('coffee.package.not_found');
  });

  test('whose connection breaks is offline at once, and online with its next report', async () => {
    const machine = await newMachine(fleet);
    const one = await connected(machine);
    await one.send('POST', `/devices/${machine.id}/status`, {});
    expect((await seen(machine)).presence).toBe('online');
    one.client.stream.destroy();
    await expect.poll(async () => (await seen(machine)).presence).toBe('offline');
    await expect.poll(() => one.client.connected, { timeout: 10_000 }).toBe(true);
    await one.send('POST', `/devices/${machine.id}/status`, {});
    expect((await seen(machine)).presence).toBe('online');
    // Whoever says good-bye has no last will.
    await one.close();
    expect((await seen(machine)).presence).toBe('online');
  });

  test('is acknowledged when its orders are in the database', async () => {
    const machine = await newMachine(fleet);
    const one = await client(machine);
    for (let n = 1; n <= 20; n++) {
      await publish(one, `counterfoil/${deviceOf(machine)}/up/${n}/orders/create`, JSON.stringify(order(`A${n}`)));
      const { count } = await fleet.db
        .selectFrom('coffee_order')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .where('machine_id', '=', machine.id)
        .executeTakeFirstOrThrow();
      expect(Number(count)).toBe(n);
    }
  });

  test('that sends what is no JSON, or nothing, is answered why', async () => {
    const machine = await newMachine(fleet);
    const one = await client(machine);
    const answers = new Map<string, { ok: boolean; error?: { code: string } }>();
    one.on('message', (topic, payload) => void answers.set(topic.split('/').at(-1) ?? '', JSON.parse(String(payload))));
    await one.subscribeAsync(`counterfoil/${deviceOf(machine)}/down/#`, { qos: 1 });
    for (const [n, payload] of ['{"temperature"', '[1]', '"a"', '{"temperature":1e999}', ''].entries())
      await publish(one, `counterfoil/${deviceOf(machine)}/up/${n}/status`, payload);
    await expect.poll(() => answers.size).toBe(5);
    const codes = [...answers].sort().map(([, { ok, error }]) => (ok ? 'ok' : error?.code));
    expect(codes).toEqual([...Array(3).fill('http.malformed'), 'ok', 'ok']);
    expect((await seen(machine)).presence).toBe('online');
  });
});

describe('at the broker', () => {
  test('nobody signs in with a wrong token, another machine’s name, or another name for the connection', async () => {
    const [one, two] = [await newMachine(fleet), await newMachine(fleet)];
    const wrong = `${one.token.slice(0, -4)}AAAA`;
    const refused = [
      as(one, { password: wrong }),
      as(one, { username: deviceOf(two), clientId: deviceOf(two) }),
      as(one, { clientId: deviceOf(two) }),
      as(one, { password: '' }),
      { clientId: 'stranger' },
    ];
    for (const options of refused) expect(await attempt(options), JSON.stringify(options)).toBeTypeOf('string');
    await fleet.admin.post(`/devices/${deviceOf(two)}/revoke`);
    expect(await attempt(as(two)), 'revoked').toBeTypeOf('string');
  });

  test('a machine neither writes nor reads another one’s topics', async () => {
    const [one, two] = [await newMachine(fleet), await newMachine(fleet)];
    const spy = await client(one);
    for (const topic of [`counterfoil/${deviceOf(two)}/down/#`, 'counterfoil/#', '#', `counterfoil/${deviceOf(one)}/#`])
      await expect(spy.subscribeAsync(topic, { qos: 1 }), topic).rejects.toThrow();
    const status = JSON.stringify({ temperature: 10 });
    const done = await Promise.race([
      publish(spy, `counterfoil/${deviceOf(two)}/up/1/status`, status),
      ended(spy).then(() => 'ended'),
    ]);
    expect(done).toBe('ended');
    // A token of its own in the message, on the other's topic, and the other way round.
    const again = await client(one);
    const other = JSON.stringify({ temperature: 10, token: two.token });
    const ends = ended(again);
    void publish(again, `counterfoil/${deviceOf(one)}/up/1/status`, other);
    await ends;
    expect((await seen(two)).temperature).toBeNull();
    expect((await seen(one)).temperature).toBeNull();
  });

  test('a revoked machine’s next message ends its connection', async () => {
    const machine = await newMachine(fleet);
    const one = await client(machine);
    await fleet.admin.post(`/devices/${deviceOf(machine)}/revoke`);
    const ends = ended(one);
    one.publish(`counterfoil/${deviceOf(machine)}/up/1/status`, '{}', { qos: 1 });
    await ends;
  });

  test('10 MB end the connection before they have come', async () => {
    const machine = await newMachine(fleet);
    const one = await client(machine);
    const before = process.memoryUsage().arrayBuffers;
    const ends = ended(one);
    one.publish(`counterfoil/${deviceOf(machine)}/up/1/status`, Buffer.alloc(10_000_000, 32), { qos: 1 });
    await Promise.race([ends, never]);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(30_000_000);
    expect((await seen(machine)).presence).toBe('waiting');
  });

  test('whoever says nothing is cut off after seconds', async () => {
    const { connect: dial } = await import('node:net');
    const socket = dial(Number(new URL(url).port), '127.0.0.1');
    const began = Date.now();
    await new Promise((done) => socket.once('close', done));
    expect(Date.now() - began).toBeLessThan(9000);
  }, 15_000);

  test('200 machines that come at the same moment are all taken, and each order counts once', async () => {
    const machines: Machine[] = [];
    for (let i = 0; i < 200; i += 20)
      machines.push(...(await Promise.all(Array.from({ length: 20 }, () => newMachine(fleet)))));
    const all = await Promise.all(machines.map((machine) => mqttMachine(url, deviceOf(machine), machine.token)));
    open.push(...all.map((one) => one.close));
    const sell = async () => {
      await expect.poll(() => all.every((one) => one.client.connected), { timeout: 30_000 }).toBe(true);
      await Promise.all(
        all.map(async ({ send }, i) => {
          await send('POST', '/devices/own/status', { temperature: 90 });
          await send('POST', '/devices/own/orders/create', order(`R${i}`, { made_at: '2026-11-23T10:00:00Z' }));
        }),
      );
    };
    await sell();
    // All at once again, as after the end of a site's power cut.
    for (const { client } of all) client.stream.destroy();
    await expect.poll(() => all.some((one) => !one.client.connected)).toBe(true);
    await sell();
    const rows = await fleet.db.selectFrom('coffee_order').select('machine_id').where('number', 'like', 'R%').execute();
    expect(rows).toHaveLength(200);
  }, 120_000);
});
