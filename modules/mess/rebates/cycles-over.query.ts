import { sql } from 'kysely';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { todayByZone } from '../../../kernel/db/index.ts';
import { dayIn } from '../../../kernel/lib/time.ts';

/** The organizations with a cycle that is over by their clock and not credited yet; called without an organization. */
export async function organizationsWithCyclesOver(ctx: Ctx): Promise<string[]> {
  const { zones, days } = await todayByZone(ctx);
  const { rows } = await sql<{ id: string }>`
    select distinct organization_id as id from mess_cycles_over(${zones}::text[], ${days}::date[])`.execute(ctx.db);
  return rows.map(({ id }) => id);
}

/** Those cycles of one organization, the earliest first. */
export async function cyclesOver(ctx: Ctx): Promise<string[]> {
  const { id, timeZone } = orgOf(ctx);
  const rows = await ctx.db
    .selectFrom('mess_cycle')
    .select('id')
    .where('organization_id', '=', id)
    .where('rebates_credited_at', 'is', null)
    .where('ends_on', '<', dayIn(timeZone, ctx.clock.now()))
    .orderBy('ends_on')
    .execute();
  return rows.map((row) => row.id);
}
