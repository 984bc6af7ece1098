/**
 * Electricity: `npm run bench:electricity [-- --meters=10000] [--seconds=9] [--minutes=2] [--parts=redemptions,quotes]`.
 * Redemptions of vouchers, quotes and readings a second over HTTP, each in turns with the same in bare SQL; then all
 * meters report once a minute; then the dashboard and a meter's page over a year of hourly readings of a thousand meters.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { type Ctx, orgOf } from '../kernel/ctx/index.ts';
import { setUpDevice } from '../kernel/devices/index.ts';
import { newId } from '../kernel/lib/ids.ts';
import { attachDevice } from '../modules/electricity/ledger/attach-device.action.ts';
import { registerMeter } from '../modules/electricity/meters/register-meter.action.ts';
import { askQuote } from '../modules/electricity/tariffs/quote.query.ts';
import { addTariff } from '../modules/electricity/tariffs/save-tariff.action.ts';
import { getBatch } from '../modules/electricity/vouchers/batches.query.ts';
import type { Redemption } from '../modules/electricity/vouchers/contract.ts';
import { makeBatch } from '../modules/electricity/vouchers/make-batch.action.ts';
import { redeemVoucher } from '../modules/electricity/vouchers/redeem-voucher.action.ts';
import { digitsOf, openSecret } from '../modules/electricity/vouchers/secret.ts';
import { sellVouchers } from '../modules/electricity/vouchers/sell-vouchers.action.ts';
import { openConnections, record, repeater, send } from './bare.ts';
import { atRate, compare, Line, type Measured, must, okay, pick, report, WARM_UP_S } from './load.ts';
import { openStage } from './stage.ts';

const { values } = parseArgs({
  options: {
    meters: { type: 'string', default: '10000' },
    seconds: { type: 'string', default: '9' },
    minutes: { type: 'string', default: '2' },
    parts: { type: 'string', default: 'redemptions,quotes,readings,minute,dashboard' },
  },
});
const METERS = Number(values.meters);
const SECONDS = Number(values.seconds);
const MINUTES = Number(values.minutes);
const PARTS = values.parts.split(',');
const CLIENTS = 16;
/** Of the dashboard. */
const YEAR_METERS = Math.min(1000, METERS);
const YEAR_DAYS = 365;

type Meter = { id: string; number: string; token: string };
/** Where each meter's readings have come to. */
const clocks = new Map<string, { at: number; wh: number }>();

const stage = await openStage('later', { customers: 0, bills: 0, scans: 0, fold: 0 });
try {
  const { ctx } = await stage.inside();
  await stage.admin.query(`update organization set modules = modules || '{electricity}' where id = $1`, [
    stage.seed.organization,
  ]);
  const inside = { ...ctx, organization: ctx.organization && { ...ctx.organization, modules: ['electricity'] } };
  must(await addTariff(inside, tariff()));
  const began = performance.now();
  const meters = await makeMeters(inside);
  console.log(`${METERS} meters with machines made in ${((performance.now() - began) / 1000).toFixed(0)} s`);
  await stage.admin.query('analyze');
  const parts: Record<string, () => Promise<void>> = {
    redemptions: () => redemptions(inside, meters),
    quotes: () => quotes(inside, meters),
    readings: () => readings(meters),
    minute: () => everyMinute(meters),
    dashboard: () => yearOfReadings(inside, meters),
  };
  for (const part of PARTS) {
    await stage.settled();
    await parts[part]?.();
  }
} finally {
  await stage.close();
}
process.exit(0);

function tariff() {
  const blocks = [
    { up_to_kwh: 20, price: '89' },
    { up_to_kwh: 50, price: '310' },
    { up_to_kwh: null, price: '369' },
  ];
  const classes = [{ code: 'residential', name: 'Residential', blocks }];
  return { starts_on: '2020-01-01', name: 'Bench', vat_percent: '18', levy_percent: '0', fee: '0', classes };
}

async function makeMeters(inside: Ctx): Promise<Meter[]> {
  const all: Meter[] = [];
  const one = async () => {
    const { id, number } = must(await registerMeter(inside, { tariff_class: 'residential' }));
    const { code, device } = must(await attachDevice(inside, id));
    const { token } = must(await setUpDevice(inside, device.id, { code }));
    all.push({ id, number, token: token as string });
  };
  let left = METERS;
  const worker = async () => {
    while (left-- > 0) await one();
  };
  await Promise.all(Array.from({ length: 8 }, worker));
  return all;
}

/** Vouchers that are sold, with their digits; more are made when these are used up. */
async function vouchers(inside: Ctx, count: number): Promise<string[]> {
  const input = { name: 'Bench', amount: '1000', expires_on: '2099-01-01' };
  const all: string[] = [];
  while (all.length < count) {
    const { id } = must(await makeBatch(inside, { ...input, count: 10_000 }));
    const row = await stage.admin.query('select print_secret from electricity_voucher_batch where id = $1', [id]);
    const digits = digitsOf(inside, openSecret(inside, id, row.rows[0].print_secret));
    must(await sellVouchers(inside, id, { from: 1, to: 10_000 }));
    const { count: made } = must(await getBatch(inside, id));
    for (let n = 1; n <= made; n++) all.push(digits(n));
  }
  return all;
}

async function redemptions(inside: Ctx, meters: Meter[]): Promise<void> {
  // What 4,000 a second need, and three times as many for the bare ones, which begin at the other end.
  const digits = await vouchers(inside, (SECONDS + WARM_UP_S) * 16_000);
  await stage.settled();
  const lines = await stage.lines(CLIENTS, 'cashier');
  const bare = await bareRedeemer(meters);
  const same = await sameWrites(inside, meters, digits, bare.voucher);
  let next = 0;
  const http = async (client: number) => {
    const code = digits.pop();
    if (!code) throw new Error('more vouchers are needed');
    const body = JSON.stringify({ code, meter: pick(meters, next++).number });
    return okay(await (lines[client] as Line).post('/api/v1/electricity/vouchers/redeem', body));
  };
  const found = await compare({ clients: CLIENTS, seconds: SECONDS, warmUp: WARM_UP_S }, [
    { once: http, cpu: stage.cpu },
    { once: bare.once },
    { once: same.once },
  ]);
  show('redemptions', found);
  console.log(`what the server writes for each, in bare SQL: ${found[2]?.perSecond.toFixed(0)}/s`);
  await Promise.all([bare.close(), same.close()]);
  for (const line of lines) line.close();
}

/** The server's own transaction of a redemption, one for each voucher, on each of 16 connections. */
async function sameWrites(inside: Ctx, meters: Meter[], digits: string[], voucher: () => string) {
  const since = Date.now();
  let recorded: Redemption | undefined;
  const redeem = async () => {
    const input = { code: digits.pop() as string, meter: pick(meters, 0).number };
    recorded = must(await redeemVoucher(inside, input, null));
  };
  // Nothing is quoted here, so nothing can have been bought since.
  const statements = (await record(redeem, 'insert into electricity_redemption')).map(({ text, values }) => {
    return { text: text.replace(' and b.bought = a.bought', ''), values };
  });
  const { id, meter } = recorded as unknown as Redemption;
  let next = 0;
  const repeat = repeater(statements, since, [
    [id, voucher],
    [meter.id, () => pick(meters, next++).id],
  ]);
  return repeated(repeat, 'write');
}

async function repeated(statements: ReturnType<typeof repeater>, kind: 'read' | 'write') {
  const clients = await openConnections(stage.databaseUrl, CLIENTS, { kind });
  return {
    once: (client: number) => send(clients[client] as pg.Client, statements(), kind),
    close: () => Promise.all(clients.map((client) => client.end())),
  };
}

/** What somebody would write who redeems a voucher in SQL: one transaction on each of 16 connections. */
async function bareRedeemer(meters: Meter[]) {
  const { organization } = stage.seed;
  const clients = await Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      const client = new pg.Client({ connectionString: stage.databaseUrl });
      // When the stage is cleared after a failure, the first failure is the one to report.
      client.on('error', () => {});
      await client.connect();
      await client.query(`set app.organization_id = '${organization}'`);
      return client;
    }),
  );
  const { rows } = await stage.admin.query(
    `select id from electricity_voucher where organization_id = $1 and state = 'sold' order by id`,
    [organization],
  );
  // From the other end, so that the two ways don't meet.
  const ids = rows.map(({ id }) => id as string);
  let next = 0;
  const voucher = () => {
    const id = ids[next++];
    if (!id) throw new Error('more vouchers are needed');
    return id;
  };
  const text = `
    with redeemed as (
      update electricity_voucher set state = 'redeemed', updated_at = now()
      where organization_id = $1 and id = $2 and state = 'sold' returning id
    ), moved as (
      update electricity_balance set balance_wh = balance_wh + 3000, bought = bought + 1
      where organization_id = $1 and meter_id = $3 and exists (select from redeemed) returning balance_wh
    ), key as (
      insert into electricity_entry_key (organization_id, kind, source_id, id) select $1, 'voucher', id, $4 from redeemed
    ), entry as (
      insert into electricity_entry (organization_id, id, meter_id, kind, wh, source_id, actor_name, created_at)
      select $1, $4, $3, 'voucher', 3000, id, 'bare', now() from redeemed
    ), redemption as (
      insert into electricity_redemption (organization_id, id, meter_id, currency, wh, by_name, created_at)
      select $1, id, $3, 'RWF', 3000, 'bare', now() from redeemed
    )
    select balance_wh from moved`;
  return {
    voucher,
    async once(client: number) {
      const parameters = [organization, voucher(), pick(meters, next).id, newId()];
      await (clients[client] as pg.Client).query({ name: 'redeem', text, values: parameters });
    },
    close: () => Promise.all(clients.map((client) => client.end())),
  };
}

/** The server's own statement of a quote, as a transaction for each, on each of 16 connections. */
async function sameReads(inside: Ctx, meters: Meter[]) {
  const { number } = pick(meters, 0);
  const statements = await record(async () => must(await askQuote(inside, { amount: '5000', meter: number })));
  let next = 0;
  const repeat = repeater(statements, Date.now(), [[number, () => pick(meters, next++).number]]);
  return repeated(repeat, 'read');
}

async function quotes(inside: Ctx, meters: Meter[]): Promise<void> {
  const lines = await stage.lines(CLIENTS, 'cashier');
  const client = new pg.Pool({ connectionString: stage.databaseUrl, max: CLIENTS });
  const { organization } = stage.seed;
  let next = 0;
  const text = `
    select t.classes, t.vat_basis_points, m.tariff_class,
      (select sum(wh) from electricity_purchase p where p.organization_id = $1 and p.meter_id = m.id and p.state = 'credited') as bought
    from electricity_meter m, lateral (select * from electricity_tariff t where t.organization_id = $1
      and t.starts_on <= now()::date order by t.starts_on desc limit 1) t
    where m.organization_id = $1 and m.number = $2`;
  const plain = await openPlain(text);
  const same = await sameReads(inside, meters);
  const found = await compare({ clients: CLIENTS, seconds: SECONDS, warmUp: WARM_UP_S }, [
    {
      cpu: stage.cpu,
      once: async (at) =>
        okay(
          await (lines[at] as Line).get(
            `/api/v1/electricity/tariffs/quote?amount=5000&meter=${pick(meters, next++).number}`,
          ),
        ),
    },
    { once: () => client.query({ name: 'quote', text, values: [organization, pick(meters, next++).number] }) },
    { once: (at) => plain.get(at, `/quote?meter=${pick(meters, next++).number}`) },
    { once: (at) => plain.get(at, '/empty') },
    { once: same.once },
  ]);
  show('quotes', found);
  const [, , floor, empty, reads] = found.map(({ perSecond }) => `${perSecond.toFixed(0)}/s`);
  console.log(`quotes by the plainest server: ${floor}; a server that only answers: ${empty}`);
  console.log(`what the server reads for each, in bare SQL: ${reads}`);
  await Promise.all([client.end(), same.close()]);
  plain.close();
  for (const line of lines) line.close();
}

/** `plain-quotes.ts`, with a connection for each client. */
async function openPlain(QUOTE: string) {
  const environment = { ...process.env, DATABASE_URL: stage.databaseUrl, ORGANIZATION: stage.seed.organization, QUOTE };
  const script = join(import.meta.dirname, 'plain-quotes.ts');
  const child = spawn(process.execPath, [script], { env: environment, stdio: ['ignore', 'pipe', 'inherit'] });
  const [port] = await once(child.stdout, 'data');
  const url = new URL(`http://localhost:${String(port).trim()}`);
  const lines = await Promise.all(Array.from({ length: CLIENTS }, () => Line.open(url, {})));
  return {
    get: async (at: number, path: string) => okay(await (lines[at] as Line).get(path)),
    close() {
      for (const line of lines) line.close();
      child.kill();
    },
  };
}

/** Each reading a minute later than the one before of its meter, and some watt-hours more. */
function reading({ id }: Meter, byMs = 60_000) {
  const last = clocks.get(id) ?? { at: Date.now() - 30 * 86_400_000, wh: 1000 };
  const next = { at: last.at + byMs, wh: last.wh + 5 };
  clocks.set(id, next);
  return JSON.stringify({ readings: [{ taken_at: new Date(next.at).toISOString(), register_wh: next.wh }] });
}

async function readings(meters: Meter[]): Promise<void> {
  const each = await Promise.all(
    meters
      .slice(0, CLIENTS)
      .map(async (meter) => ({ meter, line: await Line.open(stage.url, { authorization: `Bearer ${meter.token}` }) })),
  );
  const pool = new pg.Pool({ connectionString: stage.databaseUrl, max: CLIENTS });
  const { organization } = stage.seed;
  const text = `
    with moved as (
      update electricity_balance set balance_wh = balance_wh - 5, register_wh = coalesce(register_wh, 0) + 5, read_at = $4
      where organization_id = $1 and meter_id = $2 returning meter_id
    ), key as (
      insert into electricity_entry_key (organization_id, kind, source_id, id) select $1, 'consumption', $5, $3 from moved
    ), entry as (
      insert into electricity_entry (organization_id, id, meter_id, kind, wh, source_id, actor_name, created_at)
      select $1, $3, meter_id, 'consumption', -5, $5, 'bare', now() from moved
    ), reading as (
      insert into electricity_reading (organization_id, id, meter_id, series, taken_at, register_wh, source, by_name, state, used_wh, created_at)
      select $1, $5, meter_id, 1, $4, 1000, 'device', 'bare', 'counted', 5, now() from moved
    )
    insert into electricity_usage_hour (organization_id, meter_id, at, wh) select $1, meter_id, $6, 5 from moved
    on conflict (organization_id, meter_id, at) do update set wh = electricity_usage_hour.wh + 5`;
  let next = 0;
  const found = await compare({ clients: CLIENTS, seconds: SECONDS, warmUp: WARM_UP_S }, [
    {
      cpu: stage.cpu,
      once: async (at) => {
        const { meter, line } = each[at % each.length] as (typeof each)[number];
        return okay(await line.post(`/api/v1/meters/${meter.number}/readings`, reading(meter, 1000)));
      },
    },
    {
      once: () => {
        const at = new Date(Date.now() + next);
        const hour = new Date(Math.floor(at.getTime() / 3_600_000) * 3_600_000);
        // Meters that report nothing over HTTP here.
        const { id } = pick(meters.slice(CLIENTS), next++);
        return pool.query({ name: 'reading', text, values: [organization, id, newId(), at, newId(), hour] });
      },
    },
  ]);
  show('readings', found);
  await pool.end();
  for (const { line } of each) line.close();
}

/** All meters once a minute at a fixed rate: a slow answer delays no other report. */
async function everyMinute(meters: Meter[]): Promise<void> {
  const times: number[] = [];
  const pending: Promise<void>[] = [];
  await atRate(METERS, MINUTES, (n, due, sinceMs) => {
    const meter = pick(meters, n);
    pending.push(
      (async () => {
        const line = await Line.open(stage.url, { authorization: `Bearer ${meter.token}` });
        okay(await line.post(`/api/v1/meters/${meter.number}/readings`, reading(meter)));
        if (sinceMs >= 0) times.push(performance.now() - due);
        line.close();
      })(),
    );
  });
  await Promise.all(pending);
  report(`${METERS} meters report once a minute`, times, `${times.length} reports in ${MINUTES} minutes`);
}

/** A year of hourly consumption and of daily sales, put into the tables that readings and sales keep; then the pages. */
async function yearOfReadings(inside: Ctx, meters: Meter[]): Promise<void> {
  const { organization } = stage.seed;
  const ids = meters.slice(0, YEAR_METERS).map(({ id }) => id);
  const hours = `generate_series(date_trunc('hour', now()) - interval '${YEAR_DAYS} days', now(), interval '1 hour')`;
  const of = (table: string, column: string, each: string) =>
    stage.admin.query(
      `insert into electricity_usage_${table} (organization_id, meter_id, ${column}, wh)
       select $1::uuid, m, ${each}, sum(100) from unnest($2::uuid[]) m, ${hours} h group by 1, 2, 3
       on conflict (organization_id, meter_id, ${column}) do nothing`,
      [organization, ids],
    );
  // The rows are right by themselves; nine million look-ups of their meters would take minutes.
  await stage.admin.query('set session_replication_role = replica');
  await of('hour', 'at', 'h');
  await of('day', 'used_on', 'h::date');
  await of('month', 'month_on', `date_trunc('month', h)::date`);
  await stage.admin.query(
    `insert into electricity_sale_day (organization_id, sold_on, meter_id, tariff_class, method, currency, sales, amount_minor, wh)
     select $1::uuid, d::date, m, 'residential', (array['cash', 'mobile_money', 'voucher'])[1 + extract(day from d)::int % 3],
       $3::text, 1, 1000, 3000
     from unnest($2::uuid[]) m, generate_series(now() - interval '${YEAR_DAYS} days', now(), interval '7 days') d
     on conflict do nothing`,
    [organization, ids, orgOf(inside).currency],
  );
  await stage.admin.query('set session_replication_role = origin');
  await stage.admin.query('vacuum analyze');
  const lines = await stage.lines(1, 'cashier');
  const line = lines[0] as Line;
  const page = async (what: string, path: string) => {
    const times: number[] = [];
    for (let n = 0; n < 30; n++) {
      const from = performance.now();
      okay(await line.get(path));
      times.push(performance.now() - from);
    }
    report(`${what} over a year of ${ids.length} meters`, times.slice(5), 'one at a time');
  };
  await page('the dashboard', '/api/v1/electricity/dashboard');
  const day = (back: number) => new Date(Date.now() - back * 86_400_000).toISOString().slice(0, 10);
  await page(
    'a meter by month',
    `/api/v1/electricity/meters/${ids[0]}/consumption?by=month&from=${day(360)}&to=${day(0)}`,
  );
  line.close();
}

function show(what: string, [http, bare]: Measured[]): void {
  if (!http || !bare) return;
  const of = ({ perSecond, p50, p99 }: Measured) =>
    `${perSecond.toFixed(0)}/s (p50 ${p50.toFixed(1)}, p99 ${p99.toFixed(1)} ms)`;
  const cpu = `cpu server ${http.cpu.server.toFixed(2)}, database ${http.cpu.database.toFixed(2)} ms`;
  console.log(`${what}, ${CLIENTS} clients: ${of(http)}, ${cpu}; bare SQL ${of(bare)}`);
}
