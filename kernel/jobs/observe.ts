import { sql } from 'kysely';
import { Gauge } from 'prom-client';
import type { Boot } from '../module/index.ts';
import type { HealthCheck, Metrics } from '../observability/index.ts';
import { DEAD_LETTERS } from './define.ts';

/** A worker's scheduler writes the time every 30 seconds; after this long without it, no worker runs. */
const SILENT_SECONDS = 180;

/** The queue answers, and a worker runs. */
export const queueCheck: HealthCheck = async ({ database }) => {
  // Raw SQL: pg-boss's tables are not among our types.
  const { rows } = await sql<{ worked: boolean }>`
    select cron_on > now() - ${SILENT_SECONDS} * interval '1 second' as worked from pgboss.version`.execute(
    database.system,
  );
  return rows[0]?.worked ? { state: 'up' } : { state: 'degraded', detail: 'no_worker' };
};

/** Counts from pg-boss's monitor, up to 15 seconds old: counting all jobs at every scrape would cost too much. */
export function countJobs(metrics: Metrics, boot: Boot): void {
  new Gauge({
    name: 'counterfoil_jobs',
    help: 'Background jobs by state; dead: failed for good.',
    labelNames: ['job', 'state'],
    registers: [metrics.registry],
    async collect() {
      const { rows } = await sql<{ name: string; ready: number; deferred: number; active: number }>`
        select name, ready_count as ready, deferred_count as deferred, active_count as active from pgboss.queue`.execute(
        boot.database.system,
      );
      this.reset();
      for (const { name, ready, deferred, active } of rows) {
        if (name === DEAD_LETTERS) this.set({ job: 'all', state: 'dead' }, ready);
        else if (!name.startsWith('__')) {
          this.set({ job: name, state: 'ready' }, ready);
          this.set({ job: name, state: 'later' }, deferred);
          this.set({ job: name, state: 'running' }, active);
        }
      }
    },
  });
}
