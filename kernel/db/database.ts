import pg from 'pg';
import type { Db, Log } from '../ctx/index.ts';
import { LimitedMap } from '../lib/limited-map.ts';
import { databasePool } from './client.ts';
import { scopedDb } from './driver.ts';
import { instantOf } from './instant.ts';
import { type Reads, Replica } from './replica.ts';

pg.types.setTypeParser(pg.types.builtins.INT8, (text) => {
  const value = Number(text);
  // Money in minor units and counts fit. A larger number must throw rather than lose digits.
  if (!Number.isSafeInteger(value)) throw new Error(`the database sent ${text}, too large for an exact number`);
  return value;
});
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);
const parseTimestamp = pg.types.getTypeParser(pg.types.builtins.TIMESTAMPTZ, 'text') as (text: string) => Date;
pg.types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, (text) => instantOf(text) ?? parseTimestamp(text));

export type Database = {
  /** connection string of the tables' owner, past any pooler: sessions, LISTEN and long transactions work there */
  connectionString: string;
  /** Unscoped, with the rights of the tables' owner: for sign-in, sweeps and migrations in the kernel. */
  system: Db;
  /** A handle limited to one organization, or to one part of it (`Limit.id`). */
  forOrganization(organizationId: string, limitId?: string): Db;
  /**
   * Like `forOrganization`, for the lists, reports and exports of one request: they read the replica, if there is one
   * (replica.ts).
   */
  forReading(organizationId: string, limitId?: string): Db;
  /** A handle without an organization: it sees no tenant rows. */
  withoutOrganization: Db;
  /** Numbers of connections and of waiting requests, for metrics. */
  stats(): { total: number; idle: number; waiting: number };
  /** Where the reads of `forReading` went; undefined without a replica. */
  reads(): Reads | undefined;
  close(): Promise<void>;
};

/** Connection strings, each with its role. */
export type DatabaseUrls = {
  owner: string;
  app: string;
  /** a streaming replica, for the role of requests */
  read?: string;
  /** the database itself, for the owner, where `owner` and `app` lead to a pooler that lends servers by transaction */
  direct?: string;
};

/** A request's statement that takes longer is a bug; long work is a job in batches. */
const STATEMENT_MS = 30_000;

/**
 * Opens the connections. Requests use their own role (app-login.ts), which row-level security binds; the kernel's own
 * work uses the owner of the tables. `size` is the total number of connections: a quarter is the owner's. With `read`,
 * the address of a streaming replica for the role of requests, there are half as many connections to it.
 */
export function openDatabase(urls: DatabaseUrls, size: number, log: Log): Database {
  const pooled = urls.direct !== undefined;
  // A pooler's session is anybody's: what others keep there is set in each transaction.
  const timeouts = pooled ? { statement: STATEMENT_MS } : undefined;
  const config = (connectionString: string) => ({
    connectionString,
    pipeline: true,
    pooled,
    connectionTimeoutMillis: 10_000,
    ...(!pooled && { statement_timeout: STATEMENT_MS }),
    // A statement ends by the limit above; a server that lost its power, or its network, would never answer.
    answerTimeoutMillis: 40_000,
    keepAlive: true,
  });
  // Idle connections break when the database server stops. They are replaced, and the health check reports it.
  const lost = (error: Error) => log.warn({ error: error.message }, 'database connection lost');
  const open = (max: number, url: string) => {
    const pool = databasePool({ ...config(url), max });
    pool.on('error', lost);
    // While a connection is in use, its query fails with the error. But an error event without a listener would end the
    // process.
    pool.on('connect', (client) => client.on('error', () => {}));
    return pool;
  };
  const systemSize = Math.max(1, Math.round(size / 4));
  const system = open(systemSize, urls.owner);
  const app = open(Math.max(1, size - systemSize), urls.app);
  const withoutOrganization = scopedDb(app, null, timeouts);
  const replica = urls.read
    ? new Replica(
        {
          ...config(urls.read),
          pooled: false,
          statement_timeout: STATEMENT_MS,
          max: Math.max(1, Math.round(size / 2)),
        },
        withoutOrganization,
        log,
      )
    : undefined;
  const scoped = new LimitedMap<string, Db>(1000);
  return {
    connectionString: urls.direct ?? urls.owner,
    system: scopedDb(system, null, timeouts),
    withoutOrganization,
    forReading(id, limitId) {
      const scope = { organizationId: id, limitId: limitId ?? null };
      return replica?.handle(scope, { pool: app, timeouts }) ?? this.forOrganization(id, limitId);
    },
    forOrganization(id, limitId) {
      const key = limitId === undefined ? id : `${id} ${limitId}`;
      const known = scoped.get(key);
      if (known) return known;
      const db = scopedDb(app, { organizationId: id, limitId: limitId ?? null }, timeouts);
      scoped.set(key, db);
      return db;
    },
    stats: () => ({
      total: app.totalCount + system.totalCount,
      idle: app.idleCount + system.idleCount,
      waiting: app.waitingCount + system.waitingCount,
    }),
    reads: () => replica?.reads,
    async close() {
      await Promise.all([app.end(), system.end(), replica?.close()]);
    },
  };
}
