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
      const waiting = boot.database.system
        .selectFrom('message')
        .select((eb) => eb.fn.countAll<number>().as('depth'))
        .where('state', '=', 'queued');
      this.set((await waiting.executeTakeFirstOrThrow()).depth);
    },
  });
}
