/**
 * A restore and a move that were killed, and begun again. The commands run as processes of their own, on an embedded
 * database and on a server whose roles an administrator makes.
 */
import { execFile, execFileSync, spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { makeBackup } from '../kernel/backup/make-backup.ts';
import { folderTarget } from '../kernel/backup/targets/folder.ts';
import { findRunningPostgres } from '../kernel/embedded-postgres/index.ts';
import { databaseUrl, eventually, openTestApp, SECRET_KEY, type TestApp } from './harness/index.ts';
import { populate } from './harness/populated.ts';

const ROOT = `/tmp/counterfoil-test-again-${process.pid}`;
const PASSPHRASE = 'four words that nobody guesses';
const FOLDER = join(ROOT, 'backups');
let app: TestApp;
let file: string;

beforeAll(async () => {
  app = await openTestApp({ DATA_DIR: join(ROOT, 'data'), BACKUP_PASSPHRASE: PASSPHRASE, BACKUP_TO: FOLDER });
  const { organization } = await populate(app);
  // Enough rows that don't compress for a kill among the tables.
  await connected(app.boot.database.connectionString, (client) =>
    client.query(
      `insert into idempotency_key (organization_id, actor_id, key, request_hash, answer) select $1,
         'load', n, 'h', jsonb_build_object('x', (select string_agg(md5(n || ' ' || i), '') from generate_series(1, 10) i))
       from generate_series(1, 2000) n`,
      [organization.id],
    ),
  );
  file = join(FOLDER, (await makeBackup(app.ctxFor(null, 'test'))).name);
});
const SERVER = process.env.TEST_SERVER ?? inject('postgresUrl');
const admin = (text: string, database = 'postgres') =>
  connected(databaseUrl(SERVER, database), async (client) => (await client.query(text)).rows);
const made: string[] = [];
/** A database and its user, who may make no roles; removed afterwards, with the role for requests. */
async function ownedDatabase(): Promise<{ name: string; url: string; as(user: string): string }> {
  const name = `again_${made.length}_${process.pid}`;
  made.push(name);
  await admin(`create role ${name} login password '${name}'`);
  await admin(`create database ${name} owner ${name}`);
  const as = (user: string) => {
    const url = databaseUrl(SERVER, name);
    return url.replace(/^(postgres(?:ql)?:\/\/)[^@/]*@/, `$1${user}:${user}@`);
  };
  return { name, url: as(name), as };
}
afterAll(async () => {
  await app?.close();
  for (const name of made) {
    await admin(`drop database if exists ${name} with (force)`);
    for (const role of [name, `${name}_web`]) await admin(`drop role if exists ${role}`);
  }
  rmSync(ROOT, { recursive: true, force: true });
});

type Run = { code: number; stdout: string; stderr: string };
const environment = (over: Record<string, string>) => ({
  PATH: process.env.PATH,
  HOME: process.env.HOME,
  BACKUP_PASSPHRASE: PASSPHRASE,
  BACKUP_TO: FOLDER,
  ...over,
});
const counterfoil = (args: string[], env: Record<string, string>): Promise<Run> =>
  promisify(execFile)(process.execPath, ['server/main.ts', ...args], { env: environment(env) }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
  );
/** Starts it; `kill` ends it as a power cut does. */
function begin(args: string[], env: Record<string, string>) {
  const child = spawn(process.execPath, ['server/main.ts', ...args], { env: environment(env), stdio: 'ignore' });
  const ended = new Promise((done) => child.once('exit', (_, signal) => done(signal)));
  return {
    async kill() {
      child.kill('SIGKILL');
      expect(await ended).toBe('SIGKILL');
    },
  };
}
async function connected<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  return work(client).finally(() => client.end().catch(() => {}));
}

test('a restore into the embedded database is killed, and the next one needs no help', async () => {
  const [DATA_DIR, pipe] = [join(ROOT, 'embedded'), join(ROOT, 'pipe')];
  execFileSync('mkfifo', [pipe]);
  const restore = begin(['restore', pipe], { DATA_DIR });
  const to = await open(pipe, 'w');
  const bytes = readFileSync(file);
  await to.write(bytes.subarray(0, Math.floor(bytes.length * 0.5)));
  const url = await eventually(async () => findRunningPostgres(DATA_DIR)?.adminConnectionString, 'the database');
  const processes = `select pid from pg_stat_activity where`;
  const loading = await eventually(
    () =>
      connected(url, async (client) => {
        const { rows } = await client.query(
          `${processes} application_name = 'counterfoil restore' and query like 'copy %'`,
        );
        return rows[0]?.pid as number | undefined;
      }),
    'the restore to be loading',
  );
  // The worst moment: what it made is on the disk, and that it failed is not written down any more.
  const writer = await connected(url, async (client) => {
    const { rows } = await client.query(`${processes} backend_type = 'walwriter'`);
    process.kill(rows[0].pid, 'SIGSTOP');
    await client.query('create table here (id int)');
    return rows[0].pid as number;
  });
  await restore.kill();
  await to.close();
  await eventually(async () => !isAlive(loading), 'the transaction to end');
  process.kill(writer, 'SIGKILL');
  const again = await counterfoil(['restore', file], { DATA_DIR });
  expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining('each as many as in the backup') });
  expect(readFileSync(join(DATA_DIR, 'postgres/server.log'), 'utf8')).toMatch(/could not create file .* File exists/);
  expect(readFileSync(join(DATA_DIR, 'secret_key'), 'utf8')).toBe(SECRET_KEY);
});

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

test('a folder for backups on a disk that takes none says so, and does not hang', async () => {
  const target = folderTarget('/proc/counterfoil/backups');
  await expect(makeBackup(app.ctxFor(null, 'test'), { target })).rejects.toThrow(
    /^Backups can't be written to \/proc\/counterfoil\/backups: no folder can be made in \/proc/,
  );
});

test('a move to a server whose roles an administrator makes: refused first, killed behind its commit, taken up', async () => {
  const [from, to, DATA_DIR] = [await ownedDatabase(), await ownedDatabase(), join(ROOT, 'moved')];
  await admin(`do $$ begin if not exists (select from pg_roles where rolname = 'counterfoil_app') then
    create role counterfoil_app nologin; end if; end $$`);
  const allow = async ({ name }: { name: string }) => {
    await admin(`grant counterfoil_app to ${name}`);
    await admin(`create role ${name}_web login password '${name}_web'`);
    await admin(`grant counterfoil_app to ${name}_web`);
  };
  await allow(from);
  const old = {
    DATABASE_URL: from.url,
    DATABASE_DIRECT_URL: from.url,
    DATABASE_APP_URL: from.as(`${from.name}_web`),
    SECRET_KEY,
    DATA_DIR,
  };
  expect(await counterfoil(['restore', file], old)).toMatchObject({ code: 0 });

  const refused = await counterfoil(['move', '--to', to.url], old);
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('Nothing was changed.') });
  expect(refused.stderr).toContain(`grant counterfoil_app to ${to.name};`);
  expect(refused.stderr).toContain('create role counterfoil_web login');
  expect(await admin(`select from pg_class where relnamespace = 'public'::regnamespace`, to.name)).toEqual([]);
  await allow(to);
  const move = ['move', '--to', to.url, '--app-url', to.as(`${to.name}_web`)];
  // The role of the old database is none of the new one: found before the data.
  const wrong = await counterfoil(['move', '--to', to.url, '--app-url', from.as(`${from.name}_web`)], old);
  expect(wrong).toMatchObject({ code: 1, stderr: expect.stringContaining('must name the same database') });
  expect(await admin('select from organization', to.name)).toEqual([]);

  // It is stopped among the tables, and then where it brings the loaded database to this version.
  const client = async (url: string, text: string) => {
    const one = new pg.Client({ connectionString: url });
    one.on('error', () => {});
    await one.connect();
    await one.query(text);
    return one;
  };
  const table = await client(to.url, 'begin; lock table organization in share mode');
  const killed = begin(move, old);
  const waiting = (name: string, what: string) =>
    admin(`select from pg_stat_activity where datname = '${name}' and wait_event_type = 'Lock' and ${what}`);
  const loading = `application_name = 'counterfoil restore'`;
  await eventually(async () => (await waiting(to.name, loading)).length > 0, 'it to be loading');
  const target = await client(to.url, 'select pg_advisory_lock(7301001)');
  await table.end();
  await eventually(async () => (await waiting(to.name, `wait_event = 'advisory'`)).length > 0, 'its commit');
  await killed.kill();
  await target.end();
  const left = `select from pg_stat_activity where application_name like 'counterfoil %' and datname in ('${from.name}', '${to.name}')`;
  await eventually(async () => (await admin(left)).length === 0, 'both to notice');
  expect(await admin('select from organization', to.name)).toHaveLength(1);

  const again = await counterfoil(move, old);
  expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining('each as many as in the backup') });
  expect(again.stdout).toContain('Remove DATABASE_DIRECT_URL, which leads to the old database.');
  expect(again.stdout).toContain('DATABASE_APP_URL to that of --app-url, then start.');
  // Done is done: a third time nothing is taken up, and nothing overwritten.
  const third = await counterfoil(move, old);
  expect(third).toMatchObject({ code: 1, stderr: expect.stringContaining('This installation is not empty') });
  const there = { DATABASE_URL: to.url, DATABASE_APP_URL: to.as(`${to.name}_web`), SECRET_KEY, DATA_DIR };
  expect(await counterfoil(['ledger', 'verify'], there)).toMatchObject({ code: 0 });
});
