import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';

/** Those of these roll numbers that are taken. */
export async function rollsTaken(ctx: Ctx, rolls: string[]): Promise<Set<string>> {
  if (rolls.length === 0) return new Set();
  const rows = await ctx.db
    .selectFrom('mess_student')
    .select('roll_number')
    .where('organization_id', '=', orgOf(ctx).id)
    .where('roll_number', 'in', rolls)
    .execute();
  return new Set(rows.map((row) => row.roll_number));
}
