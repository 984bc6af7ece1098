import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx/index.ts';

/**
 * The organizations with expired reservations. The job runs without an organization, so a function of the tables' owner
 * reads them.
 */
export async function overdueOrganizations(ctx: Ctx): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select raffle_overdue(${ctx.clock.now()}) as id`.execute(ctx.db);
  return rows.map((row) => row.id);
}
