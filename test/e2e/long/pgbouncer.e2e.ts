import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { faultsIn } from '../../faults/check.ts';
import { type Ground, layGround, type Stage } from '../../faults/ground.ts';
import { PostgresNode } from '../../faults/node.ts';
import { hasPooler, Pooler, poolerVersion } from '../../faults/pooler.ts';
import { type Confirmed, type Heard, work } from '../../faults/work.ts';
import { cookieOf, send, signIn } from '../support/api.ts';
import { programFolder } from '../support/data-folder.ts';
import { freePort, newFolder, run, type Server } from '../support/server.ts';

/**
 * Everything through a real PgBouncer in transaction mode that has four servers for two web processes and a worker with
 * thirty connections each: sign-in, bills, raffle numbers, scans, purchases, raced; and what goes past it does.
 */
const SERVERS = 4;
if (!hasPooler)
  console.warn('left out: there is no PgBouncer here (apt-get install pgbouncer), so nothing of it is tested');

const folder = newFolder();
let node: PostgresNode;
let pooler: Pooler;
let processes: Server[] = [];
let stage: Stage;
let ground: Ground;
beforeAll(async () => {
  if (!hasPooler) return;
  node = await PostgresNode.create(join(folder.path, 'one'));
  pooler = await Pooler.start(join(folder.path, 'pooler'), node, SERVERS);
  const DATA_DIR = programFolder(join(folder.path, 'program'));
  const env = async () => {
    const PORT = String(await freePort());
    const DATABASE = { DATABASE_URL: pooler.url, DATABASE_DIRECT_URL: node.url() };
    return { ...DATABASE, DATA_DIR, PORT, PUBLIC_URL: `http://localhost:${PORT}`, RATE_LIMIT_PER_MINUTE: '1000000' };
  };
  const all = [await env(), await env(), await env()];
  for (const [i, one] of all.entries()) {
    const server = run(['start', i < 2 ? '--role=web' : '--role=worker'], one);
    processes.push(server);
    if (i < 2) await server.printed(/Counterfoil is open at/);
    // The second one would make the token of the first run anew.
    if (i === 0) {
      stage = { web: server, adminUrl: node.adminUrl, command: (args) => run(args, one) };
      ground = await layGround(stage);
    }
  }
});
afterAll(async () => {
  await Promise.all(processes.map((one) => one.stop()));
  processes = [];
  await pooler?.stop();
  await node?.stop();
  folder.remove();
});

test.skipIf(!hasPooler)(`people bill, sell, scan and buy through ${hasPooler && poolerVersion()}`, async () => {
  const stop = new AbortController();
  const confirmed: Confirmed = new Map();
  const heard: Record<Heard, number> = { confirmed: 0, refused: 0, unanswered: 0 };
  const enough = () => [...confirmed.values()].length > 0 && [...confirmed.values()].every(({ size }) => size >= 40);
  await Promise.all([
    work(stage, ground, confirmed, stop.signal, (what) => heard[what]++),
    expect
      .poll(enough, { interval: 50 })
      .toBe(true)
      .finally(() => stop.abort()),
  ]);
  expect(heard).toMatchObject({ refused: 0, unanswered: 0 });
  expect(await faultsIn(stage, confirmed)).toEqual([]);
});

test.skipIf(!hasPooler)('of many who want the same number at both processes one gets it', async () => {
  const cookies = await Promise.all(processes.slice(0, 2).map((web) => cookieOf(web)));
  for (let round = 0; round < 5; round++) {
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        send(
          processes[n % 2] as Server,
          'POST',
          `/raffle/raffles/${ground.raffle}/reserve`,
          { numbers: [80_000 + round], contact_name: `Racer ${n}`, confirm: true },
          { cookie: cookies[n % 2] as string },
        ),
      ),
    );
    expect(answers.map(({ status }) => status).filter((status) => status < 300)).toHaveLength(1);
    expect(answers.map(({ status }) => status).filter((status) => status >= 500)).toEqual([]);
  }
});

test.skipIf(!hasPooler)('sixty requests at once share the few servers', async () => {
  const call = await signIn(processes[1] as Server);
  const path = `/exhibition/customers/${ground.customer}/bills`;
  const before = await call<{ id: string }[]>('GET', '/exhibition/customers?limit=5');
  expect(before).toHaveLength(1);
  await Promise.all(Array.from({ length: 60 }, () => call('POST', path, { amount: '1.00' })));
  const [row] = await node.query<{ open: number }>(
    `select count(*)::int as open from pg_stat_activity where usename like 'counterfoil_app%'`,
  );
  expect(row?.open).toBeLessThanOrEqual(SERVERS);
});

test.skipIf(!hasPooler)('a change in one process reaches a page that the other serves', async () => {
  const [one, two] = processes as [Server, Server];
  const cookie = await cookieOf(two);
  const aborted = new AbortController();
  const stream = await fetch(`${two.url}/api/v1/events`, { headers: { cookie }, signal: aborted.signal });
  const reader = (stream.body as ReadableStream<Uint8Array>).getReader();
  const call = await signIn(one);
  await call('POST', `/exhibition/customers/${ground.customer}/bills`, { amount: '2.00' });
  let text = '';
  while (!/exhibition/.test(text)) {
    const { value, done } = await reader.read();
    expect(done).toBe(false);
    text += new TextDecoder().decode(value);
  }
  aborted.abort();
});

test.skipIf(!hasPooler)(
  'limits of time hold in each transaction, and no organization is left in a session',
  async () => {
    const rows = await node.query<{ query: string; usename: string }>(
      `select usename, query from pg_stat_activity where usename like 'counterfoil_app%' and state = 'idle'`,
    );
    expect(rows.length).toBeGreaterThan(0);
    const { databaseThrough } = await import('../../faults/through.ts');
    await databaseThrough({ pooler: pooler.url, direct: node.url() }, async ({ one, setting }) => {
      expect(await setting('statement_timeout')).toBe('30s');
      expect((await one('select current_setting($1, true) as value', ['app.organization_id'])) ?? '').toBe('');
    });
  },
);
