import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect as dial } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { connect as tlsConnect } from 'node:tls';
import { connect, type IClientOptions, MqttClient } from 'mqtt';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../lib/ids.ts';
import { proxyTrust } from '../lib/proxies.ts';
import { type Broker, type Listening, startBroker } from './broker.ts';
import { LIMITS, PerMinute } from './limits.ts';
import type { Sent } from './messages.ts';
import { keepCertificate } from './secure.ts';
import type { Worker } from './work.ts';

/**
 * The embedded broker's limits, over real connections; what works the messages is made up. The whole way to the database
 * is in modules/coffee/test/mqtt.int.test.ts.
 */

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** A broker with some limits of its own; devices with the token `right`, or `later` while the database is away. */
async function started(over: Partial<typeof LIMITS> = {}, answer = '{"ok":true}', at: Partial<Listening> = {}) {
  const worked: Sent[] = [];
  const from: (string | undefined)[] = [];
  const worker: Worker = {
    async identify(token) {
      const [word, id = ''] = token.split(' ');
      if (word === 'later') throw new Error('the database is away');
      return word === 'right' ? { id, kind: 'made-up' } : null;
    },
    async work(sent, _payload, { address }) {
      worked.push(sent);
      from.push(address);
      return { result: 'done', answer };
    },
  };
  const log = { warn() {}, error() {}, debug() {} } as never;
  const broker: Broker = await startBroker(
    { log },
    worker,
    { port: 0, host: '127.0.0.1', ...at },
    { ...LIMITS, ...over },
  );
  closing.push(() => broker.stop());
  const attempt = (options: IClientOptions, header?: Buffer): Promise<MqttClient | string> => {
    const behind = () => {
      const socket = dial(broker.port, '127.0.0.1');
      socket.write(header as Buffer);
      return socket;
    };
    const client = header
      ? new MqttClient(behind, { reconnectPeriod: 0, ...options })
      : connect(`mqtt://127.0.0.1:${broker.port}`, { reconnectPeriod: 0, ...options });
    closing.push(() => client.endAsync(true));
    return new Promise((done) => {
      client.once('connect', () => done(client));
      client.once('error', (error) => done(error.message));
      client.once('close', () => done('closed'));
    });
  };
  const signIn = (id: string, over: IClientOptions = {}) =>
    attempt({ clientId: id, username: id, password: `right ${id}`, ...over });
  const behind = (header: Buffer, id: string, password = `right ${id}`) =>
    attempt({ clientId: id, username: id, password }, header);
  const wrong = (id: string) => attempt({ clientId: id, username: id, password: 'wrong' });
  const device = async (id = newId()) => {
    const client = await signIn(id);
    if (typeof client === 'string') throw new Error(client);
    return { id, client, up: (name: string) => `counterfoil/${id}/up/${name}/status`, down: `counterfoil/${id}/down/` };
  };
  /** An open connection that says nothing; resolves to whether it stays open for a moment. */
  const silent = async () => {
    const socket = dial(broker.port, '127.0.0.1').on('error', () => {});
    closing.push(async () => socket.destroy());
    const ended = new Promise<boolean>((done) => void socket.once('close', () => done(false)));
    return { socket, stays: await Promise.race([ended, wait(150, true)]) };
  };
  return { broker, worked, from, attempt, behind, signIn, wrong, device, silent };
}

const ended = (client: MqttClient) => new Promise<'ended'>((done) => void client.once('close', () => done('ended')));
/** Acknowledged, or the connection's end. */
const published = (client: MqttClient, topic: string, options: object = { qos: 1 }) =>
  Promise.race([
    new Promise<string>((done) => client.publish(topic, '{}', options, (error) => !error && done('taken'))),
    ended(client),
  ]);

test('messages of a device: beyond so many a minute its connection ends, also after it has come again', async () => {
  const { device, worked } = await started({ messagesOfDevice: 5 });
  const one = await device();
  const other = await device();
  for (let n = 0; n < 5; n++) expect(await published(one.client, one.up(`${n}`))).toBe('taken');
  expect(await published(one.client, one.up('6'))).toBe('ended');
  const again = await device(one.id);
  expect(await published(again.client, again.up('7'))).toBe('ended');
  expect(await published(other.client, other.up('1'))).toBe('taken');
  // Without an acknowledgement they count as well.
  for (let n = 0; n < 8; n++) other.client.publish(other.up(`q${n}`), '{}', { qos: 0 });
  await ended(other.client);
  expect(worked).toHaveLength(10);
});

test('packets that are no messages: a flood of them ends the connection', async () => {
  const { device } = await started({ messagesOfDevice: 10, packetsForMessage: 2 });
  const { client, down } = await device();
  const gone = ended(client);
  for (let n = 0; n < 30; n++) client.unsubscribe(`${down}${n}`, () => {});
  expect(await gone).toBe('ended');
});

test('connections of a device: one at a time, and so many a minute', async () => {
  const { device, signIn, broker } = await started({ connectsOfDevice: 3 });
  const one = await device();
  const first = ended(one.client);
  await device(one.id);
  expect(await first).toBe('ended');
  expect(broker.connections()).toBe(1);
  await device(one.id);
  expect(await signIn(one.id)).toMatch(/unavailable/i);
  await device();
});

test('connections of an address: no more than so many, whoever they are', async () => {
  const { device, signIn } = await started({ connectionsOfAddress: 2 });
  const one = await device();
  await device();
  expect(await signIn(newId())).toBe('closed');
  await one.client.endAsync();
  await expect.poll(async () => typeof (await signIn(newId()))).toBe('object');
});

test('wrong tokens of an address: beyond so many only devices that it is known for may try', async () => {
  const { device, signIn, wrong, attempt } = await started({ wrongOfAddress: 3 });
  const began = Date.now();
  const known = await device();
  await known.client.endAsync();
  for (let n = 0; n < 3; n++) expect(await wrong(newId())).toMatch(/bad user/i);
  expect(await signIn(newId())).not.toBeTypeOf('object');
  expect(await signIn(known.id)).toBeTypeOf('object');
  expect(await attempt({ clientId: 'x', username: known.id, password: 'wrong' })).toBeTypeOf('string');
  // At once, so that none of them takes a place.
  expect(Date.now() - began).toBeLessThan(3000);
});

test('the server that could not tell who somebody is keeps nobody out', async () => {
  const { attempt, device } = await started({ wrongOfAddress: 2 });
  for (let n = 0; n < 6; n++)
    expect(await attempt({ clientId: newId(), username: 'x', password: 'later' })).toMatch(/unavailable/i);
  await device();
});

test('connections that say nothing: the oldest makes room for whoever comes, so no device is kept off', async () => {
  for (const limit of [{ notSignedInOfAddress: 3 }, { notSignedIn: 3 }]) {
    const { silent, device } = await started(limit);
    const { client, up } = await device();
    const oldest = await silent();
    for (let n = 0; n < 30; n++) await silent();
    await expect.poll(() => oldest.socket.destroyed).toBe(true);
    // Whoever is signed in stays, and others come in between.
    expect(await published(client, up('1'))).toBe('taken');
    const other = await device();
    expect(await published(other.client, other.up('1'))).toBe('taken');
    expect((await silent()).stays).toBe(true);
  }
});

describe('behind a proxy for TCP', () => {
  const v1 = (address: string) => Buffer.from(`PROXY TCP4 ${address} 10.0.0.1 5000 1883\r\n`);
  const v2 = (address: string) =>
    Buffer.concat([
      Buffer.from('\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x0c', 'latin1'),
      Buffer.from([...address.split('.').map(Number), 10, 0, 0, 1, 0x13, 0x88, 7, 0x5b]),
    ]);

  test.each([
    ['version 1', v1],
    ['version 2', v2],
  ])('the address in its header counts, each for itself: %s', async (_, header) => {
    const { behind, from } = await started({ wrongOfAddress: 2 }, '{"ok":true}', { trusts: proxyTrust('loopback') });
    const id = newId();
    for (let n = 0; n < 2; n++) expect(await behind(header('203.0.113.9'), id, 'wrong')).toBeTypeOf('string');
    expect(await behind(header('203.0.113.9'), id)).toBeTypeOf('string');
    const client = (await behind(header('203.0.113.10'), id)) as MqttClient;
    expect(await published(client, `counterfoil/${id}/up/1/status`)).toBe('taken');
    expect(from).toEqual(['203.0.113.10']);
  });

  test('a connection without a header has its own address, and a false header ends it', async () => {
    const { device, behind, from } = await started({}, '{"ok":true}', { trusts: proxyTrust('loopback') });
    const { client, up } = await device();
    expect(await published(client, up('1'))).toBe('taken');
    expect(from).toEqual(['127.0.0.1']);
    expect(await behind(Buffer.from('PROXY TCP4 nowhere 10.0.0.1 1 2\r\n'), newId())).toBeTypeOf('string');
  });

  test('nobody else chooses an address', async () => {
    for (const trusts of [null, proxyTrust('10.1.0.0/16')]) {
      const { behind } = await started({}, '{"ok":true}', { trusts });
      expect(await behind(v1('203.0.113.9'), newId())).toBeTypeOf('string');
    }
  });
});

describe.skipIf(spawnSync('openssl', ['version']).error)('TLS of its own', () => {
  const folder = mkdtempSync(join(tmpdir(), 'counterfoil-tls-'));
  const certificate = { cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') };
  const words =
    'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -addext subjectAltName=DNS:localhost';
  const issue = () =>
    execFileSync(
      'openssl',
      [...words.split(' '), '-subj', '/CN=localhost', '-keyout', certificate.key, '-out', certificate.cert],
      {
        stdio: 'pipe',
      },
    );
  beforeAll(() => void issue());
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('a device that checks the certificate signs in, also behind a proxy; one without TLS does not', async () => {
    const { broker, from, device } = await started({}, '{"ok":true}', {
      certificate,
      trusts: proxyTrust('loopback'),
    });
    const ca = readFileSync(certificate.cert);
    for (const header of [null, Buffer.from('PROXY TCP4 203.0.113.9 10.0.0.1 5000 8883\r\n')]) {
      const id = newId();
      const dialled = dial(broker.port, '127.0.0.1');
      if (header) dialled.write(header);
      const client = new MqttClient(() => tlsConnect({ socket: dialled, ca, servername: 'localhost' }), {
        clientId: id,
        username: id,
        password: `right ${id}`,
        reconnectPeriod: 0,
      });
      closing.push(() => client.endAsync(true));
      await new Promise((done, failed) => void client.once('connect', done).once('error', failed));
      expect(await published(client, `counterfoil/${id}/up/1/status`)).toBe('taken');
    }
    expect(from).toEqual(['127.0.0.1', '203.0.113.9']);
    await expect(device()).rejects.toThrow();
  });

  test('files that are no certificate, or are not there, are told with their variables', async () => {
    const none = { cert: join(folder, 'none.pem'), key: certificate.key };
    await expect(started({}, '', { certificate: none })).rejects.toThrow(/MQTT_CERT_FILE \(.*none\.pem\).*PEM/s);
  });

  test('a renewed certificate is used without a restart, and a broken one is not', async () => {
    const errors: string[] = [];
    const log = { error: (_: object, text: string) => void errors.push(text) } as never;
    const kept = await keepCertificate(certificate, log, 20);
    closing.push(async () => kept.stop());
    const first = kept.context();
    issue();
    await expect.poll(() => kept.context() !== first).toBe(true);
    const second = kept.context();
    writeFileSync(certificate.cert, 'nothing');
    await expect.poll(() => errors.length).toBeGreaterThan(0);
    expect(kept.context()).toBe(second);
  });
});

test('packets: 4 kB before the sign-in, then what a message may have', async () => {
  const { signIn, device } = await started({ bytes: 10_000 });
  const will = (bytes: number) => ({
    will: { topic: 'a', payload: Buffer.alloc(bytes), qos: 1, retain: false } as const,
  });
  expect(await signIn(newId(), will(5000))).toBeTypeOf('string');
  expect(await signIn(newId(), will(2000))).toBeTypeOf('object');
  const { client, up } = await device();
  const gone = ended(client);
  client.publish(up('1'), Buffer.alloc(10_001), { qos: 1 });
  expect(await gone).toBe('ended');
});

test('subscriptions: a few below its own topics, wildcards there only, and no long ones', async () => {
  const { device } = await started({ subscriptions: 3 });
  const { client, down, id } = await device();
  const ask = async (topics: string[]) =>
    new Promise<number[]>((done) =>
      client.subscribe(topics, { qos: 1 }, (_, __, packet) => done(packet?.granted as number[])),
    );
  const foreign = ['#', '+/+/down/#', `counterfoil/+/down/x`, `counterfoil/${newId()}/down/#`, `$SYS/#`];
  expect(await ask([...foreign, `$share/a/counterfoil/${id}/down/#`, `counterfoil/${id}/up/#`])).toEqual(
    Array(7).fill(128),
  );
  expect(await ask([`${down}${'a'.repeat(300)}`])).toEqual([128]);
  expect(await ask([`${down}#`, `${down}+`, `${down}1`, `${down}2`])).toEqual([1, 1, 1, 128]);
  expect(await ask([`${down}3`, `${down}+`])).toEqual([128, 1]);
  await client.unsubscribeAsync(`${down}1`);
  expect(await ask([`${down}3`])).toEqual([1]);
});

test('an answer comes once, however many subscriptions fit it', async () => {
  const { device } = await started();
  const { client, down, up } = await device();
  const came: string[] = [];
  client.on('message', (topic) => came.push(topic));
  await client.subscribeAsync([`${down}#`, `${down}+`, `${down}1`], { qos: 1 });
  await published(client, up('1'));
  await published(client, up('2'));
  await expect.poll(() => came.length).toBe(2);
  await wait(100);
  expect(came).toEqual([`${down}1`, `${down}2`]);
});

test('retained messages are worked like others, and kept for nobody', async () => {
  const { device, worked } = await started();
  const one = await device();
  expect(await published(one.client, one.up('1'), { qos: 1, retain: true })).toBe('taken');
  expect(worked).toHaveLength(1);
  const again = await device(one.id);
  const came: boolean[] = [];
  again.client.on('message', (_, __, { retain }) => came.push(retain));
  await again.client.subscribeAsync(`${again.down}#`, { qos: 1 });
  await published(again.client, again.up('2'));
  await expect.poll(() => came).toEqual([false]);
});

test('foreign topics end the connection, and are not worked', async () => {
  const { device, worked } = await started();
  const id = newId();
  for (const topic of [
    `counterfoil/${newId()}/up/1/status`,
    `counterfoil/${id}/down/1`,
    `counterfoil/${id}/up/1`,
    '$SYS/a',
    'a',
  ]) {
    const { client } = await device(id);
    expect([topic, await published(client, topic)]).toEqual([topic, 'ended']);
  }
  expect(worked).toEqual([]);
});

test('messages with QoS 2 that are never released: a few, then the connection ends', async () => {
  const { device, worked } = await started({ unreleased: 3 });
  const { client, up } = await device();
  expect(await published(client, up('0'), { qos: 2 })).toBe('taken');
  // A device that takes the broker's word that it has a message, and never answers it.
  const inner = client as unknown as { _sendPacket(packet: { cmd: string }, ...rest: unknown[]): void };
  const send = inner._sendPacket.bind(client);
  inner._sendPacket = (packet, ...rest) => (packet.cmd === 'pubrel' ? undefined : send(packet, ...rest));
  const gone = ended(client);
  for (let n = 1; n <= 3; n++) client.publish(up(`${n}`), '{}', { qos: 2 });
  await expect.poll(() => worked.length).toBe(4);
  expect(client.connected).toBe(true);
  client.publish(up('4'), '{}', { qos: 2 });
  expect(await gone).toBe('ended');
});

test('answers that a device does not read: its connection ends before they fill the memory', async () => {
  const { device, broker } = await started({ unread: 100_000 }, `{"ok":true,"data":"${'x'.repeat(500_000)}"}`);
  const { client, up, down } = await device();
  await client.subscribeAsync(`${down}#`, { qos: 0 });
  client.stream.pause();
  client.stream.removeAllListeners('readable');
  const ask = setInterval(() => client.publish(up('1'), '{}', { qos: 0 }), 5);
  closing.push(async () => clearInterval(ask));
  await expect.poll(() => broker.connections(), { timeout: 10_000 }).toBe(0);
}, 20_000);

test('counts by key and minute', () => {
  const counts = new PerMinute(3);
  expect([counts.count('a', 1, 0), counts.count('a', 2, 1), counts.isOver('a', 2), counts.count('a', 1, 3)]).toEqual([
    true,
    true,
    true,
    false,
  ]);
  expect([counts.count('b', 1, 3), counts.isOver('a', 60_000), counts.count('a', 1, 60_000)]).toEqual([
    true,
    false,
    true,
  ]);
  expect(counts.count('c', 4, 0)).toBe(false);
});
