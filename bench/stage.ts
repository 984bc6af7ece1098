import { execFile, spawn } from 'node:child_process';
import { openSync, readFileSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { readConfig } from '../kernel/config/index.ts';
import type { Ctx } from '../kernel/ctx/index.ts';
import { findRunningPostgres } from '../kernel/embedded-postgres/index.ts';
import { createLogger } from '../kernel/observability/index.ts';
import { openApp } from '../server/app.ts';
import { cpuTime } from './cpu.ts';
import { Line } from './load.ts';
import { superuser } from './peers/rows.ts';
import type { Seed } from './peers/seed.ts';

export type Size = { customers: number; bills: number; scans: number; fold: number };
/** `first`: a new folder, with rows that come later and that nothing has analyzed. `later`: filled and analyzed. */
export type Day = 'first' | 'later';
export type Stage = Awaited<ReturnType<typeof openStage>>;
export type Inside = Awaited<ReturnType<Stage['inside']>>;

/** Processor time of a second in which nobody asks for anything. */
const QUIET_MS = 60;

const HERE = join(import.meta.dirname, '..');

/**
 * The program as `npm start` runs it, with all roles and its own embedded PostgreSQL (fsync on), on a folder that the
 * checkout has seeded itself. `checkout` may be another version of this one; `settings` are of the server's environment.
 */
export async function openStage(day: Day, size: Size, checkout = HERE, settings: Record<string, string> = {}) {
  const dataDir = await mkdtemp(join(tmpdir(), 'counterfoil-bench-'));
  // When root starts it, the database runs under another account, which must be able to enter this folder.
  await chmod(dataDir, 0o711);
  const rows = async (which: 'all' | 'none' | 'only') => {
    const counts = Object.entries(size).map(([name, count]) => [name.toUpperCase(), `${count}`]);
    const environment = { ...process.env, ...Object.fromEntries(counts), DATA: dataDir, ROWS: which };
    const script = join(checkout, 'bench/peers/seed.ts');
    await promisify(execFile)(process.execPath, [script], { cwd: checkout, env: environment });
    return JSON.parse(readFileSync(join(dataDir, 'seed.json'), 'utf8')) as Seed;
  };
  const seed = await rows(day === 'first' ? 'none' : 'all');
  const environment = {
    DATA_DIR: dataDir,
    PORT: '0',
    // All requests come from one address; counting them is still part of the measurement.
    RATE_LIMIT_PER_MINUTE: '1000000000',
    ...settings,
  };
  const server = await startServer(environment, 'all', join(dataDir, 'server.log'), checkout);
  const postgres = findRunningPostgres(dataDir);
  if (!postgres) throw new Error('the database does not run');
  const admin = await superuser(postgres);
  if (day === 'first') await admin.query('alter system set autovacuum = off');
  if (day === 'first') await admin.query('select pg_reload_conf()');
  const postmaster = Number.parseInt(readFileSync(join(dataDir, 'postgres/data/postmaster.pid'), 'utf8'), 10);
  const headers = {
    // The headers of a browser's request from the console.
    cashier: {
      cookie: seed.cookie,
      origin: server.url.origin,
      'x-csrf-token': '1',
      'x-organization': seed.organization,
      'user-agent': 'Mozilla/5.0 (X11; Linux x64) bench',
      'accept-language': 'en-IN,en;q=0.9',
    },
    device: { authorization: `Bearer ${seed.secret}` },
  };
  const closers = [() => rm(dataDir, { recursive: true, force: true }), () => server.stop(), () => admin.end()];
  return {
    /** What the seed made; the codes too once there are rows. */
    seed,
    size,
    url: server.url,
    databaseUrl: postgres.connectionString,
    admin,
    /** Brings the rows of a first day, while the server runs. */
    fill: async () => void Object.assign(seed, await rows('only')),
    cpu: () => cpuTime(server.pid, postmaster),
    /** Waits until the server has done what the making of the rows left to it: audit entries to seal, jobs, statistics. */
    async settled() {
      for (let waited = 0, quiet = 0; waited < 60 && quiet < 3; waited++) {
        const before = cpuTime(server.pid, postmaster);
        await sleep(1000);
        const after = cpuTime(server.pid, postmaster);
        const busy = after.server + after.database - before.server - before.database;
        if (Number.isNaN(busy)) return;
        quiet = busy < QUIET_MS ? quiet + 1 : 0;
      }
    },
    lines: (count: number, as: keyof typeof headers) =>
      Promise.all(Array.from({ length: count }, () => Line.open(server.url, headers[as]))),
    /** A second server in this process, to record an action's SQL and to measure parts. */
    async inside() {
      const environment = { DATA_DIR: dataDir, DATABASE_URL: postgres.connectionString };
      const app = await openApp({ config: readConfig(environment), log: createLogger('warn'), role: 'web' });
      closers.push(() => app.close());
      const ctx: Ctx = { ...app.ctxFor(seed.tenant, 'bench'), actor: seed.actor };
      return { app, ctx, cpu: () => cpuTime(process.pid, postmaster) };
    },
    async close() {
      for (const close of closers.toReversed()) await close();
    },
  };
}

/** The program itself. Its log goes to a file, because reading it would take processor time from the load. */
export async function startServer(environment: Record<string, string>, role: string, logFile: string, checkout = HERE) {
  const log = openSync(logFile, 'w');
  const extra = (process.env.BENCH_NODE_OPTIONS ?? '').split(' ').filter(Boolean);
  const child = spawn(process.execPath, [...extra, join(checkout, 'server/main.ts'), 'start', `--role=${role}`], {
    cwd: checkout,
    env: { ...process.env, ...environment, LOG_LEVEL: 'info' },
    stdio: ['ignore', log, log],
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  for (let waited = 0; waited < 30_000; waited += 50) {
    await sleep(50);
    if (child.exitCode !== null) break;
    const port = /Server listening at http:\/\/127\.0\.0\.1:(\d+)/.exec(readFileSync(logFile, 'utf8'))?.[1];
    if (!port) continue;
    const stop = async () => {
      child.kill('SIGTERM');
      await exited;
    };
    return { url: new URL(`http://localhost:${port}`), pid: child.pid as number, stop };
  }
  throw new Error(`the server did not start:\n${readFileSync(logFile, 'utf8').slice(-3000)}`);
}
