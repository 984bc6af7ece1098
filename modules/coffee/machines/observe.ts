import { sql } from 'kysely';
import { Gauge } from 'prom-client';
import { dayIn } from '../../../kernel/lib/time.ts';
import type { Boot } from '../../../kernel/module/index.ts';
import type { Metrics } from '../../../kernel/observability/index.ts';

/** As the settings have it by default: machines report once a minute, and two reports may be lost. */
const ONLINE_MS = 3 * 60_000;
const DAY_MS = 86_400_000;

type Figure = { what: 'machines' | 'commands' | 'orders'; state: string; sold_on: string | null; count: number };

/** Machines, open commands and the orders of today over all organizations; each is read once for a scrape. */
export function countFleet(metrics: Metrics, boot: Boot): void {
  const { db } = boot.ctxFor(null, 'metrics');
  const read = async (): Promise<Figure[]> => {
    const now = boot.clock.now().getTime();
    const [from, to] = [-DAY_MS, DAY_MS].map((by) => dayIn('UTC', new Date(now + by)));
    const { rows } = await sql<Figure>`
      select * from coffee_figures(${new Date(now - ONLINE_MS)}, ${from}::date, ${to}::date)`.execute(db);
    return rows;
  };
  let figures: Promise<Figure[]> | undefined;
  const shared = () => {
    figures ??= read().finally(() => setImmediate(() => (figures = undefined)));
    return figures;
  };
  const gauge = (name: string, help: string, what: Figure['what'], states: string[]) =>
    new Gauge({
      name,
      help,
      labelNames: ['state'],
      registers: [metrics.registry],
      async collect() {
        for (const state of states) this.set({ state }, 0);
        for (const one of await shared()) if (one.what === what) this.set({ state: one.state }, Number(one.count));
      },
    });
  gauge(
    'counterfoil_coffee_machines',
    'Coffee machines in use; online: reported within three minutes, waiting: never reported yet.',
    'machines',
    ['online', 'offline', 'waiting'],
  );
  gauge('counterfoil_coffee_commands', 'Commands to coffee machines that have not ended.', 'commands', [
    'queued',
    'sent',
    'acknowledged',
  ]);
  new Gauge({
    name: 'counterfoil_coffee_orders_today',
    help: 'Orders of coffee machines that count for today, by the time zone of each organization.',
    registers: [metrics.registry],
    async collect() {
      const now = boot.clock.now();
      const rows = (await shared()).filter(
        ({ what, state, sold_on }) => what === 'orders' && sold_on === dayIn(state, now),
      );
      this.set(rows.reduce((sum, { count }) => sum + Number(count), 0));
    },
  });
}
