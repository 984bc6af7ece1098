import { sql } from 'kysely';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Boot } from '../module/index.ts';

/** The server's own metrics. Packages add theirs to `registry` in the `metrics` of their manifest. */
export type Metrics = {
  registry: Registry;
  http: Histogram<'method' | 'route' | 'status'>;
  jobs: Histogram<'job' | 'outcome'>;
};

declare module '../ctx/index.ts' {
  interface Services {
    /** absent in the few tests that open no application */
    metrics?: Metrics;
  }
}
declare module '../module/index.ts' {
  interface Manifest {
    /** Registers the package's metrics, after everything has started. */
    metrics?(metrics: Metrics, boot: Boot): void;
  }
}

export function createMetrics(boot: Boot): Metrics {
  const registry = new Registry();
  // Includes the event loop's lag as a histogram of the runtime (monitorEventLoopDelay): mean, p50, p90, p99.
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: 'counterfoil_database_connections',
    help: 'Connections to the database by what they do; waiting: requests that wait for one.',
    labelNames: ['state'],
    registers: [registry],
    collect() {
      const { total, idle, waiting } = boot.database.stats();
      this.set({ state: 'busy' }, total - idle);
      this.set({ state: 'idle' }, idle);
      this.set({ state: 'waiting' }, waiting);
    },
  });
  let looking: Promise<ServerFigures> | undefined;
  // All three are asked for at once, by one statement.
  const look = () => {
    looking ??= serverFigures(boot).finally(() => {
      looking = undefined;
    });
    return looking;
  };
  for (const [name, help, figure] of [
    ['counterfoil_database_server_connections', 'Connections that the database server has, of all programs.', 'used'],
    ['counterfoil_database_server_max_connections', 'Connections that it allows, over all programs.', 'allowed'],
    ['counterfoil_database_size_bytes', 'Size of the database on its disk.', 'bytes'],
  ] as const)
    new Gauge({
      name,
      help,
      registers: [registry],
      async collect() {
        this.set((await look())[figure]);
      },
    });
  if (boot.database.reads())
    new Counter({
      name: 'counterfoil_database_reads_total',
      help: 'Lists, reports and exports by the server that was read: the replica, or the primary where it was behind or away.',
      labelNames: ['server'],
      registers: [registry],
      collect() {
        this.reset();
        for (const [server, count] of Object.entries(boot.database.reads() ?? {})) this.inc({ server }, count);
      },
    });
  return {
    registry,
    http: new Histogram({
      name: 'counterfoil_http_request_duration_seconds',
      help: 'Time from the request to the last byte of its answer, by route.',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
      registers: [registry],
    }),
    jobs: new Histogram({
      name: 'counterfoil_job_duration_seconds',
      help: 'Time of one attempt of a background job, by its outcome.',
      labelNames: ['job', 'outcome'],
      buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 15, 60, 300, 900],
      registers: [registry],
    }),
  };
}

type ServerFigures = { used: number; allowed: number; bytes: number };

async function serverFigures({ database }: Boot): Promise<ServerFigures> {
  // Raw SQL: PostgreSQL's own catalogue.
  const { rows } = await sql<ServerFigures>`
    select (select count(*)::int from pg_stat_activity where backend_type = 'client backend') as used,
      current_setting('max_connections')::int as allowed,
      pg_database_size(current_database())::float8 as bytes`.execute(database.system);
  return rows[0] ?? { used: 0, allowed: 0, bytes: 0 };
}
