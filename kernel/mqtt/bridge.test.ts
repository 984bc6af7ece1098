import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'mqtt';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasMosquitto, Mosquitto } from '../../test/faults/mosquitto.ts';
import { newId } from '../lib/ids.ts';
import type { Boot } from '../module/index.ts';
import { type Bridge, startBridge } from './bridge.ts';
import { mqttHealth } from './health.ts';
import { SelfProbe } from './self-probe.ts';
import type { Worker } from './work.ts';

/** What the connection to a real broker hears, also after the broker forgot it. */

let now = Date.parse('2026-11-25T10:00:00Z');
const clock = { now: () => new Date(now) };
const later = (seconds: number) => {
  now += seconds * 1000;
};
const quiet = { info: () => {}, warn: () => {}, error: () => {}, debug: () => {} };

describe.skipIf(!hasMosquitto)('at a real Mosquitto', () => {
  const folder = mkdtempSync(join(tmpdir(), 'counterfoil-mqtt-'));
  const device = newId();
  const worked: string[] = [];
  const worker: Worker = {
    identify: async () => null,
    work: async (sent) => {
      worked.push(sent.request);
      return { result: 'done', answer: '{"ok":true}' };
    },
  };
  let broker: Mosquitto;
  let bridge: Bridge;
  const boot = () => ({ services: { mqtt: { bridge } } }) as unknown as Boot;
  const health = () => mqttHealth(boot());
  beforeAll(async () => {
    const probe = createServer().listen(0, '127.0.0.1');
    await once(probe, 'listening');
    const { port } = probe.address() as { port: number };
    await new Promise((done) => probe.close(done));
    // The account of the broker has to enter it.
    rmSync(folder, { recursive: true });
    broker = new Mosquitto(folder, port);
    broker.addUser(device, 'of the device');
    await broker.start();
    const config = { PORT: 4711 } as Boot['config'];
    bridge = await startBridge({ config, log: quiet as never, clock }, worker, broker.url, 50);
  });
  afterAll(async () => {
    await bridge?.stop();
    await broker?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** A machine's message; resolves when the server has worked it. */
  async function reports(request: string): Promise<void> {
    const client = connect(`mqtt://127.0.0.1:${broker.port}`, { username: device, password: 'of the device' });
    await client.publishAsync(`counterfoil/${device}/up/${request}/status`, '{}', { qos: 1 });
    await client.endAsync();
    await expect.poll(() => worked).toContain(request);
  }
  const heard = () => expect.poll(() => bridge.age()).toBe(0);

  test('it hears itself and machines, also after the broker restarted and kept its session', async () => {
    await heard();
    await reports('before');
    await broker.stop();
    await expect.poll(() => bridge.connected()).toBe(0);
    later(60);
    expect(await health()).toEqual({ state: 'degraded', detail: 'not_connected', age_s: 60 });
    await broker.start();
    await expect.poll(() => bridge.connected(), { timeout: 10_000 }).toBe(8);
    await heard();
    await reports('after');
    expect(await health()).toEqual({ state: 'up', age_s: 0 });
  });

  test('it wakes a machine that is there', async () => {
    const client = connect(`mqtt://127.0.0.1:${broker.port}`, { username: device, password: 'of the device' });
    const heard: string[] = [];
    client.on('message', (topic, payload) => heard.push(`${topic} ${payload.toString()}`));
    await client.subscribeAsync(`counterfoil/${device}/down/#`, { qos: 1 });
    const topic = `counterfoil/${device}/down/wake`;
    await expect.poll(() => bridge.connected()).toBe(8);
    bridge.wake({ deviceId: device, topic, payload: '{"ask":"commands/pending"}' });
    await expect.poll(() => heard).toEqual([`${topic} {"ask":"commands/pending"}`]);
    await client.endAsync();
  });

  test('a broker that hands nothing on is noticed, though all connections are open; then it is heard again', async () => {
    await heard();
    const acl = join(folder, 'acl');
    const text = readFileSync(acl, 'utf8');
    writeFileSync(acl, text.replace('topic read counterfoil/+/up/#', ''));
    broker.reload();
    // Only what is sent from now on counts: the clock moves until a message does not come back.
    await expect
      .poll(() => {
        later(100);
        return bridge.age();
      })
      .toBeGreaterThan(400);
    expect(await health()).toMatchObject({ state: 'down', detail: 'not_heard' });
    expect(bridge.connected()).toBe(8);
    writeFileSync(acl, text);
    broker.reload();
    await heard();
    expect(await health()).toEqual({ state: 'up', age_s: 0 });
  });
});

describe('a message to itself', () => {
  const url = 'mqtt://desk:secret@broker:1883';
  const own = () => new SelfProbe(clock, { url, self: 'host.one-3000', run: 'a' });

  test('is answered as a device is, and only its own answer counts', () => {
    const [one, other] = [own(), new SelfProbe(clock, { url, self: 'host-two', run: 'b' })];
    const sent = one.next();
    expect(sent).toMatchObject({ topic: 'counterfoil/desk/up/host_one-3000/probe', missed: false });
    later(30);
    expect(one.age()).toBe(30);
    const answer = other.take(sent.topic, sent.payload);
    expect(answer?.topic).toBe(one.answers);
    expect(one.take(one.answers, 'b 1')).toBeNull();
    expect(one.take(one.answers, `a ${now + 1e6}`)).toBeNull();
    expect(one.age()).toBe(30);
    expect(one.take(one.answers, answer?.payload ?? '')).toBeNull();
    // It proves the moment at which it was sent.
    expect(one.age()).toBe(30);
    expect(one.next().missed).toBe(false);
    expect(one.next().missed).toBe(true);
  });

  test('is none of a device’s messages', () => {
    expect(own().take(`counterfoil/${newId()}/up/1/status`, '{}')).toBeUndefined();
    expect(own().take(`counterfoil/${newId()}/up/1/probe`, '{}')).toBeUndefined();
  });
});

test('without a real broker health knows the port: open, wanted and not open, or not wanted', async () => {
  const of = (mqtt: object | undefined) => mqttHealth({ services: { mqtt } } as unknown as Boot);
  expect(await of({ broker: {}, wanted: true })).toEqual({ state: 'up' });
  expect(await of({ wanted: true })).toEqual({ state: 'degraded', detail: 'port_not_open' });
  expect([await of({}), await of(undefined)]).toEqual([{ state: 'off' }, { state: 'off' }]);
});
