import type { MqttClient } from 'mqtt';
import { newId } from '../../../kernel/lib/ids.ts';
import type { Send } from './simulated-machine.ts';

/** How long an answer is waited for; the machine then sends its request again with its next report. */
const MAX_WAIT_MS = 15_000;

export type MqttMachine = {
  send: Send;
  client: MqttClient;
  /** Called when the server has something for the machine. */
  onWake(woken: () => void): void;
  close(): Promise<void>;
};

/**
 * A machine's own connection to a broker: its requests go below its `up/`, and their answers come below its `down/`. The
 * token is in each message as well, as a real broker's server needs it.
 */
export async function mqttMachine(url: string, deviceId: string, token: string): Promise<MqttMachine> {
  const { connect } = (await import('mqtt')).default;
  const root = `counterfoil/${deviceId}`;
  const waiting = new Map<string, (answer: Buffer) => void>();
  const client = connect(url, {
    clientId: deviceId,
    username: deviceId,
    password: token,
    clean: true,
    keepalive: 60,
    reconnectPeriod: 2000,
    queueQoSZero: false,
    will: { topic: `${root}/up/will/gone`, payload: Buffer.from(JSON.stringify({ token })), qos: 1, retain: false },
  });
  client.on('error', () => {});
  client.on('connect', () => client.subscribe(`${root}/down/#`, { qos: 1 }, () => {}));
  let woken = () => {};
  client.on('message', (topic, payload) => {
    const name = topic.split('/').at(-1) ?? '';
    if (name === 'wake') woken();
    else waiting.get(name)?.(payload);
  });
  const send: Send = (_method, path, body = {}) =>
    new Promise((done, failed) => {
      if (!client.connected) return failed(new Error('no connection'));
      const request = newId().slice(-12);
      const timer = setTimeout(() => end(() => failed(new Error('no answer'))), MAX_WAIT_MS);
      const end = (how: () => void) => {
        clearTimeout(timer);
        waiting.delete(request);
        how();
      };
      waiting.set(request, (payload) => {
        const answer = JSON.parse(payload.toString('utf8')) as { ok: boolean; data: unknown; error?: { code: string } };
        end(() => (answer.ok ? done(answer.data) : failed(new Error(answer.error?.code))));
      });
      const name = path.replace(/^\/devices\/[^/]+\//, '').replace(/^\//, '');
      client.publish(`${root}/up/${request}/${name}`, JSON.stringify({ token, ...body }), { qos: 1 }, (error) => {
        if (error) end(() => failed(error));
      });
    });
  const onWake = (to: () => void) => {
    woken = to;
  };
  return { send, client, onWake, close: () => client.endAsync() };
}
