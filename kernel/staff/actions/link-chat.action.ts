import { audit } from '../../audit/index.ts';
import { type Actor, type Ctx, inOrg, orgOf } from '../../ctx/index.ts';
import { transaction } from '../../db/index.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import { hashSecret } from '../../lib/tokens.ts';
import { memberById } from '../queries/staff-of.ts';

/**
 * Links a chat to the member of staff whose code was sent in it. A chat has one member: the last one whose code was
 * used. The code is then used up. Refuses with `staff.code_unknown`: unknown, used, expired, or of a person who was
 * removed meanwhile.
 */
export async function linkChat(ctx: Ctx, conversationId: string, code: string): Promise<Result<Actor>> {
  return transaction(ctx, async (tx) => {
    const organization_id = orgOf(tx).id;
    const now = tx.clock.now();
    const used = await tx.db
      .deleteFrom('staff_code')
      .where(inOrg(tx))
      .where('code_hash', '=', hashSecret(code))
      .where('expires_at', '>', now)
      .returning('user_id')
      .executeTakeFirst();
    const member = used && (await memberById(tx, used.user_id));
    if (!member) return refuse('staff.code_unknown');
    const theirs = { user_id: member.id, linked_at: now };
    await tx.db
      .insertInto('staff_chat')
      .values({ organization_id, conversation_id: conversationId, ...theirs })
      .onConflict((on) => on.columns(['organization_id', 'conversation_id']).doUpdateSet(theirs))
      .execute();
    await audit({ ...tx, actor: member }, 'staff.chat_linked', {
      subject: { type: 'staff.chat', id: conversationId },
      after: { member: member.name },
    });
    return ok(member);
  });
}
