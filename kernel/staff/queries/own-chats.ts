import { personOf } from '../../auth/index.ts';
import { type Ctx, inOrg, onOrg } from '../../ctx/index.ts';
import { ok, type Result } from '../../lib/result.ts';
import type { StaffChat } from '../contract.ts';

/** The chats that the signed-in person has linked here, the latest first. Refuses with `auth.person_required`. */
export async function ownChats(ctx: Ctx): Promise<Result<StaffChat[]>> {
  const person = personOf(ctx);
  if (!person.ok) return person;
  const rows = await ctx.db
    .selectFrom('staff_chat as c')
    .innerJoin('conversation as v', onOrg('v.id', 'c.conversation_id'))
    .select(['v.id', 'v.channel', 'v.display_name', 'v.address', 'c.linked_at'])
    .where(inOrg(ctx, 'c'))
    .where('c.user_id', '=', person.data.id)
    .orderBy('c.linked_at', 'desc')
    .execute();
  return ok(
    rows.map(({ id, channel, display_name, address, linked_at }) => ({
      id,
      channel,
      name: display_name ?? address,
      linked_at: linked_at.toISOString(),
    })),
  );
}
