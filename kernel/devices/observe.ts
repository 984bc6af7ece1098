import { sql } from 'kysely';
import { Gauge } from 'prom-client';
import type { Boot } from '../module/index.ts';
import type { Metrics } from '../observability/index.ts';

/** A device that has not called for this long is offline; scanners and meters call more often. */
const SILENT_MS = 15 * 60_000;

/** Counts enrolled devices by kind, and whether they called lately. */
export function countDevices(metrics: Metrics, boot: Boot): void {
  new Gauge({
    name: 'counterfoil_devices',
    help: 'Enrolled devices by kind, over all organizations; online: called within a quarter of an hour.',
    labelNames: ['kind', 'state'],
    registers: [metrics.registry],
    async collect() {
      const since = new Date(boot.clock.now().getTime() - SILENT_MS);
      // Raw SQL: counts with conditions read better in SQL.
      const { rows } = await sql<{ kind: string; online: number; total: number }>`
        select kind, count(*) filter (where last_seen_at >= ${since})::int as online, count(*)::int as total
        from device where enrolled_at is not null and revoked_at is null group by kind`.execute(boot.database.system);
      this.reset();
      for (const { kind, online, total } of rows) {
        this.set({ kind, state: 'online' }, online);
        this.set({ kind, state: 'offline' }, total - online);
      }
    },
  });
}
