import { sql } from 'kysely';
import { Gauge } from 'prom-client';
import type { Boot } from '../module/index.ts';
import type { HealthCheck, Metrics } from '../observability/index.ts';

const hanging = (boot: Boot) =>
  sql<{ count: number }>`select count(*)::int as count from payment_attempt
    where state in ('sending', 'waiting', 'unknown') and alert_at < ${boot.clock.now()}`.execute(boot.database.system);

/** `degraded` with `hanging`: what a provider was asked is open for longer than it should be; the console's page says which. */
export const paymentsHealth: HealthCheck = async (boot: Boot) => {
  const { rows } = await hanging(boot);
  return rows[0]?.count ? { state: 'degraded', detail: 'hanging' } : { state: 'up' };
};

export function countAttempts(metrics: Metrics, boot: Boot): void {
  new Gauge({
    name: 'counterfoil_payment_attempts_hanging',
    help: 'What payment providers were asked and have not settled in an hour, over all organizations.',
    registers: [metrics.registry],
    async collect() {
      const { rows } = await hanging(boot);
      this.set(rows[0]?.count ?? 0);
    },
  });
}
