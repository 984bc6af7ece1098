import { readFileSync } from 'node:fs';
import { connect } from 'mqtt';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApp, type TestApp } from '../../../test/harness/index.ts';
import { newMachine, type Operator, operator } from './factories.ts';

/** Messages of machines that were refused whole for one part (test/cases/devices), over HTTP and MQTT. */
type Case = {
  why: string;
  orders?: object[];
  counted?: string[];
  body?: string;
  base64?: string;
  state?: string;
  temperature?: number;
  position?: number;
  level?: number;
};
const casesOf = (file: string): Case[] =>
  JSON.parse(
    readFileSync(`test/cases/devices/${file}.json`, 'utf8').replaceAll(/\{\{ISO-(\d+)\}\}/g, (_, minutes) =>
      new Date(Date.now() - Number(minutes) * 60_000).toISOString(),
    ),
  ).items;

let app: TestApp;
let fleet: Operator;
beforeAll(async () => {
  app = await openTestApp({ MQTT_PORT: '0' });
  fleet = await operator(app);
});
afterAll(() => app.close());

async function machineWithBins() {
  const machine = await newMachine(fleet);
  const bins = [1, 2].map((position) => ({ position, material: null, capacity: 1000, threshold: 10 }));
  const url = `/api/v1/coffee/machines/${machine.id}/bins`;
  await app.http.inject({ method: 'PUT', url, headers: fleet.ops.headers, payload: { bins } });
  return machine;
}
type Machine = Awaited<ReturnType<typeof newMachine>>;

async function overHttp(machine: Machine, name: string, payload: Buffer): Promise<void> {
  const headers = { authorization: `Bearer ${machine.token}`, 'content-type': 'application/json' };
  const reply = await app.http.inject({
    method: 'POST',
    url: `/api/v1/devices/${machine.id}/${name}`,
    headers,
    payload,
  });
  expect(reply.statusCode, reply.payload).toBe(200);
}

async function overMqtt(machine: Machine, name: string, payload: Buffer): Promise<void> {
  const device = machine.device_id as string;
  const url = `mqtt://127.0.0.1:${app.boot.services.mqtt?.broker?.port}`;
  const client = connect(url, { clientId: device, username: device, password: machine.token });
  await new Promise((done) => client.once('connect', done));
  await client.publishAsync(`counterfoil/${device}/up/1/${name}`, payload, { qos: 1 });
  await client.endAsync();
}

const WAYS = [
  ['HTTP', overHttp],
  ['MQTT', overMqtt],
] as const;

for (const [way, send] of WAYS) {
  test.each(casesOf('D01-one-bad-order'))(`over ${way}, $why: the other orders count`, async ({ orders, counted }) => {
    const machine = await newMachine(fleet);
    await send(machine, 'orders/create', Buffer.from(JSON.stringify({ orders })));
    const filter = encodeURIComponent(JSON.stringify({ machine_id: machine.id }));
    const rows = (await fleet.admin.get(`/coffee/orders?filter=${filter}`)).body.data;
    expect(rows.map(({ number }: { number: string }) => number).sort()).toEqual(counted);
  });

  test.each([...casesOf('D03-not-quite-json'), ...casesOf('D07-strict-report')])(
    `over ${way}, $why: the machine was heard, and what is good counts`,
    async ({ body = '', base64, state, temperature, position = 1, level }) => {
      const machine = await machineWithBins();
      await send(machine, 'status', base64 ? Buffer.from(base64, 'base64') : Buffer.from(body));
      const seen = (await fleet.admin.get(`/coffee/machines/${machine.id}`)).body.data;
      expect(seen.presence).toBe('online');
      if (state) expect(seen.status).toBe(state);
      if (temperature) expect(seen.temperature).toBe(temperature);
      const bins = (await fleet.admin.get(`/coffee/machines/${machine.id}/bins`)).body.data;
      if (level) expect(bins[position - 1].level).toBe(level);
    },
  );
}
