/**
 * Backups as an owner needs them: made while people work, restored when everything is gone, and never half. The commands
 * run as processes of their own, so that they can be killed.
 */
import { execFile, execFileSync, spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { openArchive, packEntries, unpackEntries } from '../kernel/backup/archive/archive.ts';
import type { Summary } from '../kernel/backup/archive/lists.ts';
import { checkArchive } from '../kernel/backup/archive/tally.ts';
import { dumpDatabase } from '../kernel/backup/database/dump.ts';
import { finishLoad } from '../kernel/backup/database/prepare.ts';
import { type MadeBackup, makeBackup } from '../kernel/backup/make-backup.ts';
import { moveDatabase, restoreArchive } from '../kernel/backup/restore.ts';
import { backupName } from '../kernel/backup/targets/backup-name.rule.ts';
import { folderTarget } from '../kernel/backup/targets/folder.ts';
import { s3Target } from '../kernel/backup/targets/s3.ts';
import { diskRoot, openStores } from '../kernel/files/index.ts';
import { newId } from '../kernel/lib/ids.ts';
import { packages } from '../kernel/packages.ts';
import { openExhibition, register } from '../modules/exhibition/test/factories.ts';
import { appMigrations } from '../server/migrations.ts';
import { modules } from '../server/modules.ts';
import { describeSchema } from '../tools/schema.ts';
import { startFakeS3 } from './fakes/s3.ts';
import {
  type Caller,
  cloneDatabase,
  databaseUrl,
  eventually,
  newOrganization,
  openTestApp,
  SECRET_KEY,
  type TestApp,
} from './harness/index.ts';
import { populate } from './harness/populated.ts';

const ROOT = `/tmp/counterfoil-test-backup-${process.pid}`;
const PASSPHRASE = 'four words that nobody guesses';
const FOLDER = join(ROOT, 'backups');
let app: TestApp;
let owner: Caller;
let made: MadeBackup;
/** bills that were confirmed before the backup began */
const confirmed: string[] = [];
let later = 0;

const admin = async <T>(work: (client: pg.Client) => Promise<T>, database = 'postgres'): Promise<T> => {
  const client = new pg.Client({ connectionString: databaseUrl(inject('postgresUrl'), database) });
  await client.connect();
  return work(client).finally(() => client.end());
};
const databases: string[] = [];
async function emptyDatabase(): Promise<string> {
  const name = `restored_${newId().replaceAll('-', '')}`;
  await admin((client) => client.query(`create database ${name} owner counterfoil`));
  databases.push(name);
  return databaseUrl(inject('postgresUrl'), name).replace('//postgres', '//counterfoil');
}
const ask = async (url: string, text: string) => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return (await client.query(text).finally(() => client.end())).rows;
};
const isEmpty = async (url: string) =>
  (await ask(url, `select to_regclass('organization') is null as none`))[0].none ||
  (await ask(url, 'select count(*)::int as n from organization'))[0].n === 0;

/** Where what is being written lies in a folder. */
const unfinished = (folder: string) => join(folder, `.unfinished-${app.installation.id.slice(0, 8)}`);
const bytesOf = () => readFileSync(join(FOLDER, made.name));
const entriesOf = (bytes: Buffer, passphrase = PASSPHRASE) =>
  openArchive(
    (async function* () {
      for (let at = 0; at < bytes.length; at += 10_000) yield bytes.subarray(at, at + 10_000);
    })(),
    passphrase,
  );
const restoreInto = (url: string, bytes: Buffer, dataDir: string, passphrase = PASSPHRASE) =>
  restoreArchive({
    url,
    migrations: appMigrations(),
    entries: entriesOf(bytes, passphrase),
    store: openStores({ ...app.config, DATA_DIR: dataDir }).current,
  });
/** What a backup of that database would say of it. */
async function summaryOf(url: string, dataDir: string): Promise<Summary> {
  const files = openStores({ ...app.config, DATA_DIR: dataDir });
  const installation = { secretKey: SECRET_KEY, variables: [], files, dataDir };
  const entries = unpackEntries(packEntries(dumpDatabase({ url, now: new Date(), installation })));
  return (await checkArchive(entries)).summary;
}

/** Which installation it is, and nothing else. */
const FIRST_LINE = expect.stringMatching(/^(No installation yet|Installation \w{8})[^\n]*\n$/);

type Run = { code: number; stdout: string; stderr: string };
const environment = (over: Record<string, string>) => ({
  PATH: process.env.PATH,
  HOME: process.env.HOME,
  SECRET_KEY,
  BACKUP_PASSPHRASE: PASSPHRASE,
  BACKUP_TO: FOLDER,
  ...over,
});
const counterfoil = (args: string[], env: Record<string, string>): Promise<Run> =>
  promisify(execFile)(process.execPath, ['server/main.ts', ...args], { env: environment(env) }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
  );

beforeAll(async () => {
  app = await openTestApp({ DATA_DIR: join(ROOT, 'data'), BACKUP_PASSPHRASE: PASSPHRASE, BACKUP_TO: FOLDER });
  const populated = await populate(app);
  owner = populated.owner;
  const exhibition = await openExhibition(owner);
  const customer = await register(owner, { exhibition_id: exhibition.id, email: 'load@example.org' });
  const bill = async () =>
    (await owner.post(`/exhibition/customers/${customer.code}/bills`, { amount: '12.50' })).body.data.bill.id as string;
  // Enough rows that don't compress for a kill among the tables.
  await ask(
    app.boot.database.connectionString,
    `insert into idempotency_key (organization_id, actor_id, key, request_hash, answer) select '${populated.organization.id}',
       'load', n, 'h', jsonb_build_object('x', (select string_agg(md5(n || ' ' || i), '') from generate_series(1, 10) i))
     from generate_series(1, 2000) n`,
  );
  confirmed.push(await bill(), await bill());
  let working = true;
  const desks = Array.from({ length: 3 }, async () => {
    while (working) {
      await bill();
      later++;
    }
  });
  made = await makeBackup(app.ctxFor(null, 'test'));
  working = false;
  await Promise.all(desks);
});
afterAll(async () => {
  await app?.close();
  for (const name of databases) await admin((client) => client.query(`drop database if exists ${name} with (force)`));
  rmSync(ROOT, { recursive: true, force: true });
});

test('made under load, everything destroyed, restored: as it was at one moment', async () => {
  expect(later).toBeGreaterThan(3);
  expect(made.summary.files.missing).toEqual([]);
  expect(made.summary.files.count).toBeGreaterThan(0);
  const [before, schema] = [made.summary, await describeSchema(app.boot.database.connectionString)];
  const dataDir = join(ROOT, 'again');
  const url = await emptyDatabase();
  // Nothing but the file is left of it.
  const bytes = bytesOf();
  rmSync(diskRoot(app.config), { recursive: true });
  await restoreInto(url, bytes, dataDir);

  expect(await summaryOf(url, dataDir)).toEqual(before);
  expect(await describeSchema(url)).toBe(schema);
  const bills = await ask(url, 'select id from exhibition_bill');
  expect(bills.map(({ id }) => id)).toEqual(expect.arrayContaining(confirmed));
  const torn = `select from exhibition_customer c where total_minor <> (select coalesce(sum(amount_minor), 0)
    from exhibition_bill b where b.organization_id = c.organization_id and b.customer_id = c.id and voided_at is null)`;
  expect(await ask(url, torn)).toEqual([]);
  expect(await ask(url, 'select from auth_session')).toEqual([]);
  // And it works: triggers, keys and sequences are as before.
  const again = await openTestApp({ DATA_DIR: dataDir }, url);
  try {
    const organization = await newOrganization(again);
    const desk = await organization.as('owner');
    const exhibition = await openExhibition(desk);
    const customer = await register(desk, { exhibition_id: exhibition.id });
    expect((await desk.post(`/exhibition/customers/${customer.code}/bills`, { amount: '1' })).status).toBe(201);
    await expect(again.boot.database.system.deleteFrom('ledger_line').execute()).rejects.toThrow('never changed');
  } finally {
    await again.close();
  }
});

test('what waited to leave may have left since: restored, it waits for a look', async () => {
  const url = await emptyDatabase();
  const waiting = `update message set state = 'queued', lease_until = null, sent_at = null where id = (select min(id::text)::uuid from message)`;
  const afterRestore = [...packages, ...modules].flatMap((manifest) => manifest.afterRestore ?? []);
  const store = openStores({ ...app.config, DATA_DIR: join(ROOT, 'waiting') }).current;
  const entries = entriesOf(bytesOf());
  await restoreArchive({ url, migrations: appMigrations(), entries, store, afterRestore: [waiting, ...afterRestore] });
  const states = await ask(url, 'select state, count(*)::int as n from message group by state');
  expect(states).toContainEqual({ state: 'unknown', n: expect.any(Number) });
  expect(states.map(({ state }) => state)).not.toContain('queued');
});

test('the commands: restore with a report, move to a server, and back', async () => {
  const dataDir = join(ROOT, 'embedded');
  const restored = await counterfoil(['restore', join(FOLDER, made.name)], { DATA_DIR: dataDir, SECRET_KEY: '' });
  expect(restored).toMatchObject({ code: 0, stderr: FIRST_LINE });
  expect(restored.stdout).toMatch(/Rows: \d+ of \d+ tables, each as many as in the backup/);
  expect(restored.stdout).toContain('balances as in the backup');
  expect(restored.stdout).toMatch(/Audit: \d+ sealed entries are as they were written/);
  expect(readFileSync(join(dataDir, 'secret_key'), 'utf8')).toBe(SECRET_KEY);
  const url = await emptyDatabase();
  const there = await counterfoil(['move', '--to', url], { DATA_DIR: dataDir });
  expect(there).toMatchObject({ code: 0, stderr: FIRST_LINE });
  expect(there.stdout).toContain('Set DATABASE_URL to the new address');
  expect(existsSync(join(dataDir, 'postgres'))).toBe(false);
  expect((await summaryOf(url, dataDir)).ledger).toEqual(made.summary.ledger);
  const back = await counterfoil(['move', '--to', 'embedded'], { DATA_DIR: dataDir, DATABASE_URL: url });
  expect(back).toMatchObject({ code: 0, stderr: FIRST_LINE, stdout: expect.stringContaining('Remove DATABASE_URL') });
  expect(back.stdout).toContain('balances as in the backup');
});

describe('killed in the middle', () => {
  test.each([0.3, 0.7, 0.999])(
    'a restore at %f of the file leaves the database empty, and can begin again',
    async (part) => {
      const bytes = bytesOf();
      const [url, dataDir, pipe] = [await emptyDatabase(), join(ROOT, `killed-${part}`), join(ROOT, `pipe-${part}`)];
      execFileSync('mkfifo', [pipe]);
      const env = environment({ DATABASE_URL: url, DATA_DIR: dataDir });
      const child = spawn(process.execPath, ['server/main.ts', 'restore', pipe], { env });
      const ended = new Promise((done) => child.once('exit', (_, signal) => done(signal)));
      const to = await open(pipe, 'w');
      await to.write(bytes.subarray(0, Math.floor(bytes.length * part)));
      const inside = `select from pg_stat_activity where application_name = 'counterfoil restore' and datname = current_database()`;
      await eventually(async () => (await ask(url, inside)).length > 0, 'the restore to be loading');
      child.kill('SIGKILL');
      expect(await ended).toBe('SIGKILL');
      await to.close();
      expect(await isEmpty(url)).toBe(true);
      await eventually(async () => (await ask(url, inside)).length === 0, 'the database to notice');
      if (part < 0.9) return;
      await restoreInto(url, bytes, dataDir);
      expect((await summaryOf(url, dataDir)).tables).toEqual(made.summary.tables);
    },
  );

  test('a move leaves the old database as it was and the new one empty, and can begin again', async () => {
    const [from, to, DATA_DIR] = [await emptyDatabase(), await emptyDatabase(), join(ROOT, 'killed-move')];
    await restoreInto(from, bytesOf(), DATA_DIR);
    // Half of the tables are there when it comes to this one, and waits.
    const holder = new pg.Client({ connectionString: from });
    await holder.connect();
    await holder.query('begin; lock table ledger_entry');
    const env = environment({ DATABASE_URL: from, DATA_DIR });
    const child = spawn(process.execPath, ['server/main.ts', 'move', '--to', to], { env });
    const ended = new Promise((done) => child.once('exit', (_, signal) => done(signal)));
    const waits = `select from pg_stat_activity where application_name = 'counterfoil backup' and wait_event_type = 'Lock'
      and datname = current_database()`;
    await eventually(async () => (await ask(from, waits)).length > 0, 'the move to be in the middle');
    child.kill('SIGKILL');
    expect(await ended).toBe('SIGKILL');
    await holder.end();
    expect(await isEmpty(to)).toBe(true);
    expect((await summaryOf(from, DATA_DIR)).tables).toEqual(made.summary.tables);
    const left = `select from pg_stat_activity where application_name like 'counterfoil %' and datname = current_database()`;
    await eventually(async () => [...(await ask(from, left)), ...(await ask(to, left))].length === 0, 'both to notice');
    const again = await counterfoil(['move', '--to', to], { DATABASE_URL: from, DATA_DIR });
    expect(again).toMatchObject({ code: 0, stderr: FIRST_LINE });
    expect(again.stdout).toMatch(/Rows: \d+ of \d+ tables, each as many as in the backup/);
    expect(again.stdout).toContain('The old database is as it was.');
  });

  test('a backup leaves the ones before it, and the next one counts', async () => {
    const folder = join(ROOT, 'killed-backup');
    mkdirSync(folder);
    execFileSync('mkfifo', [unfinished(folder)]);
    const env = { DATABASE_URL: app.boot.database.connectionString, DATA_DIR: app.config.DATA_DIR, BACKUP_TO: folder };
    const child = spawn(process.execPath, ['server/main.ts', 'backup'], { env: environment(env) });
    const ended = new Promise((done) => child.once('exit', (_, signal) => done(signal)));
    const from = await open(unfinished(folder), 'r');
    await from.read(Buffer.alloc(1000));
    child.kill('SIGKILL');
    expect(await ended).toBe('SIGKILL');
    await from.close();
    expect(await folderTarget(folder).list()).toEqual([]);
    rmSync(unfinished(folder));
    const view = async () => (await owner.get('/backups')).body;
    await makeBackup(app.ctxFor(null, 'test'), { target: folderTarget(folder) });
    expect(readdirSync(folder)).toHaveLength(1);
    expect((await view()).data.backups.slice(0, 2)).toMatchObject([
      { state: 'done' },
      { state: 'failed', error: 'interrupted' },
    ]);
  });
});

describe('what goes wrong is said in a sentence', () => {
  const refused = async (bytes: Buffer, passphrase = PASSPHRASE) => {
    const url = await emptyDatabase();
    const restoring = restoreInto(url, bytes, join(ROOT, 'refused'), passphrase);
    const message = await restoring.then(
      () => 'restored',
      (error) => error.message as string,
    );
    expect(await isEmpty(url)).toBe(true);
    return message;
  };
  test('another passphrase', async () => {
    expect(await refused(bytesOf(), 'not these words')).toBe('The passphrase is not the one of this backup.');
  });
  test('a damaged file, a file that was cut off, and something else', async () => {
    const damaged = bytesOf();
    const middle = Math.floor(damaged.length / 2);
    damaged[middle] = (damaged[middle] as number) ^ 1;
    expect(await refused(damaged)).toMatch(/^This backup is damaged: part \d+ .* Use another one\.$/);
    expect(await refused(bytesOf().subarray(0, -1))).toMatch(/^This backup is damaged/);
    expect(await refused(Buffer.from('<html>not found</html>'))).toMatch(/^This backup is damaged/);
  });
  test('a backup of a version that this one does not know', async () => {
    const url = await emptyDatabase();
    const [, ...migrations] = appMigrations();
    const restoring = restoreArchive({ url, migrations, entries: entriesOf(bytesOf()), store: null });
    await expect(restoring).rejects.toThrow(/whose tables this version doesn't know .* Restore it with the version/);
  });
  test('a database that is in use, to restore into and to move away from', async () => {
    const busy = app.boot.database.connectionString;
    await expect(restoreInto(busy, bytesOf(), ROOT)).rejects.toThrow('Counterfoil is running on the database. Stop it');
    const moving = moveDatabase(busy, await emptyDatabase(), { now: new Date(), migrations: [], progress: () => {} });
    await expect(moving).rejects.toThrow('Counterfoil is running on this database. Stop it');
  });
  test('an installation that is not empty', async () => {
    const url = await emptyDatabase();
    await restoreInto(url, bytesOf(), join(ROOT, 'twice'));
    await finishLoad(url);
    await expect(restoreInto(url, bytesOf(), join(ROOT, 'twice'))).rejects.toThrow('This installation is not empty');
  });
  test('a database of another program', async () => {
    const url = await emptyDatabase();
    await ask(url, 'create table theirs (id int)');
    await expect(restoreInto(url, bytesOf(), ROOT)).rejects.toThrow('tables of another program');
  });
  test('a full disk: nothing stays of it, and the console shows why', async () => {
    const folder = join(ROOT, 'full');
    mkdirSync(folder);
    symlinkSync('/dev/full', unfinished(folder));
    const target = folderTarget(folder);
    await expect(makeBackup(app.ctxFor(null, 'test'), { target })).rejects.toThrow(
      `There is no space left in ${folder}`,
    );
    expect(readdirSync(folder)).toEqual([]);
    const [last] = (await owner.get('/backups')).body.data.backups;
    expect(last).toMatchObject({ state: 'failed', error: expect.stringContaining('no space left') });
    // Its connection did not stay behind.
    const left = `select from pg_stat_activity where application_name = 'counterfoil backup' and datname = current_database()`;
    await eventually(
      async () => (await ask(app.boot.database.connectionString, left)).length === 0,
      'the reader to end',
    );
  });
});

describe('a folder that other installations use, too', () => {
  const folder = join(ROOT, 'shared');
  const at = (day: string, installation: string, organizations: number, rows: number) => {
    const name = backupName(new Date(`${day}:00Z`), { installation, organizations, rows });
    writeFileSync(join(folder, name), 'x');
    return name;
  };
  test('thinning removes its own backups only, and never the last full one', async () => {
    mkdirSync(folder);
    const own = app.installation.id.slice(0, 8);
    const theirs = [at('2025-03-01T01:00', '00000000', 3, 41_903), at('2025-03-01T02:00', '00000000', 3, 41_903)];
    const nobodys = ['counterfoil-20250301T010000Z.tar.zst.age', 'counterfoil-20250301T020000Z.tar.zst.age'];
    for (const name of nobodys) writeFileSync(join(folder, name), 'x');
    const [earlier, later] = [at('2025-03-01T01:00', own, 1, 5), at('2025-03-01T02:00', own, 1, 5)];
    const full = at('2025-03-01T00:30', own, 9, 5);
    const mine = await makeBackup(app.ctxFor(null, 'test'), { target: folderTarget(folder) });
    expect(mine.removed).toEqual([earlier]);
    expect(mine.fuller).toEqual([full]);
    expect(mine.others.sort()).toEqual([...theirs, ...nobodys].sort());
    const rows = Object.values(mine.summary.tables).reduce((sum, table) => sum + table.rows, 0);
    expect(mine.name).toMatch(new RegExp(`-${own}-\\d+org-${rows}row\\.tar`));
    expect(readdirSync(folder).sort()).toEqual([...theirs, ...nobodys, later, full, mine.name].sort());
  });

  test('an empty installation has nothing to back up; a restore asks which one is meant', async () => {
    const before = readdirSync(folder).sort();
    const url = await cloneDatabase(inject('postgresUrl'));
    const env = { DATABASE_URL: url, DATA_DIR: join(ROOT, 'empty'), BACKUP_TO: folder };
    const made = await counterfoil(['backup'], env);
    expect(made).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('There is nothing to back up') });
    expect(readdirSync(folder).sort()).toEqual(before);
    const restored = await counterfoil(['restore'], { ...env, DATABASE_URL: await emptyDatabase() });
    expect(restored).toMatchObject({ code: 1, stderr: expect.stringMatching(/Name the one you mean: restore FILE/) });
  });
});

test('a bucket: in parts, verified, and what was never verified does not count', async () => {
  const s3 = await startFakeS3();
  try {
    const keys = { accessKeyId: s3.accessKeyId, secretAccessKey: s3.secretAccessKey };
    const target = s3Target({ bucket: s3.bucket, region: 'us-east-1', endpoint: s3.endpoint, prefix: 'a/b', ...keys });
    const half = (installation: string) =>
      `a/b/${backupName(new Date(0), { installation, organizations: 1, rows: 5 })}`;
    const stranger = half('00000000');
    for (const key of [half(app.installation.id.slice(0, 8)), stranger])
      s3.objects.set(key, { bytes: Buffer.from('half'), type: '' });
    expect(await target.list()).toEqual([]);
    const { name } = await makeBackup(app.ctxFor(null, 'test'), { target });
    expect([...s3.objects.keys()].sort()).toEqual([stranger, `a/b/${name}`, `a/b/${name}.verified`]);
    const { summary } = await checkArchive(openArchive(await target.read(name), PASSPHRASE));
    expect(summary.tables['public.exhibition_bill']?.rows).toBeGreaterThan(0);
    await target.write(
      'large',
      Readable.from([Buffer.alloc(20_000_000, 1), Buffer.alloc(20_000_000, 2)], { objectMode: false }),
    );
    expect(s3.objects.get('a/b/large')?.bytes.length).toBe(40_000_000);
    s3.troubles.push('full');
    await expect(target.write('full', Readable.from([Buffer.from('x')], { objectMode: false }))).rejects.toThrow(
      'bucket is full',
    );
  } finally {
    await s3.close();
  }
});

test('the console: the owner of the first organization sees them and asks for one; it warns when the last is old', async () => {
  const { name } = await makeBackup(app.ctxFor(null, 'test'));
  const view = async () => (await owner.get('/backups')).body.data;
  const seen = { state: 'there', other_disk: false };
  expect(await view()).toMatchObject({ warning: null, last_good_at: expect.any(String), seen });
  // What its row says is no proof: the file is looked at.
  const [file, aside] = [join(FOLDER, name), join(ROOT, 'aside')];
  const bytes = readFileSync(file);
  renameSync(file, aside);
  expect(await view()).toMatchObject({ warning: 'gone', seen: { state: 'gone' } });
  const health = await app.http.inject({ url: '/api/v1/health/' });
  expect(health.json().data.parts.backup).toMatchObject({ state: 'degraded', detail: 'gone' });
  writeFileSync(file, bytes.subarray(0, -1));
  expect(await view()).toMatchObject({ warning: 'damaged' });
  writeFileSync(file, Buffer.concat([Buffer.alloc(100), bytes.subarray(100)]));
  expect(await view()).toMatchObject({ warning: 'damaged' });
  renameSync(aside, file);
  // It was on a disk of its own, and its folder is on that of the data now.
  const other_disk = (is: boolean) =>
    app.boot.database.system.updateTable('backup').set({ other_disk: is }).where('name', '=', name).execute();
  await other_disk(true);
  expect(await view()).toMatchObject({ warning: 'unmounted', seen: { state: 'unmounted' } });
  await expect(makeBackup(app.ctxFor(null, 'test'))).rejects.toThrow('the disk is not mounted. Mount it, or name');
  expect((await view()).backups[0]).toMatchObject({ state: 'failed', error: expect.stringContaining('not mounted') });
  await other_disk(false);
  // Sessions end by the server's clock, so the rows are made older instead of moving it.
  await app.boot.database.system
    .updateTable('backup')
    .set({ started_at: sql`started_at - interval '3 days'` })
    .where('state', '=', 'done')
    .execute();
  expect((await owner.get('/backups')).body.data.warning).toBe('old');
  expect(await owner.post('/backups')).toMatchObject({ status: 200, body: { data: { queued: true } } });
  const other = await (await newOrganization(app)).as('owner');
  const nothing = { warning: 'elsewhere', last_good_at: null, seen: null, backups: [] };
  expect((await other.get('/backups')).body.data).toEqual(nothing);
  expect((await other.post('/backups')).body.error.code).toBe('backup.not_here');
  await eventually(async () => (await owner.get('/backups')).body.data.warning === null, 'the backup to be made');
});
