import { spawn } from 'node:child_process';
import { openSync, readFileSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { cookieOf, found, generatePassword } from '../kernel/auth/index.ts';
import { readConfig } from '../kernel/config/index.ts';
import type { Ctx } from '../kernel/ctx/index.ts';
import { startEmbeddedPostgres } from '../kernel/embedded-postgres/index.ts';
import { newId } from '../kernel/lib/ids.ts';
import { dayIn } from '../kernel/lib/time.ts';
import { createLogger } from '../kernel/observability/index.ts';
import { createExhibition } from '../modules/exhibition/exhibitions/save-exhibition.action.ts';
import { openApp } from '../server/app.ts';
import { cpuTime, postmasterOf } from './cpu.ts';
import type { Ground } from './fill.ts';
import { Line } from './load.ts';

export type Stage = Awaited<ReturnType<typeof openStage>>;

/**
 * Everything that a measurement needs: the embedded PostgreSQL as in production (fsync on) with new data, the server in
 * a separate process, a signed-in cashier, and a second server in this process, to record an action's SQL.
 */
export async function openStage(role: 'all' | 'web') {
  const dataDir = await mkdtemp(join(tmpdir(), 'counterfoil-bench-'));
  // When root starts it, the database runs under another account, which must be able to enter this folder.
  await chmod(dataDir, 0o711);
  const postgres = await startEmbeddedPostgres({ dataDir });
  const environment = {
    DATA_DIR: dataDir,
    DATABASE_URL: postgres.connectionString,
    SECRET_KEY: newId() + newId(),
    PUBLIC_URL: 'http://localhost:3000',
    // All requests come from one address; counting them is still part of the measurement.
    RATE_LIMIT_PER_MINUTE: '1000000000',
  };
  const config = readConfig(environment);
  const app = await openApp({ config, log: createLogger('warn'), role: 'web' });
  const owner = { name: 'Bench Cashier', email: 'cashier@bench.example', password: generatePassword() };
  const where = {
    country: 'IN',
    timeZone: 'Asia/Kolkata',
    currency: 'INR',
    language: 'en',
    modules: ['exhibition', 'raffle', 'mess'],
  };
  const founded = must(
    await found(app.ctxFor(null, 'bench'), { owner, organization: { name: 'Bench Fair', ...where } }),
  );
  const { organization } = founded;
  const actor = { kind: 'user', ...founded.owner, role: 'owner' } as Ctx['actor'];
  const ctx: Ctx = { ...app.ctxFor(organization, 'bench'), actor };
  const today = dayIn(organization.timeZone, new Date());
  const exhibition = must(
    await createExhibition(ctx, { name: 'Bench Fair', prefix: 'B', starts_on: today, ends_on: today }),
  );
  const session = { id: newId(), token: newId(), userId: founded.owner.id, expiresAt: new Date(Date.now() + 8.64e7) };
  await app.boot.database.system
    .insertInto('auth_session')
    .values({
      id: session.id,
      user_id: session.userId,
      token: session.token,
      active_organization_id: organization.id,
      expires_at: session.expiresAt,
    })
    .execute();
  const cookie = cookieOf(app.boot.services.auth, session);
  const server = await startServer({ ...environment, PORT: '0' }, role, join(dataDir, 'server.log'));
  // The headers of a browser's request from the console.
  const headers = {
    cookie,
    origin: server.url.origin,
    'x-csrf-token': '1',
    'x-organization': organization.id,
    'user-agent': 'Mozilla/5.0 (X11; Linux x64) bench',
    'accept-language': 'en-IN,en;q=0.9',
  };
  const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(app.boot.database.system);
  const postmaster = postmasterOf(rows[0]?.pid ?? 0);
  const ground: Ground = { organizationId: organization.id, exhibitionId: exhibition.id, currency: 'INR' };
  return {
    ctx,
    app,
    ground,
    session: { headers, cookie },
    url: server.url,
    databaseUrl: postgres.connectionString,
    adminUrl: postgres.adminConnectionString
      .replace('/postgres?', '/counterfoil?')
      .replace(/\/postgres$/, '/counterfoil'),
    /** of the server, or of this process in its place */
    cpu: () => cpuTime(server.pid, postmaster),
    cpuHere: () => cpuTime(process.pid, postmaster),
    /** connections to the server, with the cashier's session unless other headers are given */
    lines: (count: number, given: Record<string, string> = headers) =>
      Promise.all(Array.from({ length: count }, () => Line.open(server.url, given))),
    async close() {
      await server.stop();
      await app.close();
      await postgres.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/**
 * The program itself, as `npm start` starts it. Its log goes to a file, because reading it would take processor time
 * from the load.
 */
export async function startServer(environment: Record<string, string>, role: string, logFile: string) {
  const log = openSync(logFile, 'w');
  const main = join(import.meta.dirname, '..', 'server', 'main.ts');
  const extra = (process.env.BENCH_NODE_OPTIONS ?? '').split(' ').filter(Boolean);
  const child = spawn(process.execPath, [...extra, main, 'start', `--role=${role}`], {
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

function must<T>(result: { ok: true; data: T } | { ok: false; code: string }): T {
  if (!result.ok) throw new Error(result.code);
  return result.data;
}
