import { createServer, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Aedes, Client } from 'aedes';
import { addressKey, plainAddress } from '../lib/address.ts';
import type { TrustsHop } from '../lib/proxies.ts';
import type { Boot } from '../module/index.ts';
import { Connections } from './connections.ts';
import { authenticate, authorizePublish, authorizeSubscribe, hearsAnswers, preConnect } from './handlers.ts';
import { LIMITS, type Limits } from './limits.ts';
import { limited } from './packet-sizes.ts';
import { proxiedAddress } from './proxy-header.ts';
import { type Certificate, keepCertificate, secured } from './secure.ts';
import type { Wake } from './wake.ts';
import type { Worker } from './work.ts';

/** Whoever has not said who he is by then is cut off. */
const SIGN_IN_MS = 5000;
/** Seconds between a device's signs of life at most, so that one that vanished is noticed. */
const KEEPALIVE_LIMIT = 1200;

export type Broker = { port: number; connections(): number; wake(wake: Wake): void; stop(): Promise<void> };

/** Where it listens, and for whom. `trusts`: proxies that may name the address behind them; `certificate`: TLS. */
export type Listening = { port: number; host: string; trusts?: TrustsHop | null; certificate?: Certificate };

/**
 * The embedded broker. It is no place where messages wait: a message is worked before it is acknowledged, in the process
 * that has the connection, and only its sender gets the answer.
 */
export async function startBroker(
  { log }: Pick<Boot, 'log'>,
  worker: Worker,
  at: Listening,
  limits: Limits = LIMITS,
): Promise<Broker> {
  const state = new Connections(worker, limits, log);
  const broker = await openBroker(state);
  const certificate = at.certificate && (await keepCertificate(at.certificate, log));
  const accept = acceptor(state, broker, at.trusts ?? null, certificate);
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
    wake({ deviceId, topic, payload }) {
      const client = clientsOf(broker)[deviceId];
      if (client && hearsAnswers(client)) state.answer(client, topic, payload);
    },
    async stop() {
      state.stop.abort();
      certificate?.stop();
      server.close();
      await Promise.allSettled(state.running);
      await new Promise<void>((done) => broker.close(() => done()));
    },
  };
}

/** By their ids; the library's types leave them out. */
const clientsOf = (broker: Aedes) => (broker as unknown as { clients: Record<string, Client | undefined> }).clients;

async function openBroker(state: Connections): Promise<Aedes> {
  const { Aedes } = await import('aedes');
  const { limits, log } = state;
  const broker = new Aedes({
    connectTimeout: SIGN_IN_MS,
    keepaliveLimit: KEEPALIVE_LIMIT,
    maxClientsIdLength: 36,
    maxInflightInbound: limits.unreleased,
  });
  broker.preConnect = preConnect(state);
  broker.authenticate = authenticate(state);
  broker.authorizeSubscribe = authorizeSubscribe(state);
  broker.authorizePublish = authorizePublish(state);
  broker.on('clientError', (client, error) => log.debug({ err: error, device: client.id }, 'a connection ended'));
  broker.on('connectionError', (_, error) =>
    log.debug({ err: error }, 'a connection that had not signed in was ended'),
  );
  await broker.listen();
  return broker;
}

/** Hands a new connection to the broker, with a limit on its time and on the sizes of what it says. */
function acceptor(
  { callers, limits, packets, signedIn, visitors }: Connections,
  broker: Aedes,
  trusts: TrustsHop | null,
  certificate: Awaited<ReturnType<typeof keepCertificate>> | undefined,
) {
  return async (socket: Socket) => {
    socket.on('error', () => {});
    // Whatever it does or doesn't say; what it says first ends the broker's own time.
    const late = setTimeout(() => socket.destroy(), SIGN_IN_MS).unref();
    socket.once('close', () => clearTimeout(late));
    socket.setNoDelay(true);
    const peer = plainAddress(socket.remoteAddress);
    const proxied = peer !== null && trusts?.(peer, 0) ? await proxiedAddress(socket) : null;
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
}
