import pg from 'pg';
import type { Db, Log } from '../ctx/index.ts';
import { isPipelined, scopedDb, worksFor } from './driver.ts';
import { inGroups } from './groups.ts';
import { SharedConnections } from './shared-connections.ts';
import { travelsBy } from './together.ts';

pg.types.setTypeParser(pg.types.builtins.INT8, (text) => {
  const value = Number(text);
  // Money in minor units and counts fit; anything larger must fail loudly, not lose its last digits.
  if (!Number.isSafeInteger(value)) throw new Error(`the database sent ${text}, too large for an exact number`);
  return value;
});
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);

export type Database = {
  /** of the owner */
  connectionString: string;
  /** Unscoped, as the owner of the tables: for the kernel's sign-in look-up, sweeps and migrations. */
  system: Db;
  /** The database as one organization sees it. */
  forOrganization(organizationId: string): Db;
  /** The database as nobody sees it: no tenant row at all. */
  forNobody: Db;
  /** Connections in use and waiting, for metrics. */
  stats(): { total: number; idle: number; waiting: number };
  close(): Promise<void>;
};

/**
 * Opens the connections: requests run as a role of their own (app-login.ts), which row-level security binds, the
 * kernel's own chores as the owner of the tables. `size` is their number altogether: a quarter for the chores; of the
 * rest half are shared by short writes (shared-connections.ts), half are for whoever needs one alone.
 */
export function openDatabase(urls: { owner: string; app: string }, size: number, log: Log): Database {
  const config = (connectionString: string, options = '') => ({
    connectionString,
    pipeline: true,
    connectionTimeoutMillis: 10_000,
    // A statement of a request that runs longer than this is a mistake; long work is a job in batches.
    statement_timeout: 30_000,
    keepAlive: true,
    ...(options && { options }),
  });
  // A server that went away breaks idle connections: they are replaced, and health tells.
  const lost = (error: Error) => log.warn({ error: error.message }, 'database connection lost');
  const open = (max: number, url: string) => {
    const pool = new pg.Pool({ ...config(url), max } as pg.PoolConfig);
    pool.on('error', lost);
    // In use it is nobody's but the query's, which fails by it; an error event without a listener would end the
    // process.
    pool.on('connect', (client) => client.on('error', () => {}));
    return pool;
  };
  const systemSize = Math.max(1, Math.round(size / 4));
  const sharedCount = Math.max(1, Math.round((size - systemSize) / 2));
  const system = open(systemSize, urls.owner);
  const app = open(Math.max(1, size - systemSize - sharedCount), urls.app);
  // What travels on lanes is planned once: planning anew for each array's length may cost more than the statement (a
  // door's scans: 2 ms).
  const session = '-c lock_timeout=50ms -c plan_cache_mode=force_generic_plan';
  const shared = new SharedConnections(config(urls.app, session), sharedCount, lost);
  const scoped = new Map<string, Db>();
  return {
    connectionString: urls.owner,
    system: scopedDb(system, null),
    forNobody: scopedDb(app, null),
    forOrganization(id) {
      let db = scoped.get(id);
      if (!db) {
        if (scoped.size >= 1000) scoped.clear();
        db = scopedDb(app, id);
        const organization = worksFor(id);
        if (isPipelined()) {
          travelsBy(
            db,
            inGroups(async (statements) => (await shared.run([organization, ...statements])).slice(1)),
          );
        }
        scoped.set(id, db);
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
