import { sql } from 'kysely';
import { Gauge } from 'prom-client';
import type { Boot } from '../module/index.ts';
import type { Metrics } from '../observability/index.ts';

/** Counts the waiting messages by the index of due messages, which holds nothing else. */
export function countMessages(metrics: Metrics, boot: Boot): void {
  new Gauge({
    name: 'counterfoil_outbox_messages',
    help: 'Messages that wait to be sent, over all organizations.',
    registers: [metrics.registry],
    async collect() {
      const { rows } = await sql<{
        depth: number;
      }>`select count(*) as depth from message where state = 'queued'`.execute(boot.database.system);
      this.set(rows[0]?.depth ?? 0);
    },
  });
}
