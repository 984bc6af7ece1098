import { sql } from 'kysely';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { firstIdAt } from '../../../kernel/lib/ids.ts';
import { ok, type Result } from '../../../kernel/lib/result.ts';
import { getMachine } from '../machines/machines.query.ts';
import type { TemperatureReading } from './contract.ts';
import { MILLISECONDS, throughOf } from './roll-up-status.action.ts';

const MAX_POINTS = 288;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Up to here the reports themselves are read: some 600 rows. Beyond, the sums of hours, and the reports since. */
const MAX_HOURS_OF_REPORTS = 48;

/**
 * What a machine reported in the last hours, at most 289 points: each is the mean of its span. Over more than two days
 * spans are whole hours. Refuses with `coffee.machine.not_found`.
 */
export async function temperaturesOf(
  ctx: Ctx,
  reference: string,
  hours: number,
): Promise<Result<TemperatureReading[]>> {
  const machine = await getMachine(ctx, reference);
  if (!machine.ok) return machine;
  const now = ctx.clock.now().getTime();
  const byHour = hours > MAX_HOURS_OF_REPORTS;
  const span = byHour ? Math.ceil(hours / MAX_POINTS) * HOUR_MS : Math.ceil((hours * HOUR_MS) / MAX_POINTS);
  const from = byHour ? Math.floor((now - hours * HOUR_MS) / HOUR_MS) * HOUR_MS : now - hours * HOUR_MS;
  const through = Math.max(from, byHour ? ((await throughOf(ctx))?.getTime() ?? from) : from);
  const [organizationId, machineId] = [orgOf(ctx).id, machine.data.id];
  const degrees = (value: string) => sql`round(${sql.raw(value)} / 10.0, 1)::float8`;
  const { rows } = await sql<TemperatureReading & { at: number }>`
    select min(at) as at, ${degrees('sum(sum)::numeric / nullif(sum(measured), 0)')} as temperature,
      ${degrees('min(lowest_dc)')} as lowest, ${degrees('max(highest_dc)')} as highest,
      (array_agg(status order by at desc))[1] as status
    from (
      select (extract(epoch from hour_at) * 1000)::bigint as at, temperature_sum_dc as sum, measured, lowest_dc,
        highest_dc, status
      from coffee_status_hour where organization_id = ${organizationId} and machine_id = ${machineId}
        and hour_at >= ${new Date(from)} and hour_at < ${new Date(through)}
      union all
      select ${MILLISECONDS}, temperature_dc, (temperature_dc is not null)::int, temperature_dc, temperature_dc, status
      from coffee_status where organization_id = ${organizationId} and machine_id = ${machineId}
        and id >= ${firstIdAt(through)} and id < ${firstIdAt(now + DAY_MS)}
    ) s
    group by (at - ${from}::bigint) / ${span}::bigint order by 1`.execute(ctx.db);
  return ok(
    rows.map((row) => ({ ...row, at: new Date(Number(row.at)).toISOString() })),
    { next: null },
  );
}
