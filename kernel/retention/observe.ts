import { sql } from 'kysely';
import { Gauge } from 'prom-client';
import type { Boot } from '../module/index.ts';
import type { Metrics } from '../observability/index.ts';

type Months = { table: string; months: number; last: Date | null };

/** The months of the tables that are kept by month. */
export function countMonths(metrics: Metrics, boot: Boot): void {
  const registers = [metrics.registry];
  const labelNames = ['table'] as const;
  const read = async () => {
    // Raw SQL: it asks PostgreSQL's own catalogue and functions.
    const { rows } = await sql<Months>`
      select c.relname as "table", m.months, m.last from pg_class c,
        lateral (select count(*)::int as months, max(month + interval '1 month') as last from months_of(c.oid::regclass)) m
      where c.relkind = 'p' and c.relnamespace = 'public'::regnamespace`.execute(boot.database.system);
    return rows;
  };
  new Gauge({
    name: 'counterfoil_partition_ahead_seconds',
    help: 'Time until the last month that was made for a table ends; the nightly job keeps it above 31 days.',
    labelNames,
    registers,
    async collect() {
      const rows = await read();
      this.reset();
      for (const { table, last } of rows) {
        const ahead = last === null ? 0 : new Date(last).getTime() - boot.clock.now().getTime();
        this.set({ table }, Math.floor(ahead / 1000));
      }
    },
  });
  new Gauge({
    name: 'counterfoil_partitions',
    help: 'Months of the tables that are kept by month.',
    labelNames,
    registers,
    async collect() {
      const rows = await read();
      this.reset();
      for (const { table, months } of rows) this.set({ table }, months);
    },
  });
}
