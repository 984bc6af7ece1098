import { sql } from 'kysely';
import { Gauge } from 'prom-client';
import type { Boot } from '../module/index.ts';
import type { Metrics } from '../observability/index.ts';

/** How much of what the channels sent waits: by the index of due events, which holds nothing else. */
export function countEvents(metrics: Metrics, boot: Boot): void {
  new Gauge({
    name: 'counterfoil_channel_events',
    help: 'Events of channels that wait to be worked off, over all organizations.',
    registers: [metrics.registry],
    async collect() {
      const { rows } = await sql<{
        depth: number;
      }>`select count(*) as depth from channel_event where state = 'received'`.execute(boot.database.system);
      this.set(rows[0]?.depth ?? 0);
    },
  });
}
