import { sql } from 'kysely';
import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';

/** What one run ends in an organization; the next run comes in a minute. */
const MAX_AT_ONCE = 500;

/** The organizations with purchases past their time; the job runs without one, so the tables' owner looks. */
export async function dueOrganizations(ctx: Ctx): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select electricity_due(${ctx.clock.now()}) as id`.execute(ctx.db);
  return rows.map((row) => row.id);
}

/** The meters of an organization with purchases past their time, the longest waiting first. */
export async function dueMeters(ctx: Ctx): Promise<string[]> {
  const rows = await ctx.db
    .selectFrom('electricity_purchase')
    .select('meter_id')
    .where(inOrg(ctx))
    .where('state', '=', 'open')
    .where('expires_at', '<=', ctx.clock.now())
    .orderBy('expires_at')
    .limit(MAX_AT_ONCE)
    .execute();
  return [...new Set(rows.map(({ meter_id }) => meter_id))];
}
