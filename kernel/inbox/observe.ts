import { sql } from 'kysely';
import { Gauge } from 'prom-client';
import type { Boot } from '../module/index.ts';
import type { Metrics } from '../observability/index.ts';

/** Counts the waiting events by the index of due events, which holds nothing else. */
export function countEvents(metrics: Metrics, boot: Boot): void {
  new Gauge({
    name: 'counterfoil_inbox_oldest_seconds',
    help: 'How long the oldest event waits; 0 when none does.',
    registers: [metrics.registry],
    async collect() {
      const { rows } = await sql<{
        since: Date | null;
      }>`select min(received_at) as since from inbox_event where state = 'received'`.execute(boot.database.system);
      const since = rows[0]?.since;
      this.set(since ? Math.max(0, boot.clock.now().getTime() - new Date(since).getTime()) / 1000 : 0);
    },
  });
  new Gauge({
    name: 'counterfoil_inbox_events',
    help: 'Events from outside (chats, payment providers) that wait to be processed, over all organizations.',
    registers: [metrics.registry],
    async collect() {
      const { rows } = await sql<{
        depth: number;
      }>`select count(*) as depth from inbox_event where state = 'received'`.execute(boot.database.system);
      this.set(rows[0]?.depth ?? 0);
    },
  });
}
