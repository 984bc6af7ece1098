import { hostname } from 'node:os';
import type { IPublishPacket, MqttClient } from 'mqtt';
import { newId } from '../lib/ids.ts';
import type { Boot } from '../module/index.ts';
import { answerTopic, ROOT, readTopic } from './messages.ts';
import { EVERY_MS, SelfProbe } from './self-probe.ts';
import type { Wake } from './wake.ts';
import { MAX_BYTES, type Worker } from './work.ts';

/**
 * Connections of one process. Each works one message at a time and acknowledges it when its work is committed, so that
 * so many are worked at once.
 */
const CONNECTIONS = 8;
/** Every server process has a share of the messages: the broker gives each message to one of them. */
const SHARED = `$share/counterfoil/${ROOT}/+/up/#`;
/** The broker keeps what was not acknowledged for a process that starts again within this. */
const SESSION_SECONDS = 600;
/** What the broker hands over before it waits for an acknowledgement; the rest goes to other processes. */
const MAX_UNACKNOWLEDGED = 4;

/** `age`: seconds since this process last heard itself through the broker. */
export type Bridge = { connected(): number; age(): number; wake(wake: Wake): void; stop(): Promise<void> };

/**
 * Connects to a real broker, and works what devices publish there. The broker may be down: it is tried until it is there.
 * Who sent a message is told by the token in it, not by its topic.
 */
export async function startBridge(
  boot: Pick<Boot, 'config' | 'log' | 'clock'>,
  worker: Worker,
  url: string,
  everyMs = EVERY_MS,
): Promise<Bridge> {
  const { connect } = (await import('mqtt')).default;
  const stop = new AbortController();
  const running = new Set<Promise<void>>();
  // The same names after a restart, so that the broker gives this process what it had not finished.
  const { PORT } = boot.config;
  const name = PORT === 0 ? newId().slice(-12) : `${hostname().slice(0, 40)}-${PORT}`;
  const probe = new SelfProbe(boot.clock, { url, self: name, run: newId() });
  const clients = Array.from({ length: CONNECTIONS }, (_one, index) => {
    const client = connect(url, {
      clientId: `counterfoil-${name}-${index}`,
      protocolVersion: 5,
      clean: false,
      reconnectPeriod: 1000,
      connectTimeout: 10_000,
      queueQoSZero: false,
      // Otherwise the library sends a subscription once, and believes that the broker keeps it.
      resubscribe: false,
      properties: {
        sessionExpiryInterval: SESSION_SECONDS,
        receiveMaximum: MAX_UNACKNOWLEDGED,
        maximumPacketSize: MAX_BYTES + 1024,
      },
    });
    let told = false;
    client.on('connect', () => {
      told = false;
      subscribe(client, index);
    });
    client.on('error', (error) => {
      if (!told) boot.log.warn({ err: error }, 'the broker of MQTT_URL is not reached; it is tried again');
      told = true;
    });
    client.handleMessage = (packet, done) => {
      // Not acknowledged: the broker keeps it for whoever comes next.
      if (stop.signal.aborted) return;
      const turn = takeOne(client, packet)
        .catch((error) => {
          boot.log.error({ err: error }, 'a message over MQTT failed');
          return true;
        })
        .then((finished) => {
          if (finished) done();
        });
      running.add(turn);
      void turn.finally(() => running.delete(turn));
    };
    return client;
  });

  function subscribe(client: MqttClient, index: number): void {
    client.subscribe(SHARED, { qos: 1 }, (error) => {
      if (error) boot.log.error({ err: error }, 'the broker of MQTT_URL refuses the subscription');
    });
    if (index > 0) return;
    client.subscribe(probe.answers, { qos: 1 }, (error) => {
      if (error) boot.log.error({ err: error, topic: probe.answers }, 'the broker of MQTT_URL refuses a subscription');
      else ping(client);
    });
  }

  let silent = false;
  /** Sends a message to this process, when its subscriptions have just been made again. */
  function ping(client: MqttClient): void {
    const { topic, payload, missed } = probe.next();
    if (missed && !silent) boot.log.error({ seconds: probe.age() }, 'nothing is heard through the broker of MQTT_URL');
    if (!missed && silent) boot.log.info('machines are heard again through the broker of MQTT_URL');
    silent = missed;
    client.publish(topic, payload, { qos: 1 }, (error) => {
      if (error) boot.log.warn({ err: error, topic }, 'the broker of MQTT_URL refuses a message');
    });
  }
  const pinging = setInterval(() => {
    // What the broker forgot meanwhile is there again; what it knows, it only confirms.
    for (const [index, client] of clients.entries()) if (client.connected) subscribe(client, index);
  }, everyMs).unref();

  /** Works a message and publishes its answer; false: it is not done, and not to be acknowledged. */
  async function takeOne(client: MqttClient, packet: IPublishPacket): Promise<boolean> {
    const payload = typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload;
    const answer = probe.take(packet.topic, payload.toString('latin1', 0, 200));
    if (answer) client.publish(answer.topic, answer.payload, { qos: 1 }, () => {});
    if (answer !== undefined) return true;
    const sent = readTopic(packet.topic);
    if (!sent) return true;
    const worked = await worker.work(sent, payload, {}, { stop: stop.signal });
    if (worked.result === 'not_now') return false;
    if (worked.result === 'done') client.publish(answerTopic(sent), worked.answer, { qos: 1 }, () => {});
    return true;
  }

  return {
    connected: () => clients.filter((client) => client.connected).length,
    age: () => probe.age(),
    // Not kept for later by a client without a connection: it is a hint for this moment.
    wake({ topic, payload }) {
      clients.find((client) => client.connected)?.publish(topic, payload, { qos: 0 }, () => {});
    },
    async stop() {
      clearInterval(pinging);
      stop.abort();
      await Promise.allSettled(running);
      // Answers that are on their way are awaited; a broker that is away is not.
      await Promise.all(clients.map((client) => client.endAsync(!client.connected)));
    },
  };
}
