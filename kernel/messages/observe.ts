import { sql } from 'kysely';
import { Gauge } from 'prom-client';
import type { Boot } from '../module/index.ts';
import type { HealthCheck, Metrics, PartState } from '../observability/index.ts';
import { type MailHealth, mailHealth } from './health.ts';

const PART: Record<MailHealth['state'], PartState> = { ok: 'up', behind: 'degraded', down: 'down', off: 'off' };

/** The part `mail` of /api/v1/health. The server's own words stay inside: the answer is public. */
export const mailCheck: HealthCheck = async (boot) => {
  const { state } = await mailHealth({ ...boot, system: boot.database.system });
  return { state: PART[state], ...(state === 'behind' && { detail: 'behind' }) };
};

/** How much of the outbox waits: by the index of due messages, which holds nothing else. */
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
