import type { Aedes, Client } from 'aedes';
import { addressKey } from '../lib/address.ts';
import type { Connections } from './connections.ts';
import { answerTopic, ROOT, readTopic } from './messages.ts';

/** How long a message waits for a database that is away; then its connection ends, and the device sends it again. */
const MAX_WAIT_MS = 30_000;

/** Before a connection says who it is: from where, and how often. */
export function preConnect({ callers, visitors }: Connections): Aedes['preConnect'] {
  return (client, packet, done) => {
    // Sessions would be kept in memory for devices that may never come back; what counts is in the database.
    packet.clean = true;
    const caller = callers.get(client.conn);
    caller?.visit.spoke();
    const may = caller !== undefined && visitors.mayTry(caller.key, packet.username);
    done(null, may);
    // The broker itself would leave the connection open.
    if (!may) client.conn.destroy();
  };
}

/** A device signs in with its id and its token. */
export function authenticate(state: Connections): Aedes['authenticate'] {
  const { callers, connects, log, signedIn, visitors, worker } = state;
  return (client, username, password, done) => {
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
}

/** A device hears its own topics only. */
export function authorizeSubscribe({ limits, signedIn }: Connections): Aedes['authorizeSubscribe'] {
  return (client, subscription, done) => {
    const { topic } = subscription;
    const own = `${ROOT}/${client && signedIn.get(client)?.id}/down/`;
    const known = subscriptionsOf(client);
    const room = known.includes(topic) || known.length < limits.subscriptions;
    done(null, topic.startsWith(own) && topic.length <= limits.topic && room ? subscription : null);
  };
}

/** Works a device's message before the broker acknowledges it: a message that is acknowledged is committed. */
export function authorizePublish(state: Connections): Aedes['authorizePublish'] {
  const { messages, signedIn, stop, worker } = state;
  return (client, packet, done) => {
    const device = client && signedIn.get(client);
    const sent = readTopic(packet.topic);
    if (!client || !device || !sent || sent.deviceId !== device.id)
      return done(new Error('not a topic of this device'));
    if (!state.reads(client)) return done(new Error('the device does not read its answers'));
    if (!messages.count(device.id)) return done(new Error('too many messages'));
    // The last will of connections that end with this process: their devices are not gone.
    if (stop.signal.aborted) return done(new Error('the server stops'));
    packet.retain = false;
    const payload = Buffer.from(packet.payload);
    const work = async () => {
      const from = { token: device.token, device, ...(device.address && { address: device.address }) };
      const worked = await worker.work(sent, payload, from, { stop: stop.signal, ms: MAX_WAIT_MS });
      if (worked.result !== 'done') return done(new Error(`the message was not taken: ${worked.result}`));
      done(null);
      if (hearsAnswers(client)) state.answer(client, answerTopic(sent), worked.answer);
    };
    state.inTurn(client, work, done);
  };
}

/** Whether a connection is there and reads answers. */
export const hearsAnswers = (client: Client): boolean => !client.closed && subscriptionsOf(client).length > 0;

const subscriptionsOf = (client: Client | null) =>
  Object.keys((client as unknown as { subscriptions: object }).subscriptions);
/** The broker's answer to CONNECT: 3, to be tried later, or 4, wrong token. */
const notNow = (later: boolean) => Object.assign(new Error('not signed in'), { returnCode: later ? 3 : 4 });
