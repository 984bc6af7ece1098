import { sql } from 'kysely';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';

/** Students who got a rebate for a cycle and can be notified; those who never wrote are left out. */
export async function rebateAudience(ctx: Ctx, cycleId: string): Promise<string[]> {
  const rows = await ctx.db
    .selectFrom('mess_rebate as r')
    .innerJoin('mess_student as s', (on) =>
      on.onRef('s.organization_id', '=', 'r.organization_id').onRef('s.id', '=', 'r.student_id'),
    )
    .select('s.person_id')
    .distinct()
    .where('r.organization_id', '=', orgOf(ctx).id)
    .where('r.cycle_id', '=', cycleId)
    .where(
      sql<boolean>`exists (select from conversation c where c.organization_id = s.organization_id and c.person_id = s.person_id)`,
    )
    .orderBy('s.person_id')
    .execute();
  return rows.map(({ person_id }) => person_id);
}

/** What a cycle gave back to a person, in minor units; undefined when it gave nothing. */
export async function rebateOf(
  ctx: Ctx,
  cycleId: string,
  personId: string,
): Promise<{ cycle: string; total_minor: number; currency: string } | undefined> {
  const row = await ctx.db
    .selectFrom('mess_rebate as r')
    .innerJoin('mess_student as s', (on) =>
      on.onRef('s.organization_id', '=', 'r.organization_id').onRef('s.id', '=', 'r.student_id'),
    )
    .innerJoin('mess_cycle as c', (on) =>
      on.onRef('c.organization_id', '=', 'r.organization_id').onRef('c.id', '=', 'r.cycle_id'),
    )
    .select(['c.name as cycle', 'r.currency', (of) => of.fn.sum<number>('r.amount_minor').as('total_minor')])
    .where('r.organization_id', '=', orgOf(ctx).id)
    .where('r.cycle_id', '=', cycleId)
    .where('s.person_id', '=', personId)
    .groupBy(['c.name', 'r.currency'])
    .executeTakeFirst();
  return row && { ...row, total_minor: Number(row.total_minor) };
}
