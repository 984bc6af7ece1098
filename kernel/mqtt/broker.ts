import { createServer, type Socket } from 'node:net';
import type { Client } from 'aedes';
import { addressKey, plainAddress } from '../lib/address.ts';
import type { Boot } from '../module/index.ts';
import { PerMinute } from './limits.ts';
import { answerTopic, ROOT, readTopic } from './messages.ts';
import { limited } from './packet-sizes.ts';
import { MOST_BYTES, type Worker } from './work.ts';

/** A CONNECT has an id, a token, and a last will of a few words. */
const MOST_BEFORE_SIGN_IN = 4096;
/** Whoever has not said who he is by then is cut off. */
const SIGN_IN_MS = 5000;
/** Open connections that have not signed in: of one address, behind which hundreds of machines may be, and of all. */
const MOST_STRANGERS = { address: 500, all: 5000 };
/** Wrong tokens a minute from one address; then it is cut off until the minute is over. */
const WRONG_TOKENS = 60;
/** Connections a minute of one device: a machine that can't keep one tries every few seconds. */
const CONNECTIONS = 30;
/** Each costs some 20 kB. */
const MOST_CONNECTIONS = 20_000;
const MOST_SUBSCRIPTIONS = 4;
/** Seconds between a device's signs of life at most, so that one that vanished is noticed. */
const KEEPALIVE_LIMIT = 1200;
/** How long a message waits for a database that is away; then its connection ends, and the device sends it again. */
const PATIENCE_MS = 30_000;

export type Broker = { port: number; connections(): number; stop(): Promise<void> };

type SignedIn = { id: string; token: string; address: string | null };

/**
 * The embedded broker. It is no place where messages wait: a message is worked before it is acknowledged, in the process
 * that has the connection, and only its sender gets the answer.
 */
export async function startBroker(boot: Boot, worker: Worker, at: { port: number; host: string }): Promise<Broker> {
  const { Aedes } = await import('aedes');
  const signedIn = new WeakMap<Client, SignedIn>();
  const addresses = new WeakMap<object, string | null>();
  const last = new WeakMap<Client, Promise<void>>();
  const running = new Set<Promise<void>>();
  const strangers = new Map<string, number>();
  const wrong = new PerMinute(WRONG_TOKENS);
  const connects = new PerMinute(CONNECTIONS);
  const stop = new AbortController();
  const { log } = boot;

  const broker = new Aedes({ connectTimeout: SIGN_IN_MS, keepaliveLimit: KEEPALIVE_LIMIT, maxClientsIdLength: 36 });
  broker.preConnect = (client, packet, done) => {
    // Sessions would be kept in memory for devices that may never come back; what counts is in the database.
    packet.clean = true;
    done(null, !wrong.isOver(addressKey(addresses.get(client.conn))));
  };
  broker.authenticate = (client, username, password, done) => {
    const address = addresses.get(client.conn) ?? null;
    const token = password?.toString('utf8') ?? '';
    void worker.identify(token).then(
      (device) => {
        // Its id is also that of the connection, so that nobody can end another device's connection with it.
        const right = device !== null && device.id === username && client.id === device.id;
        if (!right) wrong.count(addressKey(address));
        if (!right || !connects.count(device.id)) return done(notNow(right), false);
        signedIn.set(client, { id: device.id, token, address });
        done(null, true);
      },
      (error) => {
        log.warn({ err: error }, 'a device could not sign in to the broker');
        done(notNow(true), false);
      },
    );
  };
  broker.authorizeSubscribe = (client, subscription, done) => {
    const own = `${ROOT}/${signedIn.get(client)?.id}/down/`;
    const { subscriptions = {} } = client as unknown as { subscriptions?: object };
    const allowed = subscription.topic.startsWith(own) && Object.keys(subscriptions).length < MOST_SUBSCRIPTIONS;
    done(null, allowed ? subscription : null);
  };
  // Before the broker acknowledges: a message that is acknowledged is committed.
  broker.authorizePublish = (client, packet, done) => {
    const device = client && signedIn.get(client);
    const sent = readTopic(packet.topic);
    if (!client || !device || sent?.deviceId !== device.id) return done(new Error('not a topic of this device'));
    // The last will of connections that end with this process: their devices are not gone.
    if (stop.signal.aborted) return done(new Error('the server stops'));
    packet.retain = false;
    const payload = Buffer.from(packet.payload);
    // One after the other, so that one device never takes more than one place at the database.
    const turn = (last.get(client) ?? Promise.resolve()).then(async () => {
      const until = AbortSignal.any([stop.signal, AbortSignal.timeout(PATIENCE_MS)]);
      const from = { token: device.token, ...(device.address && { address: device.address }) };
      const worked = await worker.work(sent, payload, from, until);
      if (worked.result !== 'done') return done(new Error(`the message was not taken: ${worked.result}`));
      done(null);
      if (client.closed || !hasSubscription(client)) return;
      const answer = { cmd: 'publish', topic: answerTopic(sent), qos: 1, dup: false, retain: false } as const;
      client.publish({ ...answer, payload: worked.answer }, () => {});
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
  broker.on('connectionError', (_, error) => log.debug({ err: error }, 'a stranger was cut off'));
  await broker.listen();

  const accept = (socket: Socket) => {
    socket.on('error', () => {});
    const address = plainAddress(socket.remoteAddress);
    const key = addressKey(address);
    const waiting = strangers.get(key) ?? 0;
    if (wrong.isOver(key) || waiting >= MOST_STRANGERS.address || total(strangers) >= MOST_STRANGERS.all)
      return void socket.destroy();
    strangers.set(key, waiting + 1);
    let counted = true;
    const known = () => {
      if (!counted) return;
      counted = false;
      const left = (strangers.get(key) ?? 1) - 1;
      if (left > 0) strangers.set(key, left);
      else strangers.delete(key);
    };
    socket.once('close', known);
    socket.setNoDelay(true);
    const signed = () => client !== undefined && signedIn.has(client);
    const stream = limited(socket, () => (signed() ? MOST_BYTES + 1024 : MOST_BEFORE_SIGN_IN));
    stream.on('error', () => {});
    addresses.set(stream, address);
    const client: Client | undefined = broker.handle(stream);
    client.on('connected', known);
    // The broker's own time ends with the first packet, whatever comes of that.
    setTimeout(() => signed() || socket.destroy(), SIGN_IN_MS).unref();
  };
  const server = createServer(accept);
  server.maxConnections = MOST_CONNECTIONS;
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
      server.close();
      await Promise.allSettled(running);
      await new Promise<void>((done) => broker.close(() => done()));
    },
  };
}

const total = (counts: Map<string, number>) => counts.values().reduce((sum, count) => sum + count, 0);
const hasSubscription = (client: Client) =>
  Object.keys((client as unknown as { subscriptions: object }).subscriptions).length > 0;
/** The broker's answer to CONNECT: 3, to be tried later, or 4, wrong token. */
const notNow = (later: boolean) => Object.assign(new Error('not signed in'), { returnCode: later ? 3 : 4 });
