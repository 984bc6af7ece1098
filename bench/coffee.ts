/**
 * Coffee machines: `npm run bench:coffee [-- --machines=10000] [--seconds=9] [--minutes=2]
 *
 * [--parts=heartbeats,minute,mqtt,dashboard,event]`. Heartbeats with six bins a second over HTTP, in turns with the same in
 * bare SQL, in several statements and in one; all machines at one heartbeat a minute and an order each ten minutes; the
 * dashboard's summary over a million orders of 90 days; and how soon a page hears of a heartbeat.
 */
import { parseArgs } from 'node:util';
import { type Ctx, orgOf } from '../kernel/ctx/index.ts';
import { setUpDevice } from '../kernel/devices/index.ts';
import { firstIdAt, newId } from '../kernel/lib/ids.ts';
import { addMachine } from '../modules/coffee/machines/save-machine.action.ts';
import { setBins } from '../modules/coffee/machines/set-bins.action.ts';
import { addMaterial } from '../modules/coffee/materials/save-material.action.ts';
import { addMerchant } from '../modules/coffee/merchants/save-merchant.action.ts';
import {
  BINS,
  bareHeartbeats,
  CLIENTS,
  heartbeat,
  type Machine,
  oneStatement,
  severalStatements,
} from './coffee-heartbeats.ts';
import { atRate, compare, freePort, Line, type Measured, must, okay, pick, report, WARM_UP_S } from './load.ts';
import { MqttLine } from './mqtt-line.ts';
import { openStage } from './stage.ts';

const { values } = parseArgs({
  options: {
    machines: { type: 'string', default: '10000' },
    seconds: { type: 'string', default: '9' },
    minutes: { type: 'string', default: '2' },
    orders: { type: 'string', default: '1000000' },
    parts: { type: 'string', default: 'heartbeats,minute,mqtt,dashboard,event' },
  },
});
const MACHINES = Number(values.machines);
const SECONDS = Number(values.seconds);
const MINUTES = Number(values.minutes);
const ORDERS = Number(values.orders);
const MERCHANTS = 20;
/** Of the dashboard's orders. */
const DAYS = 90;
const MQTT_PORT = await freePort();
const stage = await openStage('later', { customers: 0, bills: 0, scans: 0, fold: 0 }, undefined, { MQTT_PORT });
try {
  const { ctx } = await stage.inside();
  await stage.admin.query(`update organization set modules = modules || '{coffee}' where id = $1`, [
    stage.seed.organization,
  ]);
  const inside = { ...ctx, organization: ctx.organization && { ...ctx.organization, modules: ['coffee'] } };
  const began = performance.now();
  const machines = await makeMachines(inside);
  console.log(`${MACHINES} machines made in ${((performance.now() - began) / 1000).toFixed(0)} s`);
  await stage.admin.query('analyze');
  const parts: Record<string, () => Promise<void>> = {
    heartbeats: () => heartbeats(machines),
    minute: () => everyMinute(machines, 'HTTP', overHttp),
    mqtt: () => everyMinute(machines, 'MQTT', overMqtt),
    dashboard: () => summary(inside, machines),
    event: () => firstEvent(machines),
  };
  for (const part of values.parts.split(',')) await parts[part]?.();
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  await stage.close();
}
process.exit();

async function makeMachines(inside: Ctx): Promise<Machine[]> {
  must(await addMaterial(inside, { code: 'beans', name: 'Beans', unit: 'g' }));
  const merchants: string[] = [];
  for (let n = 0; n < MERCHANTS; n++) merchants.push(must(await addMerchant(inside, { name: `Merchant ${n}` })).id);
  const bins = Array.from({ length: BINS }, (_, n) => ({
    position: n + 1,
    material: 'beans',
    capacity: 2000,
    threshold: 300,
  }));
  const all: Machine[] = [];
  let next = 0;
  const worker = async () => {
    for (let n = next++; n < MACHINES; n = next++) {
      const merchant = merchants[n % MERCHANTS] as string;
      const { machine, code } = must(await addMachine(inside, { serial: `B-${n}`, merchant_id: merchant }));
      must(await setBins(inside, machine.id, bins));
      const { token } = must(await setUpDevice(inside, machine.device_id as string, { code }));
      all.push({
        id: machine.id,
        device: machine.device_id as string,
        serial: machine.serial,
        merchant,
        token: token as string,
      });
    }
  };
  await Promise.all(Array.from({ length: 8 }, worker));
  return all;
}

async function heartbeats(machines: Machine[]): Promise<void> {
  const third = Math.floor(machines.length / 3);
  const some = Math.min(512, third);
  // A connection sends for many machines, one after the other, so that no report waits for another of its machine.
  const lines = await Promise.all(
    machines.slice(0, some).map(({ token }) => Line.open(stage.url, { authorization: `Bearer ${token}` })),
  );
  const perClient = Math.floor(lines.length / CLIENTS);
  const turns = Array.from({ length: CLIENTS }, () => 0);
  const http = async (client: number) => {
    const place = client * perClient + ((turns[client] as number)++ % perClient);
    const machine = machines[place] as Machine;
    const body = JSON.stringify(heartbeat(machine));
    okay(await (lines[place] as Line).post(`/api/v1/devices/${machine.serial}/status`, body));
  };
  const several = await bareHeartbeats(stage, machines.slice(third, third + some), severalStatements);
  const one = await bareHeartbeats(stage, machines.slice(2 * third, 2 * third + some), oneStatement);
  const [overHttp, inSeveral, inOne] = await compare({ clients: CLIENTS, seconds: SECONDS, warmUp: WARM_UP_S }, [
    { once: http, cpu: stage.cpu },
    { once: several.once, cpu: stage.cpu },
    { once: one.once, cpu: stage.cpu },
  ]);
  show('heartbeats with six bins', overHttp);
  show('the same in bare SQL, five statements', inSeveral);
  show('the same in bare SQL, one statement', inOne);
  await Promise.all([several.close(), one.close()]);
  for (const line of lines) line.close();
}

/** How machines report: a message and its answer. */
type Report = (machine: Machine, message: 'status' | 'orders/create', body: object) => Promise<void>;

/** Each machine keeps its connection, as those do that report more often than the server closes idle ones (72 s). */
async function overHttp(machines: Machine[]) {
  const lines = new Map<string, Line>();
  await inTurns(machines, async ({ id, token }) => {
    lines.set(id, await Line.open(stage.url, { authorization: `Bearer ${token}` }));
  });
  const send: Report = async ({ id, serial }, message, body) => {
    okay(await (lines.get(id) as Line).post(`/api/v1/devices/${serial}/${message}`, JSON.stringify(body)));
  };
  const close = async () => {
    for (const line of lines.values()) line.close();
  };
  return { send, close };
}

/** The same at the embedded broker. */
async function overMqtt(machines: Machine[]) {
  const lines = new Map<string, MqttLine>();
  await inTurns(machines, async ({ id, device, token }) => {
    lines.set(id, await MqttLine.open(MQTT_PORT, device, token));
  });
  const send: Report = ({ id }, message, body) => (lines.get(id) as MqttLine).report(message, body);
  const close = async () => {
    for (const line of lines.values()) line.close();
  };
  return { send, close };
}

/** 32 at once. */
async function inTurns<T>(items: T[], work: (item: T) => Promise<void>): Promise<void> {
  const rest = items.values();
  const worker = async () => {
    for (const item of rest) await work(item);
  };
  await Promise.all(Array.from({ length: 32 }, worker));
}

/** All machines once a minute, and each with an order every ten minutes, at a fixed rate: a slow answer delays nobody. */
async function everyMinute(machines: Machine[], how: string, open: typeof overHttp): Promise<void> {
  const times = { heartbeat: [] as number[], order: [] as number[] };
  /** the seconds in which something took longer than it may */
  const slow: number[] = [];
  const pending: Promise<void>[] = [];
  /** how late the load itself was; part of the times */
  const late: number[] = [];
  const connecting = performance.now();
  const { send: tell, close } = await open(machines);
  console.log(`${MACHINES} connections over ${how} in ${((performance.now() - connecting) / 1000).toFixed(0)} s`);
  const before = stage.cpu();
  const from = performance.now();
  /** A machine says one thing after the other. */
  const last = new Map<string, Promise<void>>();
  const send = (what: keyof typeof times, due: number, sinceMs: number, machine: Machine) => {
    const turn = (last.get(machine.id) ?? Promise.resolve()).then(async () => {
      if (what === 'heartbeat') await tell(machine, 'status', heartbeat(machine));
      else await tell(machine, 'orders/create', order());
      if (sinceMs < 0) return;
      const took = performance.now() - due;
      times[what].push(took);
      if (took > 50) slow.push(Math.floor(sinceMs / 1000));
    });
    last.set(machine.id, turn);
    pending.push(turn);
  };
  await atRate(MACHINES, MINUTES, (n, due, sinceMs) => {
    if (sinceMs >= 0) late.push(performance.now() - due);
    send('heartbeat', due, sinceMs, pick(machines, n));
    if (n % 10 === 0) send('order', due, sinceMs, pick(machines, n + 5));
  });
  await Promise.all(pending);
  const seconds = (performance.now() - from) / 1000;
  const after = stage.cpu();
  report(
    `${MACHINES} machines over ${how}, a heartbeat a minute`,
    times.heartbeat,
    `${times.heartbeat.length} in ${MINUTES} min`,
  );
  report('and an order every ten minutes', times.order, `${times.order.length}`);
  report('of that the load itself', late, `${late.length}`);
  console.log(
    `${slow.length} took more than 50 ms, in the seconds ${[...new Set(slow)].sort((a, b) => a - b).join(' ')}`,
  );
  const share = (kind: 'server' | 'database') => (after[kind] - before[kind]) / seconds / 10;
  console.log(`of one core: server ${share('server').toFixed(0)} %, database ${share('database').toFixed(0)} %`);
  await close();
}

function order() {
  const amount = '2.50';
  const made_at = new Date().toISOString();
  return { number: newId(), made_at, payment_method: 'card', amount, items: [{ product: 'espresso', amount }] };
}

/** A million orders of 90 days, and the sums that they would have made; then the summary, by the day and by the week. */
async function summary(inside: Ctx, machines: Machine[]): Promise<void> {
  await fillOrders(inside, machines);
  const lines = await stage.lines(CLIENTS, 'cashier');
  const day = (back: number) => new Date(Date.now() - back * 86_400_000).toISOString().slice(0, 10);
  const path = (merchant?: string) =>
    `/api/v1/dashboard/summary?from=${day(DAYS)}&to=${day(0)}${merchant ? `&merchant_id=${merchant}` : ''}`;
  const first = JSON.parse(/\{.*\}/s.exec(await (lines[0] as Line).get(path()))?.[0] ?? '{}').data;
  console.log(`the summary counts ${first.orders} orders`);
  let next = 0;
  const [all, each] = await compare({ clients: CLIENTS, seconds: SECONDS, warmUp: WARM_UP_S }, [
    { cpu: stage.cpu, once: async (client) => okay(await (lines[client] as Line).get(path())) },
    {
      cpu: stage.cpu,
      once: async (client) => okay(await (lines[client] as Line).get(path(pick(machines, next++).merchant))),
    },
  ]);
  show(`the summary over ${ORDERS} orders of ${DAYS} days`, all);
  show('of one merchant', each);
  for (const line of lines) line.close();
}

async function fillOrders(inside: Ctx, machines: Machine[]): Promise<void> {
  const began = performance.now();
  const from = Date.now() - (DAYS - 1) * 86_400_000;
  const step = ((DAYS - 1) * 86_400_000) / ORDERS;
  const { currency, timeZone } = orgOf(inside);
  // The rows are right by themselves; a million look-ups of their machines would take minutes.
  await stage.admin.query('set session_replication_role = replica');
  const chunk = 200_000;
  for (let at = 0; at < ORDERS; at += chunk) {
    await stage.admin.query(
      `insert into coffee_order (organization_id, id, machine_id, merchant_id, number, made_at, claimed_at, sold_on, hour_at,
         received_at, payment_method, payment_state, served, currency, amount_minor, items)
       select $1::uuid, (substr(h, 1, 8) || '-' || substr(h, 9, 4) || '-7' || substr(md5(n::text), 1, 3) || '-8' ||
           substr(md5(n::text), 4, 3) || '-' || substr(md5(n::text), 7, 12))::uuid,
         ($2::uuid[])[1 + n % $4::int], ($3::uuid[])[1 + n % $4::int], n::text, t, t, (t at time zone $9)::date, date_trunc('hour', t),
         t, (array['cash', 'card', 'app'])[1 + n % 3], 'paid', true, $8, 150 + n % 200, 1
       from generate_series($5::int, $6::int) n, lateral (select to_timestamp(($7::float8 + n * $10::float8) / 1000) t) x,
         lateral (select lpad(to_hex(floor(extract(epoch from t) * 1000)::bigint), 12, '0') h) y`,
      [
        stage.seed.organization,
        machines.map(({ id }) => id),
        machines.map(({ merchant }) => merchant),
        machines.length,
        at,
        Math.min(at + chunk, ORDERS) - 1,
        from,
        currency,
        timeZone,
        step,
      ],
    );
  }
  const scopes = 'cross join lateral unnest(array[o.merchant_id, o.organization_id]) s (scope)';
  const since = `o.organization_id = $1 and o.id >= '${firstIdAt(from)}'`;
  await stage.admin.query(
    `insert into coffee_day (organization_id, scope_id, sold_on, payment_method, currency, orders, items, amount_minor)
     select $1, scope, sold_on, payment_method, currency, count(*), count(*), sum(amount_minor)
     from coffee_order o ${scopes} where ${since} group by 2, 3, 4, 5
     on conflict (organization_id, scope_id, sold_on, payment_method, currency) do update
       set orders = excluded.orders, items = excluded.items, amount_minor = excluded.amount_minor`,
    [stage.seed.organization],
  );
  await stage.admin.query(
    `insert into coffee_product_day (organization_id, scope_id, sold_on, product, currency, items, amount_minor)
     select $1, scope, sold_on, (array['espresso', 'latte', 'tea', 'mocha', 'cocoa', 'cortado'])[1 + amount_minor % 6],
       currency, count(*), sum(amount_minor)
     from coffee_order o ${scopes} where ${since} group by 2, 3, 4, 5
     on conflict do nothing`,
    [stage.seed.organization],
  );
  await stage.admin.query('set session_replication_role = origin');
  await stage.admin.query('vacuum analyze');
  console.log(`${ORDERS} orders made in ${((performance.now() - began) / 1000).toFixed(0)} s`);
}

/** From the moment at which a machine sends its report to the event at a page that shows it. */
async function firstEvent(machines: Machine[]): Promise<void> {
  const { cookie, organization } = stage.seed;
  const answer = await fetch(new URL(`/api/v1/events?topics=coffee.machine&organization=${organization}`, stage.url), {
    headers: { cookie },
  });
  if (!answer.ok || !answer.body) throw new Error(`${answer.status} ${await answer.text()}`);
  let heard: (text: string) => void = () => {};
  const reading = (async () => {
    const decoder = new TextDecoder();
    for await (const bytes of answer.body as ReadableStream<Uint8Array>) heard(decoder.decode(bytes, { stream: true }));
  })().catch(() => {});
  const times: number[] = [];
  for (let n = 0; n < 100; n++) {
    const machine = pick(machines, n);
    const { id, serial, token } = machine;
    const line = await Line.open(stage.url, { authorization: `Bearer ${token}` });
    const came = new Promise<number>((resolve) => {
      heard = (text) => text.includes(id) && resolve(performance.now());
    });
    const began = performance.now();
    okay(await line.post(`/api/v1/devices/${serial}/status`, JSON.stringify(heartbeat(machine))));
    times.push((await came) - began);
    line.close();
  }
  report('from a heartbeat to the event on a page', times, `${times.length} of them`);
  void reading;
}

function show(what: string, measured: Measured | undefined): void {
  if (!measured) return;
  const { perSecond, p50, p99, cpu } = measured;
  const each = Number.isNaN(cpu.server)
    ? ''
    : `, cpu server ${cpu.server.toFixed(2)}, database ${cpu.database.toFixed(2)} ms`;
  console.log(
    `${what}, ${CLIENTS} clients: ${perSecond.toFixed(0)}/s (p50 ${p50.toFixed(1)}, p99 ${p99.toFixed(1)} ms)${each}`,
  );
}
