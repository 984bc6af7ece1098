/** The state of the mirror over all organizations. */
import { sql } from 'kysely';
import { Gauge } from 'prom-client';
import type { Boot } from '../module/index.ts';
import type { HealthCheck, Metrics } from '../observability/index.ts';

/**
 * Longer than Google's pauses and the wait for an unknown outcome: when rows wait this long and none arrives, a person
 * should look.
 */
const BEHIND_MS = 15 * 60_000;

/**
 * `off`: no organization has a spreadsheet. `degraded`: rows have waited too long (`behind`), or were refused
 * (`dead_rows`). Never down: nothing else needs the mirror.
 */
export const mirrorHealth: HealthCheck = async (boot: Boot) => {
  const since = new Date(boot.clock.now().getTime() - BEHIND_MS);
  // Raw SQL: nested conditions read better in SQL.
  const { rows } = await sql<{ used: boolean; behind: boolean; dead: boolean }>`
    select exists (select from setting where module = 'mirror' and coalesce(values ->> 'spreadsheet_id', '') <> '') as used,
      exists (select from mirror_row r left join mirror_book b using (organization_id)
        where r.state in ('waiting', 'unsure') and r.at < ${since} and coalesce(b.last_success_at, '-infinity') < ${since}) as behind,
      exists (select from mirror_row where state = 'dead') as dead`.execute(boot.database.system);
  const [row] = rows;
  if (!row?.used) return { state: 'off' };
  if (row.behind) return { state: 'degraded', detail: 'behind' };
  return row.dead ? { state: 'degraded', detail: 'dead_rows' } : { state: 'up' };
};

export function countRows(metrics: Metrics, boot: Boot): void {
  new Gauge({
    name: 'counterfoil_mirror_rows',
    help: 'Rows that wait for their spreadsheet, over all organizations.',
    registers: [metrics.registry],
    async collect() {
      const waiting = boot.database.system
        .selectFrom('mirror_row')
        .select((eb) => eb.fn.countAll<number>().as('depth'))
        .where('state', 'in', ['waiting', 'unsure']);
      this.set((await waiting.executeTakeFirstOrThrow()).depth);
    },
  });
}
