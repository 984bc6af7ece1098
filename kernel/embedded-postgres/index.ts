import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { prepareBinaries } from './binaries.ts';
import { createCluster, refuseOtherVersion } from './cluster.ts';
import { findHome, type Home, OUTSIDE, prepareHome, type Transport } from './home.ts';
import { readLockFile, runningServer } from './locks.ts';
import { startServer, stopServer } from './server.ts';

export { prepareBinaries } from './binaries.ts';

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
  /** TCP on the loopback address with a password is for Windows; set it to test that elsewhere. */
  transport?: Transport;
};

const USER = 'counterfoil';

/**
 * Starts the PostgreSQL of the npm packages on the data in `dataDir`, which it creates at the first start (about a
 * second). The server ends when this process ends, even after kill -9.
 *
 * Throws EmbeddedPostgresError, whose message says what to do, when another process uses the data, when the data
 * belongs to another user or version, or when the server does not start.
 */
export async function startEmbeddedPostgres(options: Options): Promise<EmbeddedPostgres> {
  const transport = options.transport ?? (process.platform === 'win32' ? 'tcp' : 'socket');
  const info = (text: string) => options.log?.info(text);
  const dataDir = resolve(options.dataDir);
  const home = await prepareHome(dataDir, info);
  const binaries = await prepareBinaries(home.account, home.account ? OUTSIDE : dataDir);
  if (!existsSync(join(home.data, 'PG_VERSION'))) {
    info('Creating the database …');
    await createCluster(home, binaries);
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
 * The database of `dataDir` when another process of ours runs it, else undefined: for commands while the server is up.
 * Its `stop` does not stop the server.
 */
export function findRunningPostgres(dataDir: string): EmbeddedPostgres | undefined {
  const home = findHome(dataDir);
  const server = home && runningServer(home);
  if (!home || !server?.ready) return undefined;
  const transport: Transport = server.socket ? 'socket' : 'tcp';
  return { ...connections(home, server.port, transport), exited: new Promise(() => {}), stop: async () => {} };
}

/** Whether `dataDir` has a database already, running or not; changes nothing on the disk. */
export function hasEmbeddedDatabase(dataDir: string): boolean {
  const home = findHome(dataDir);
  return home !== undefined && existsSync(join(home.data, 'PG_VERSION'));
}

function connections(home: Home, port: number, transport: Transport) {
  // Without the file, an earlier version has started the server.
  const password = existsSync(home.password) ? `:${readFileSync(home.password, 'utf8')}` : '';
  const to = (user: string, database: string) =>
    transport === 'socket'
      ? // The host in the query has priority over the one in front, but a URL parser needs one in front.
        `postgres://${user}${password}@localhost:${port}/${database}?host=${encodeURIComponent(home.run)}`
      : `postgres://${user}${password}@127.0.0.1:${port}/${database}`;
  return {
    connectionString: to(USER, USER),
    adminConnectionString: to('postgres', 'postgres'),
    socketDir: transport === 'socket' ? home.run : undefined,
  };
}

/**
 * Makes the program's role and database if they are missing; checked at each start, because the first one may have been
 * interrupted.
 */
async function createOwnDatabase(home: Home, running: { adminConnectionString: string }): Promise<void> {
  const client = new pg.Client({ connectionString: running.adminConnectionString });
  await client.connect();
  try {
    const { rows } = await client.query(
      `select exists (select from pg_roles where rolname = '${USER}') as role,
              exists (select from pg_database where datname = '${USER}') as database`,
    );
    const password = readFileSync(home.password, 'utf8');
    if (!rows[0].role) {
      await client.query(`create role ${USER} login createrole password ${client.escapeLiteral(password)}`);
    }
    if (!rows[0].database) await client.query(`create database ${USER} owner ${USER}`);
  } finally {
    await client.end();
  }
}
