import { orgOf } from '../ctx/index.ts';
import type { StartStep } from '../module/index.ts';

/** Ticks with the second member; an invitation that nobody accepted yet is said. */
export const peopleStep: StartStep = {
  id: 'tenancy.people',
  permission: 'member.write',
  to: '/office/members',
  async look(ctx) {
    const { id } = orgOf(ctx);
    const [members, invited] = await Promise.all([
      ctx.db.selectFrom('membership').select('user_id').where('organization_id', '=', id).limit(2).execute(),
      ctx.db
        .selectFrom('invitation')
        .select('id')
        .where('organization_id', '=', id)
        .where('accepted_at', 'is', null)
        .where('revoked_at', 'is', null)
        .limit(1)
        .executeTakeFirst(),
    ]);
    return { done: members.length > 1, say: invited ? 'invited' : 'todo' };
  },
};
