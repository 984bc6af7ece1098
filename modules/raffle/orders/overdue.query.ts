import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx/index.ts';

/** The organizations that have reservations past their time; asked without one, so by a function of the tables' owner. */
export async function overdueOrganizations(ctx: Ctx): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select raffle_overdue(${ctx.clock.now()}) as id`.execute(ctx.db);
  return rows.map((row) => row.id);
}
