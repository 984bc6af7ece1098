import { Gauge } from 'prom-client';
import type { Boot } from '../module/index.ts';
import type { HealthCheck, Metrics } from '../observability/index.ts';
import { OPEN_ATTEMPTS } from './domain/attempt-states.ts';

/** The number of overdue attempts, over all organizations. */
async function hanging({ database, clock }: Boot): Promise<number> {
  const { count } = await database.system
    .selectFrom('payment_attempt')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('state', 'in', OPEN_ATTEMPTS)
    .where('alert_at', '<', clock.now())
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** `degraded` with `hanging`: an attempt is open for longer than it should be; the console's page shows which. */
export const paymentsHealth: HealthCheck = async (boot: Boot) => {
  return (await hanging(boot)) ? { state: 'degraded', detail: 'hanging' } : { state: 'up' };
};

export function countAttempts(metrics: Metrics, boot: Boot): void {
  new Gauge({
    name: 'counterfoil_payment_attempts_hanging',
    help: 'What payment providers were asked and have not settled in an hour, over all organizations.',
    registers: [metrics.registry],
    async collect() {
      this.set(await hanging(boot));
    },
  });
}
