import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx/index.ts';

/** The organizations with students who wait for a message about a meal; called without an organization. */
export async function organizationsToNotify(ctx: Ctx): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select mess_meals_to_notify() as id`.execute(ctx.db);
  return rows.map(({ id }) => id);
}
