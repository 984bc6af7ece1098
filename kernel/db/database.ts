import pg from 'pg';
import type { Db, Log } from '../ctx/index.ts';
import { scopedDb } from './driver.ts';

pg.types.setTypeParser(pg.types.builtins.INT8, (text) => {
  const value = Number(text);
  // Money in minor units and counts fit; anything larger must fail loudly, not lose its last digits.
  if (!Number.isSafeInteger(value)) throw new Error(`the database sent ${text}, too large for an exact number`);
  return value;
});
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);

export type Database = {
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
 * Opens the two pools: requests run as `counterfoil_app`, which row-level security binds, the kernel's own chores as
 * the connecting user. `size` is the number of connections of both together.
 */
export function openDatabase(connectionString: string, size: number, log: Log): Database {
  const open = (max: number, options?: string) => {
    const pool = new pg.Pool({
      connectionString,
      max,
      pipeline: true,
      connectionTimeoutMillis: 10_000,
      // A statement of a request that runs longer than this is a mistake; long work is a job in batches.
      statement_timeout: 30_000,
      keepAlive: true,
      ...(options && { options }),
    } as pg.PoolConfig);
    // A server that went away breaks idle connections: the pool replaces them, and health tells.
    pool.on('error', (error) => log.warn({ error: error.message }, 'database connection lost'));
    return pool;
  };
  const systemSize = Math.max(1, Math.round(size / 4));
  const system = open(systemSize);
  const app = open(size - systemSize, '-c role=counterfoil_app');
  const scoped = new Map<string, Db>();
  return {
    connectionString,
    system: scopedDb(system, null),
    forNobody: scopedDb(app, null),
    forOrganization(id) {
      let db = scoped.get(id);
      if (!db) {
        if (scoped.size >= 1000) scoped.clear();
        db = scopedDb(app, id);
        scoped.set(id, db);
      }
      return db;
    },
    stats: () => ({
      total: app.totalCount + system.totalCount,
      idle: app.idleCount + system.idleCount,
      waiting: app.waitingCount + system.waitingCount,
    }),
    async close() {
      await Promise.all([app.end(), system.end()]);
    },
  };
}
