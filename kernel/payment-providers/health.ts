import { Gauge } from 'prom-client';
import type { Boot } from '../module/index.ts';
import type { HealthCheck, Metrics } from '../observability/index.ts';
import { OPEN_ATTEMPTS } from './domain/attempt-states.ts';

/** Attempts counted by age; with more, something else is wrong first. */
const MAX_COUNTED = 20_000;

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
export const providersHealth: HealthCheck = async (boot: Boot) => {
  return (await hanging(boot)) ? { state: 'degraded', detail: 'hanging' } : { state: 'up' };
};

/** How long an attempt may be open, in seconds, and its label. */
const AGES: [number, string][] = [
  [300, 'minutes'],
  [3600, 'hour'],
  [86_400, 'day'],
  [Number.POSITIVE_INFINITY, 'older'],
];

export function countAttempts(metrics: Metrics, boot: Boot): void {
  new Gauge({
    name: 'counterfoil_payment_attempts_open',
    help: 'What payment providers were asked and have not settled, by state and age: under 5 minutes, an hour, a day, older.',
    labelNames: ['state', 'age'],
    registers: [metrics.registry],
    async collect() {
      const open = await boot.database.system
        .selectFrom('payment_attempt')
        .select(['state', 'created_at'])
        .where('state', 'in', OPEN_ATTEMPTS)
        .limit(MAX_COUNTED)
        .execute();
      this.reset();
      for (const state of OPEN_ATTEMPTS) for (const [, age] of AGES) this.set({ state, age }, 0);
      const now = boot.clock.now().getTime();
      for (const { state, created_at } of open) {
        const [, age] = AGES.find(([seconds]) => now - created_at.getTime() < seconds * 1000) ?? [0, 'older'];
        this.inc({ state, age });
      }
    },
  });
  new Gauge({
    name: 'counterfoil_payment_attempts_hanging',
    help: 'What payment providers were asked and have not settled in an hour, over all organizations.',
    registers: [metrics.registry],
    async collect() {
      this.set(await hanging(boot));
    },
  });
}
