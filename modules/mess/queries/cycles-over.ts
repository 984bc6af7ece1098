import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx/index.ts';

/** The cycles that are over by their organization's clock and gave nothing back yet; asked without an organization. */
export async function cyclesOver(ctx: Ctx): Promise<{ organizationId: string; cycleId: string }[]> {
  const { rows } = await sql<{ organization_id: string; cycle_id: string }>`
    select organization_id, cycle_id from mess_cycles_over(${ctx.clock.now()})`.execute(ctx.db);
  return rows.map(({ organization_id, cycle_id }) => ({ organizationId: organization_id, cycleId: cycle_id }));
}
