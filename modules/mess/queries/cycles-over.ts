import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx/index.ts';
import { todayByZone } from '../../../kernel/db/index.ts';

/** The cycles that are over by their organization's clock and gave nothing back yet; asked without an organization. */
export async function cyclesOver(ctx: Ctx): Promise<{ organizationId: string; cycleId: string }[]> {
  const { zones, days } = await todayByZone(ctx);
  const { rows } = await sql<{ organization_id: string; cycle_id: string }>`
    select organization_id, cycle_id from mess_cycles_over(${zones}::text[], ${days}::date[])`.execute(ctx.db);
  return rows.map(({ organization_id, cycle_id }) => ({ organizationId: organization_id, cycleId: cycle_id }));
}
