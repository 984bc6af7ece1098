import { sql } from 'kysely';
import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import type { DayRange } from '../calendar/days.rule.ts';

/**
 * The students whom a closure affects: those who eat, unless they are away on each of its days. Students who never
 * wrote are left out, because there is no chat to send to.
 */
export async function closureAudience(ctx: Ctx, { from, to }: DayRange): Promise<{ id: string; person_id: string }[]> {
  return ctx.db
    .selectFrom('mess_student as s')
    .select(['s.id', 's.person_id'])
    .where(inOrg(ctx, 's'))
    .where('s.state', '=', 'approved')
    .where(
      sql<boolean>`not exists (select from mess_cut x where x.organization_id = s.organization_id and x.student_id = s.id
        and x.state = 'active' and x.from_on <= ${from}::date and x.to_on >= ${to}::date)`,
    )
    .where(
      sql<boolean>`exists (select from conversation c where c.organization_id = s.organization_id and c.person_id = s.person_id)`,
    )
    .orderBy('s.id')
    .execute();
}

/** The recipients of announcements: approved and suspended students who have a chat. */
export async function everybody(ctx: Ctx): Promise<{ id: string; person_id: string }[]> {
  return ctx.db
    .selectFrom('mess_student as s')
    .select(['s.id', 's.person_id'])
    .where(inOrg(ctx, 's'))
    .where('s.state', 'in', ['approved', 'suspended'])
    .where(
      sql<boolean>`exists (select from conversation c where c.organization_id = s.organization_id and c.person_id = s.person_id)`,
    )
    .orderBy('s.id')
    .execute();
}

/** Whether a person already has a chat with the organization. */
export async function hasChat(ctx: Ctx, personId: string): Promise<boolean> {
  const row = await ctx.db
    .selectFrom('conversation')
    .select('id')
    .where(inOrg(ctx))
    .where('person_id', '=', personId)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
