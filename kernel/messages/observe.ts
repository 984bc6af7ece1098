import { Gauge } from 'prom-client';
import type { Boot } from '../module/index.ts';
import type { Metrics } from '../observability/index.ts';

/** Counts the waiting messages by the index of due messages, which holds nothing else. */
export function countMessages(metrics: Metrics, boot: Boot): void {
  new Gauge({
    name: 'counterfoil_outbox_oldest_seconds',
    help: 'How long the oldest message waits that was due; 0 when none is.',
    registers: [metrics.registry],
    async collect() {
      const first = boot.database.system
        .selectFrom('message')
        .select((eb) => eb.fn.min('next_attempt_at').as('due'))
        .where('state', '=', 'queued');
      const { due } = await first.executeTakeFirstOrThrow();
      this.set(due === null ? 0 : Math.max(0, boot.clock.now().getTime() - new Date(due).getTime()) / 1000);
    },
  });
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
