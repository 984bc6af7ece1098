import { createServer, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Client } from 'aedes';
import { addressKey, plainAddress } from '../lib/address.ts';
import type { TrustsHop } from '../lib/proxies.ts';
import type { Boot } from '../module/index.ts';
import { LIMITS, type Limits, PerMinute } from './limits.ts';
import { answerTopic, ROOT, readTopic } from './messages.ts';
import { limited } from './packet-sizes.ts';
import { proxiedAddress } from './proxy-header.ts';
import { type Certificate, keepCertificate, secured } from './secure.ts';
import { type Visit, Visitors } from './visitors.ts';
import type { Worker } from './work.ts';

/** Whoever has not said who he is by then is cut off. */
const SIGN_IN_MS = 5000;
/** Seconds between a device's signs of life at most, so that one that vanished is noticed. */
const KEEPALIVE_LIMIT = 1200;
/** How long a message waits for a database that is away; then its connection ends, and the device sends it again. */
const MAX_WAIT_MS = 30_000;

export type Broker = { port: number; connections(): number; stop(): Promise<void> };

type SignedIn = { id: string; kind: string; token: string; address: string | null };
type Caller = { address: string | null; key: string; visit: Visit };

/** Where it listens, and for whom. `trusts`: proxies that may name the address behind them; `certificate`: TLS. */
export type Listening = { port: number; host: string; trusts?: TrustsHop | null; certificate?: Certificate };

/**
 * The embedded broker. It is no place where messages wait: a message is worked before it is acknowledged, in the process
 * that has the connection, and only its sender gets the answer.
 */
export async function startBroker(
  boot: Pick<Boot, 'log'>,
  worker: Worker,
  at: Listening,
  limits: Limits = LIMITS,
): Promise<Broker> {
  const { Aedes } = await import('aedes');
  const signedIn = new WeakMap<Client, SignedIn>();
  const callers = new WeakMap<object, Caller>();
  const last = new WeakMap<Client, Promise<void>>();
  /** bytes of answers that are not written yet */
  const unread = new WeakMap<Client, number>();
  const running = new Set<Promise<void>>();
  const visitors = new Visitors(limits);
  const connects = new PerMinute(limits.connectsOfDevice);
  const messages = new PerMinute(limits.messagesOfDevice);
  const packets = new PerMinute(limits.messagesOfDevice * limits.packetsForMessage);
  const stop = new AbortController();
  const { log } = boot;

  const broker = new Aedes({
    connectTimeout: SIGN_IN_MS,
    keepaliveLimit: KEEPALIVE_LIMIT,
    maxClientsIdLength: 36,
    maxInflightInbound: limits.unreleased,
  });
  broker.preConnect = (client, packet, done) => {
    // Sessions would be kept in memory for devices that may never come back; what counts is in the database.
    packet.clean = true;
    const caller = callers.get(client.conn);
    caller?.visit.spoke();
    const may = caller !== undefined && visitors.mayTry(caller.key, packet.username);
    done(null, may);
    // The broker itself would leave the connection open.
    if (!may) client.conn.destroy();
  };
  broker.authenticate = (client, username, password, done) => {
    const { address = null, key = addressKey(null) } = callers.get(client.conn) ?? {};
    const token = password?.toString('utf8') ?? '';
    void worker.identify(token).then(
      (device) => {
        // Its id is also that of the connection, so that nobody can end another device's connection with it.
        const right = device !== null && device.id === username && client.id === device.id;
        if (!right) visitors.wrong(key);
        if (!right || !connects.count(device.id)) return done(notNow(right), false);
        signedIn.set(client, { ...device, token, address });
        done(null, true);
      },
      (error) => {
        log.warn({ err: error }, 'a device could not sign in to the broker');
        done(notNow(true), false);
      },
    );
  };
  broker.authorizeSubscribe = (client, subscription, done) => {
    const { topic } = subscription;
    const own = `${ROOT}/${signedIn.get(client)?.id}/down/`;
    const known = Object.keys((client as unknown as { subscriptions: object }).subscriptions);
    const room = known.includes(topic) || known.length < limits.subscriptions;
    done(null, topic.startsWith(own) && topic.length <= limits.topic && room ? subscription : null);
  };
  // Before the broker acknowledges: a message that is acknowledged is committed.
  broker.authorizePublish = (client, packet, done) => {
    const device = client && signedIn.get(client);
    const sent = readTopic(packet.topic);
    if (!client || !device || sent?.deviceId !== device.id) return done(new Error('not a topic of this device'));
    if ((unread.get(client) ?? 0) > limits.unread) return done(new Error('the device does not read its answers'));
    if (!messages.count(device.id)) return done(new Error('too many messages'));
    // The last will of connections that end with this process: their devices are not gone.
    if (stop.signal.aborted) return done(new Error('the server stops'));
    packet.retain = false;
    const payload = Buffer.from(packet.payload);
    // One after the other, so that one device never takes more than one place at the database.
    const turn = (last.get(client) ?? Promise.resolve()).then(async () => {
      const from = { token: device.token, device, ...(device.address && { address: device.address }) };
      const worked = await worker.work(sent, payload, from, { stop: stop.signal, ms: MAX_WAIT_MS });
      if (worked.result !== 'done') return done(new Error(`the message was not taken: ${worked.result}`));
      done(null);
      if (client.closed || !hasSubscription(client)) return;
      const answer = { cmd: 'publish', topic: answerTopic(sent), qos: 1, dup: false, retain: false } as const;
      const waits = (bytes: number) => void unread.set(client, (unread.get(client) ?? 0) + bytes);
      waits(worked.answer.length);
      client.publish({ ...answer, payload: worked.answer }, () => waits(-worked.answer.length));
    });
    const ended = turn.catch((error) => {
      log.error({ err: error }, 'a message over MQTT failed');
      done(error as Error);
    });
    last.set(client, ended);
    running.add(ended);
    void ended.finally(() => running.delete(ended));
  };
  broker.on('clientError', (client, error) => log.debug({ err: error, device: client.id }, 'a connection ended'));
  broker.on('connectionError', (_, error) =>
    log.debug({ err: error }, 'a connection that had not signed in was ended'),
  );
  await broker.listen();

  const certificate = at.certificate && (await keepCertificate(at.certificate, log));
  const accept = async (socket: Socket) => {
    socket.on('error', () => {});
    // Whatever it does or doesn't say; what it says first ends the broker's own time.
    const late = setTimeout(() => socket.destroy(), SIGN_IN_MS).unref();
    socket.once('close', () => clearTimeout(late));
    socket.setNoDelay(true);
    const peer = plainAddress(socket.remoteAddress);
    const proxied = peer !== null && at.trusts?.(peer, 0) ? await proxiedAddress(socket) : null;
    const address = plainAddress(proxied) ?? peer;
    const key = addressKey(address);
    const visit = visitors.open(key, () => socket.destroy());
    if (!visit) return void socket.destroy();
    socket.once('close', visit.ended);
    const device = () => client && signedIn.get(client);
    const plain: Duplex = certificate ? secured(socket, certificate.context()) : socket;
    const stream = limited(plain, {
      bytes: () => (device() ? limits.bytes : limits.bytesBeforeSignIn),
      came: (count) => {
        const one = device();
        return !one || packets.count(one.id, count);
      },
    });
    stream.on('error', () => {});
    callers.set(stream, { address, key, visit });
    const client: Client | undefined = broker.handle(stream);
    client.on('connected', () => {
      clearTimeout(late);
      visit.signedIn(client.id);
    });
  };
  const server = createServer((socket) => void accept(socket).catch(() => socket.destroy()));
  server.maxConnections = limits.connections;
  await new Promise<void>((done, failed) => {
    server.once('error', failed);
    server.listen(at.port, at.host, done);
  });
  server.on('error', (error) => log.error({ err: error }, 'the MQTT port failed'));
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : at.port,
    connections: () => broker.connectedClients,
    async stop() {
      stop.abort();
      certificate?.stop();
      server.close();
      await Promise.allSettled(running);
      await new Promise<void>((done) => broker.close(() => done()));
    },
  };
}

const hasSubscription = (client: Client) =>
  Object.keys((client as unknown as { subscriptions: object }).subscriptions).length > 0;
/** The broker's answer to CONNECT: 3, to be tried later, or 4, wrong token. */
const notNow = (later: boolean) => Object.assign(new Error('not signed in'), { returnCode: later ? 3 : 4 });
