import { hostname } from 'node:os';
import type { IPublishPacket, MqttClient } from 'mqtt';
import { newId } from '../lib/ids.ts';
import type { Boot } from '../module/index.ts';
import { answerTopic, ROOT, readTopic } from './messages.ts';
import { MOST_BYTES, type Worker } from './work.ts';

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
const AHEAD = 4;

export type Bridge = { connected(): number; stop(): Promise<void> };

/**
 * Connects to a real broker, and works what devices publish there. The broker may be down: it is tried until it is there.
 * Who sent a message is told by the token in it, not by its topic.
 */
export async function startBridge(boot: Boot, worker: Worker, url: string): Promise<Bridge> {
  const { connect } = (await import('mqtt')).default;
  const stop = new AbortController();
  const running = new Set<Promise<void>>();
  // The same names after a restart, so that the broker gives this process what it had not finished.
  const { PORT } = boot.config;
  const name = PORT === 0 ? newId().slice(-12) : `${hostname().slice(0, 40)}-${PORT}`;
  const clients = Array.from({ length: CONNECTIONS }, (_one, index) => {
    const client = connect(url, {
      clientId: `counterfoil-${name}-${index}`,
      protocolVersion: 5,
      clean: false,
      reconnectPeriod: 1000,
      connectTimeout: 10_000,
      queueQoSZero: false,
      properties: {
        sessionExpiryInterval: SESSION_SECONDS,
        receiveMaximum: AHEAD,
        maximumPacketSize: MOST_BYTES + 1024,
      },
    });
    let told = false;
    client.on('connect', () => {
      told = false;
      client.subscribe(SHARED, { qos: 1 }, (error) => {
        if (error) boot.log.error({ err: error }, 'the broker of MQTT_URL refuses the subscription');
      });
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

  /** Works a message and publishes its answer; false: it is not done, and not to be acknowledged. */
  async function takeOne(client: MqttClient, packet: IPublishPacket): Promise<boolean> {
    const sent = readTopic(packet.topic);
    if (!sent) return true;
    const payload = typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload;
    const worked = await worker.work(sent, payload, {}, { stop: stop.signal });
    if (worked.result === 'not_now') return false;
    if (worked.result === 'done') client.publish(answerTopic(sent), worked.answer, { qos: 1 }, () => {});
    return true;
  }

  return {
    connected: () => clients.filter((client) => client.connected).length,
    async stop() {
      stop.abort();
      await Promise.allSettled(running);
      // Answers that are on their way are awaited; a broker that is away is not.
      await Promise.all(clients.map((client) => client.endAsync(!client.connected)));
    },
  };
}
