import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx/index.ts';

/** The organizations in which somebody can get a report; the job runs without one, so the tables' owner looks. */
export async function withMembers(ctx: Ctx): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select electricity_with_members() as id`.execute(ctx.db);
  return rows.map(({ id }) => id);
}
