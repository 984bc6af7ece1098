import { sql } from 'kysely';
import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';

/**
 * The names of the scanners of services, by the ids of their scans. A separate query, since PostgreSQL plans a join with
 * the scans for every month, which takes longer than to read them.
 */
export async function devicesOf(ctx: Ctx, served: { scan_id: string }[]): Promise<Map<string, string>> {
  if (served.length === 0) return new Map();
  const ids = served.map(({ scan_id }) => scan_id);
  const rows = await ctx.db
    .selectFrom('mess_scan')
    .select(['id', 'device_name'])
    .where(inOrg(ctx))
    .where('id', '=', sql<string>`any (${ids}::uuid[])`)
    .execute();
  return new Map(rows.map(({ id, device_name }) => [id, device_name]));
}

/** The organizations with students who wait for a message about a meal; called without an organization. */
export async function organizationsToNotify(ctx: Ctx): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select mess_meals_to_notify() as id`.execute(ctx.db);
  return rows.map(({ id }) => id);
}
