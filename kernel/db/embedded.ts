import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { readdir, rename, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { spawnAs } from './embedded/account.ts';
import { type Binaries, prepareBinaries, program } from './embedded/binaries.ts';
import { EmbeddedPostgresError } from './embedded/errors.ts';
import { findHome, freshFolder, type Home, OUTSIDE, prepareHome } from './embedded/home.ts';
import { bareEnvironment, DATA_IN_USE, launch, launchWithPgCtl, type Server } from './embedded/launch.ts';
import { isAlive, readLockFile, runningServer, staleLockFiles } from './embedded/locks.ts';
import { defaultSettings, renderSettings } from './embedded/settings.ts';

export { EmbeddedPostgresError } from './embedded/errors.ts';

export interface EmbeddedPostgres {
  /** Connects as `counterfoil`, the owner of database `counterfoil`: no superuser, but it may create roles. */
  connectionString: string;
  /** Connects as the superuser `postgres` to the database `postgres`: for tests and physical backups. */
  adminConnectionString: string;
  /** The folder with the unix socket; undefined where the server listens on the loopback address instead. */
  socketDir: string | undefined;
  /** Resolves when the server has ended; `expected` is false when nobody asked it to. */
  exited: Promise<{ expected: boolean; reason: string }>;
  /** Ends it: open transactions are broken off, everything committed is on the disk. May be called twice. */
  stop(): Promise<void>;
}

type Options = {
  /** The program's DATA_DIR; the database lives in its folder `postgres`. */
  dataDir: string;
  /** Server settings that differ from ours, for example `{ fsync: 'off' }` in tests. */
  settings?: Record<string, string>;
  log?: { info(text: string): void };
  /** TCP on the loopback address with a password is for Windows; here to be tested elsewhere. */
  transport?: 'socket' | 'tcp';
};

/** How long a server may outlive a killed parent before we call its data "in use": the watchdog takes one second. */
const GRACE = 2500;
const USER = 'counterfoil';

/**
 * Starts the PostgreSQL that comes with the npm packages, on the data in `dataDir`, which it creates first when there
 * is none (about a second). Ends by itself when this process ends, even by kill -9.
 *
 * Throws EmbeddedPostgresError, whose message says what to do, when another process uses the data, when the data
 * belongs to another user or version, or when the server won't start.
 */
export async function startEmbeddedPostgres(options: Options): Promise<EmbeddedPostgres> {
  const transport = options.transport ?? (process.platform === 'win32' ? 'tcp' : 'socket');
  const info = (text: string) => options.log?.info(text);
  const dataDir = resolve(options.dataDir);
  const home = await prepareHome(dataDir, info);
  const binaries = await prepareBinaries(home.account, home.account ? OUTSIDE : dataDir);
  if (!existsSync(join(home.data, 'PG_VERSION'))) {
    info('Creating the database …');
    await createCluster(home, binaries, transport);
  }
  refuseOtherVersion(home, binaries);

  const server = await startServer(home, binaries, transport, options.settings ?? {}, info);
  const running = connections(home, readLockFile(home.data)?.port ?? 0, transport);
  let stopping: Promise<void> | undefined;
  const exited = server.exited.then(({ code, signal }) => ({
    expected: stopping !== undefined,
    reason: signal ? `signal ${signal}` : `exit code ${code}`,
  }));
  const postgres: EmbeddedPostgres = { ...running, exited, stop: () => (stopping ??= stopServer(server)) };
  try {
    await createOwnDatabase(home, running);
  } catch (error) {
    await postgres.stop();
    throw error;
  }
  return postgres;
}

/**
 * The database of `dataDir` as another process of ours runs it, or undefined when none does: for commands that are
 * typed while the server is up. Its `stop` leaves the server alone.
 */
export function findRunningPostgres(dataDir: string): EmbeddedPostgres | undefined {
  const home = findHome(dataDir);
  const server = home && runningServer(home);
  if (!home || !server?.ready) return undefined;
  const transport = existsSync(home.password) ? 'tcp' : 'socket';
  return { ...connections(home, server.port, transport), exited: new Promise(() => {}), stop: async () => {} };
}

function connections(home: Home, port: number, transport: 'socket' | 'tcp') {
  const to = (user: string, database: string) =>
    transport === 'socket'
      ? // The host in the query wins over the one in front, and a URL parser wants one in front.
        `postgres://${user}@localhost:${port}/${database}?host=${encodeURIComponent(home.run)}`
      : `postgres://${user}:${readFileSync(home.password, 'utf8')}@127.0.0.1:${port}/${database}`;
  return {
    connectionString: to(USER, USER),
    adminConnectionString: to('postgres', 'postgres'),
    socketDir: transport === 'socket' ? home.run : undefined,
  };
}

async function createCluster(home: Home, binaries: Binaries, transport: 'socket' | 'tcp'): Promise<void> {
  for (const name of await readdir(home.dir)) {
    // Left by an attempt that was interrupted; a folder of a process that still lives may be in the making.
    const maker = Number(/^data\.(\d+)\.tmp$/.exec(name)?.[1]);
    if (maker && maker !== process.pid && !isAlive(maker)) await rm(join(home.dir, name), { recursive: true });
  }
  const unfinished = join(home.dir, `data.${process.pid}.tmp`);
  await freshFolder(unfinished, home.account);
  const auth = transport === 'socket' ? ['--auth=trust'] : ['--auth=scram-sha-256', `--pwfile=${writePassword(home)}`];
  await run(home, program(binaries, 'initdb'), [
    `--pgdata=${unfinished}`,
    '--username=postgres',
    '--encoding=UTF8',
    // Sorting that is the same on every machine and in every later version.
    '--locale-provider=builtin',
    ...localeFlags(),
    '--no-instructions',
    ...auth,
  ]);
  // Under its final name only when complete, so that a half-made one is never started. Two that start at the same
  // moment both get here: the second one goes on with the data of the first.
  await rename(unfinished, home.data).catch(async (error) => {
    if (!existsSync(join(home.data, 'PG_VERSION'))) throw error;
    await rm(unfinished, { recursive: true });
  });
}

/** LC_CTYPE matters beside the provider: with "C", pg_trgm knows no letters but ASCII and finds no Hindi name. */
function localeFlags(): string[] {
  if (process.platform === 'linux') return ['--locale=C.UTF-8'];
  return [
    '--locale=C',
    '--builtin-locale=C.UTF-8',
    `--lc-ctype=${process.platform === 'darwin' ? 'en_US.UTF-8' : 'en-US'}`,
  ];
}

function writePassword(home: Home): string {
  if (!existsSync(home.password)) {
    writeFileSync(home.password, randomBytes(24).toString('base64url'), { mode: 0o600 });
    if (home.account) chownSync(home.password, home.account.uid, home.account.gid);
  }
  return home.password;
}

function refuseOtherVersion(home: Home, binaries: Binaries): void {
  const made = readFileSync(join(home.data, 'PG_VERSION'), 'utf8').trim();
  const have = binaries.version.split('.')[0];
  if (made === have) return;
  throw new EmbeddedPostgresError(
    'wrong_version',
    `The database in ${home.data} was made by PostgreSQL ${made}, and this version of Counterfoil brings ${have}. ` +
      'Make a backup with the version that made it, and restore that with this one.',
  );
}

async function startServer(
  home: Home,
  binaries: Binaries,
  transport: 'socket' | 'tcp',
  settings: Record<string, string>,
  info: (text: string) => void,
): Promise<Server> {
  const patience = Date.now() + GRACE;
  for (;;) {
    const other = runningServer(home);
    if (!other) {
      const listen: Record<string, string> =
        transport === 'socket'
          ? { listen_addresses: '', unix_socket_directories: home.run, unix_socket_permissions: '0700' }
          : { listen_addresses: '127.0.0.1', port: String(await freePort()), unix_socket_directories: '' };
      writeSettings(home, { ...defaultSettings(), ...settings, ...listen });
      const stale = staleLockFiles(home);
      for (const file of stale) info(`${file} was left by a server that is gone; removing it.`);
      const logStart = statSync(home.log, { throwIfNoEntry: false })?.size ?? 0;
      if (transport === 'tcp') await Promise.all(stale.map((file) => rm(file)));
      const server = transport === 'tcp' ? launchWithPgCtl(home, binaries) : launch(home, binaries, stale);
      const ended = await untilReady(server, home, info);
      if (!ended) return server;
      const said = readFileSync(home.log).subarray(logStart).toString();
      if (ended.code !== DATA_IN_USE && !/lock file "[^"]*" already exists|pre-existing shared memory/.test(said)) {
        const cause =
          said
            .split('\n')
            .filter((line) => /FATAL|PANIC|HINT|not found/.test(line))
            .join('\n') || said.trim();
        throw new EmbeddedPostgresError(
          'start_failed',
          `PostgreSQL did not start. It said:\n${cause}\nMore in ${home.log}.`,
        );
      }
    }
    // The server of a process that was killed a moment ago is being stopped by its watchdog.
    if (Date.now() > patience) {
      const process = runningServer(home)?.pid;
      throw new EmbeddedPostgresError(
        'already_running',
        `The database in ${home.dir} is in use by another Counterfoil${process ? ` (its PostgreSQL is process ${process})` : ''}. ` +
          'Stop that one first, or give this one a DATA_DIR of its own.',
      );
    }
    await sleep(50);
  }
}

/** Waits until the server takes connections; resolves with how it ended if it ended instead. */
async function untilReady(server: Server, home: Home, info: (text: string) => void) {
  let ended: Awaited<Server['exited']> | undefined;
  void server.exited.then((result) => {
    ended = result;
  });
  let tellAt = Date.now() + 5000;
  for (;;) {
    if (ended) return ended;
    const lock = readLockFile(home.data);
    if (lock?.ready && lock.pid === server.pid()) return undefined;
    if (Date.now() > tellAt) {
      // After a power cut it first reads back what was not yet in the files.
      info('The database is recovering …');
      tellAt += 30_000;
    }
    await sleep(3);
  }
}

async function stopServer(server: Server): Promise<void> {
  // A pending timer also keeps this process alive until the server has ended.
  const timer = setTimeout(() => server.stop('immediate'), 20_000);
  server.stop('fast');
  await server.exited;
  clearTimeout(timer);
}

/** A new file under the old name: the data folder belongs to the account, which may have put a link there. */
function writeSettings(home: Home, settings: Record<string, string>): void {
  const path = join(home.data, 'postgresql.conf');
  const unfinished = `${path}.${process.pid}.${randomBytes(4).toString('hex')}.tmp`;
  writeFileSync(unfinished, renderSettings(settings), { flag: 'wx', mode: 0o644 });
  renameSync(unfinished, path);
}

/** The role and the database that the program uses; each start looks, since the first one may have been interrupted. */
async function createOwnDatabase(home: Home, running: { adminConnectionString: string }): Promise<void> {
  const client = new pg.Client({ connectionString: running.adminConnectionString });
  await client.connect();
  try {
    const { rows } = await client.query(
      `select exists (select from pg_roles where rolname = '${USER}') as role,
              exists (select from pg_database where datname = '${USER}') as database`,
    );
    const password = existsSync(home.password) ? readFileSync(home.password, 'utf8') : undefined;
    if (!rows[0].role) {
      await client.query(
        `create role ${USER} login createrole${password ? ` password ${client.escapeLiteral(password)}` : ''}`,
      );
    }
    if (!rows[0].database) await client.query(`create database ${USER} owner ${USER}`);
  } finally {
    await client.end();
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as { port: number };
  await new Promise((closed) => server.close(closed));
  return port;
}

async function run(home: Home, command: string, args: string[]): Promise<void> {
  const child = spawn(command, args, {
    cwd: home.dir,
    env: bareEnvironment(),
    windowsHide: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...spawnAs(home.account),
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text));
  const code = await new Promise<number | null>((done, fail) => child.once('error', fail).once('close', done));
  if (code === 0) return;
  throw new EmbeddedPostgresError('start_failed', `${command} ended with ${code}:\n${said.trim()}`);
}
