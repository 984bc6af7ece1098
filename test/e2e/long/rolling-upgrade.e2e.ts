import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../../kernel/embedded-postgres/index.ts';
import { faultsIn } from '../../faults/check.ts';
import { type Ground, layGround, type Stage } from '../../faults/ground.ts';
import { type Confirmed, type Heard, work } from '../../faults/work.ts';
import { copyStarted } from '../support/data-folder.ts';
import { freePort, newFolder, run, type Server } from '../support/server.ts';

/**
 * Two neighbouring versions side by side on one database, under load: the next version is this one with a migration that
 * changes tables which everybody is using. Then the way back: this version on the next one's database, and the backup
 * that was made before.
 */
const root = join(import.meta.dirname, '../../..');
const folder = newFolder();
const next = join(folder.path, 'next-version');
const NEXT = '299912312359_next_version';
const PASSPHRASE = 'a passphrase for the upgrade';

let postgres: EmbeddedPostgres;
let env: Record<string, string>;
let stage: Stage & { web: Server };
let ground: Ground;
const running: Server[] = [];

beforeAll(async () => {
  copyProgram();
  const dataDir = join(folder.path, 'data');
  mkdirSync(dataDir, { mode: 0o711 });
  copyStarted(dataDir);
  postgres = await startEmbeddedPostgres({ dataDir });
  env = {
    DATABASE_URL: postgres.connectionString,
    DATA_DIR: dataDir,
    RATE_LIMIT_PER_MINUTE: '1000000',
    BACKUP_PASSPHRASE: PASSPHRASE,
    BACKUP_TO: join(folder.path, 'backups'),
  };
  const web = await webOf(root);
  const adminUrl = postgres.adminConnectionString.replace('/postgres?', '/counterfoil?');
  stage = { web, adminUrl, command: (args) => run(args, env) };
  ground = await layGround(stage);
});
afterAll(async () => {
  await Promise.all(running.map((one) => one.stop()));
  await postgres?.stop();
  folder.remove();
});

const confirmed: Confirmed = new Map();
const heard: Record<Heard, number> = { confirmed: 0, refused: 0, unanswered: 0 };
const stop = new AbortController();
let working: Promise<void>;
const further = async () => {
  const before = [...confirmed.values()].map(({ size }) => size);
  const goesOn = () =>
    [...confirmed.values()].length > 0 && [...confirmed.values()].every((one, i) => one.size > (before[i] ?? 0) + 5);
  await expect.poll(goesOn, { interval: 20 }).toBe(true);
};

test('backup first', async () => {
  const made = run(['backup'], env);
  expect(await made.exited, made.output()).toBe(0);
  // Not before: it makes one each night, and one at a time is made.
  running.push(run(['start', '--role=worker'], env));
});

test('a newer version migrates while this one works, and both go on', async () => {
  working = work(stage, ground, confirmed, stop.signal, (what) => heard[what]++);
  await further();
  const before = stage.web;
  const after = await webOf(next);
  running.push(run(['start', '--role=worker'], env, next));
  // The migration ran under the feet of the older processes, which go on.
  expect(await migrations()).toContain(NEXT);
  await further();
  // As a proxy does it: requests go to the new process, then the old one ends.
  stage.web = after;
  await further();
  expect(await before.stop()).toBe(0);
  await further();
  expect(heard).toMatchObject({ refused: 0, unanswered: 0 });
});

test('the way back, without what was written since being lost: the version before runs on the newer database', async () => {
  const back = await webOf(root);
  const newer = stage.web;
  stage.web = back;
  await further();
  await newer.stop();
  await further();
  stop.abort();
  await working;
  expect(heard).toMatchObject({ refused: 0, unanswered: 0 });
  expect(await faultsIn(stage, confirmed)).toEqual([]);
});

test('the way back to the moment before: the version before restores its backup into an empty database', async () => {
  const DATA_DIR = join(folder.path, 'restored');
  mkdirSync(DATA_DIR);
  const { DATABASE_URL: _, ...rest } = env;
  const restored = run(['restore'], { ...rest, DATA_DIR });
  expect(await restored.exited, restored.output()).toBe(0);
  expect(restored.output()).toMatch(/Rows: \d+ of \d+ tables, each as many as in the backup/);
});

/** This version in another folder, with one more migration. */
function copyProgram(): void {
  const files = execFileSync('git', ['ls-files', 'kernel', 'modules', 'server', 'db', 'package.json', 'web'], {
    cwd: root,
    encoding: 'utf8',
  });
  for (const file of files.split('\n').filter((name) => name && existsSync(join(root, name)))) {
    mkdirSync(dirname(join(next, file)), { recursive: true });
    cpSync(join(root, file), join(next, file));
  }
  symlinkSync(join(root, 'node_modules'), join(next, 'node_modules'));
  symlinkSync(join(root, 'web/dist'), join(next, 'web/dist'));
  writeFileSync(
    join(next, 'kernel/http/migrations', `${NEXT}.sql`),
    `-- Safe beside the version before: only what it need not know.
alter table exhibition_bill add column next_version text;
alter table raffle_order add column next_version int not null default 1;
alter table mess_scan add column next_version text;
alter table idempotency_key add column next_version text;
alter table electricity_purchase add column next_version jsonb;
create table next_version (organization_id uuid not null, id uuid not null, primary key (organization_id, id));
select tenant_table('next_version');
`,
  );
}

async function webOf(from: string): Promise<Server> {
  const PORT = String(await freePort());
  const web = run(['start', '--role=web'], { ...env, PORT, PUBLIC_URL: `http://localhost:${PORT}` }, from);
  running.push(web);
  await web.printed(/Counterfoil is open at/);
  return web;
}

async function migrations(): Promise<string[]> {
  const client = new pg.Client({ connectionString: stage.adminUrl });
  await client.connect();
  const { rows } = await client.query<{ name: string }>('select name from schema_migration');
  await client.end();
  return rows.map(({ name }) => name);
}
