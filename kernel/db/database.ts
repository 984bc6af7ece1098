import pg from 'pg';
import type { Db, Log } from '../ctx/index.ts';
import { LimitedMap } from '../lib/limited-map.ts';
import { type RunBatch, setBatches } from './batches.ts';
import { isPipelined, scopedDb, setScope } from './driver.ts';
import { groupTransactions } from './group-transactions.ts';
import { instantOf } from './instant.ts';
import { SharedConnections } from './shared-connections.ts';

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
  /** connection string of the tables' owner */
  connectionString: string;
  /** Unscoped, with the rights of the tables' owner: for sign-in, sweeps and migrations in the kernel. */
  system: Db;
  /** A handle limited to one organization, or to one part of it (`Limit.id`). */
  forOrganization(organizationId: string, limitId?: string): Db;
  /** A handle without an organization: it sees no tenant rows. */
  withoutOrganization: Db;
  /** Numbers of connections and of waiting requests, for metrics. */
  stats(): { total: number; idle: number; waiting: number };
  close(): Promise<void>;
};

/**
 * Opens the connections. Requests use their own role (app-login.ts), which row-level security binds; the kernel's own
 * work uses the owner of the tables. `size` is the total number of connections: a quarter is the owner's. Of the rest,
 * short writes share half (shared-connections.ts); transactions that need a connection alone use the other half.
 */
export function openDatabase(urls: { owner: string; app: string }, size: number, log: Log): Database {
  const config = (connectionString: string, options = '') => ({
    connectionString,
    pipeline: true,
    connectionTimeoutMillis: 10_000,
    // A request's statement that takes longer is a bug; long work is a job in batches.
    statement_timeout: 30_000,
    keepAlive: true,
    ...(options && { options }),
  });
  // Idle connections break when the database server stops. They are replaced, and the health check reports it.
  const lost = (error: Error) => log.warn({ error: error.message }, 'database connection lost');
  const open = (max: number, url: string) => {
    const pool = new pg.Pool({ ...config(url), max } as pg.PoolConfig);
    pool.on('error', lost);
    // While a connection is in use, its query fails with the error. But an error event without a listener would end the
    // process.
    pool.on('connect', (client) => client.on('error', () => {}));
    return pool;
  };
  const systemSize = Math.max(1, Math.round(size / 4));
  const sharedCount = Math.max(1, Math.round((size - systemSize) / 2));
  const system = open(systemSize, urls.owner);
  const app = open(Math.max(1, size - systemSize - sharedCount), urls.app);
  // Plans on shared connections are made once: a new plan for each length of an array may cost more than the statement
  // (2 ms for the scans of a mess hall).
  const session = '-c lock_timeout=50ms -c plan_cache_mode=force_generic_plan';
  const shared = new SharedConnections(config(urls.app, session), sharedCount, lost);
  const scoped = new LimitedMap<string, Db>(1000);
  return {
    connectionString: urls.owner,
    system: scopedDb(system, null),
    withoutOrganization: scopedDb(app, null),
    forOrganization(id, limitId) {
      const key = limitId === undefined ? id : `${id} ${limitId}`;
      let db = scoped.get(key);
      if (!db) {
        const scope = { organizationId: id, limitId: limitId ?? null };
        db = scopedDb(app, scope);
        const organization = setScope(scope);
        if (isPipelined()) {
          const run: RunBatch = async (statements) => (await shared.run([organization, ...statements])).slice(1);
          setBatches(db, { write: groupTransactions(run), read: groupTransactions(run) });
        }
        scoped.set(key, db);
      }
      return db;
    },
    stats: () => ({
      total: app.totalCount + system.totalCount + shared.stats().total,
      idle: app.idleCount + system.idleCount + shared.stats().idle,
      waiting: app.waitingCount + system.waitingCount,
    }),
    async close() {
      await Promise.all([app.end(), system.end(), shared.close()]);
    },
  };
}
