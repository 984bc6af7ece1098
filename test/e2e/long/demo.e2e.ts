/** A demo that was killed while it was made is complete after the next start: the same as an undisturbed one. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEmbeddedPostgres } from '../../../kernel/embedded-postgres/index.ts';
import { databaseUrl } from '../../harness/global-setup.ts';
import { send } from '../support/api.ts';
import { newFolder, run, type Server, start } from '../support/server.ts';

const folder = newFolder();
/** Not in the program's, which it closes to other accounts: the database's next checkpoint would fail. */
const cluster = newFolder();
let postgres: Awaited<ReturnType<typeof startEmbeddedPostgres>>;
const running = new Set<Server>();
beforeAll(async () => {
  postgres = await startEmbeddedPostgres({ dataDir: cluster.path, settings: { fsync: 'off' } });
});
afterAll(async () => {
  for (const server of running) server.child.kill('SIGKILL');
  await postgres?.stop();
  folder.remove();
  cluster.remove();
});

async function query<R extends object>(database: string, sql: string, values: unknown[] = []): Promise<R[]> {
  const client = new pg.Client({ connectionString: databaseUrl(postgres.adminConnectionString, database) });
  await client.connect();
  try {
    return (await client.query<R & pg.QueryResultRow>(sql, values)).rows;
  } finally {
    await client.end();
  }
}

/**
 * The next 20:40 UTC: in no place of the demo is a meal served, a coffee sold, or midnight near. At other times its rows
 * depend on the minute in which it is made.
 */
const quiet = new Date();
quiet.setUTCHours(20, 40, 0, 0);
const ahead = (quiet.getTime() - Date.now() + 86_400_000) % 86_400_000;
const clock = {
  NODE_OPTIONS: `--import=${join(import.meta.dirname, '../support/shifted-clock.mjs')}`,
  CLOCK_SHIFT_MS: String(ahead),
};

/** Each is an installation of its own. */
function on(database: string) {
  const data = join(folder.path, database);
  mkdirSync(data, { recursive: true });
  return {
    DATABASE_URL: databaseUrl(postgres.connectionString, database),
    DATA_DIR: data,
    ...clock,
    SECRET_KEY: 'a secret for tests only, long enough',
  };
}

function seed(database: string): Server {
  const server = run(['seed-demo'], on(database));
  running.add(server);
  void server.exited.then(() => running.delete(server));
  return server;
}

/** Its progress: the organizations and parts that exist. */
async function progress(database: string): Promise<number> {
  const steps = 'select ((select count(*) from organization) + (select count(*) from demo_part))::int as done';
  return query<{ done: number }>(database, steps).then(
    ([row]) => row?.done ?? 0,
    () => 0, // no tables yet
  );
}

/** Each start makes new passwords, and prints them. */
const NEW_PASSWORDS: Record<string, string> = { audit_entry: ` and t.action <> 'auth.password.set'` };

/** Seals are made in batches; an interrupted upload is marked until the sweep removes its bytes, an hour later. */
const UNCOUNTED = ['audit_seal', 'file_upload'];

/** Rows of each organization's tables. */
async function counts(database: string): Promise<Record<string, number>> {
  const tables = await query<{ name: string }>(
    database,
    `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'organization_id'
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
        and c.relname <> all($1) order by 1`,
    [UNCOUNTED],
  );
  const each = tables.map(
    ({ name }) => `select '${name} of ' || o.slug as what, count(t)::int as rows
      from organization o left join ${name} t on t.organization_id = o.id${NEW_PASSWORDS[name] ?? ''} group by 1`,
  );
  const rows = await query<{ what: string; rows: number }>(database, each.join(' union all '));
  return Object.fromEntries(rows.map(({ what, rows }) => [what, rows]));
}

test('a demo that was interrupted several times is completed without errors and never smaller', async () => {
  for (const name of ['whole', 'cut']) await query('postgres', `create database ${name} owner counterfoil`);
  const undisturbed = seed('whole');
  expect(await undisturbed.exited, undisturbed.output()).toBe(0);
  const wanted = await counts('whole');
  expect(wanted['exhibition_customer of demo-malabar']).toBeGreaterThan(10);
  expect(wanted['raffle_order of demo-kigali']).toBeGreaterThan(40);

  const all = await progress('whole');
  const points = [
    { after: 1, wait: 0, signal: 'SIGKILL' },
    { after: 2, wait: 150, signal: 'SIGKILL' },
    { after: 3, wait: 400, signal: 'SIGINT' },
    { after: 5, wait: 250, signal: 'SIGKILL' },
    { after: all - 1, wait: 0, signal: 'SIGKILL' },
  ] as const;
  let interrupted = 0;
  for (const { after, wait, signal } of points) {
    const server = seed('cut');
    let ended = false;
    void server.exited.then(() => (ended = true));
    while (!ended && (await progress('cut')) < after) await new Promise((resolve) => setTimeout(resolve, 10));
    await new Promise((resolve) => setTimeout(resolve, wait));
    if (!ended) interrupted++;
    server.child.kill(signal);
    await server.exited;
    expect(server.output()).not.toMatch(/could not be loaded|already|duplicate/);
  }
  expect(interrupted).toBeGreaterThan(3);
  const last = seed('cut');
  expect(await last.exited, last.output()).toBe(0);
  expect(last.output()).toMatch(/Owner .*\n.*Cashier .*\n.*Warden /);

  const made = await counts('cut');
  expect(made).toEqual(wanted);
  // Another start changes nothing.
  const again = seed('cut');
  expect(await again.exited, again.output()).toBe(0);
  expect(await counts('cut')).toEqual(made);

  // But for the passwords, which are new each time.
  const server = await start(on('cut'));
  running.add(server);
  const enter = async (printed: Server) => {
    const [, email, password] = await printed.printed(/Owner +(\S+@\S+) +(\S+)/);
    return (await send(server, 'POST', '/auth/sign-in', { email, password })).status;
  };
  expect([await enter(last), await enter(again)]).toEqual([401, 200]);
  expect(await server.stop()).toBe(0);
}, 600_000);
