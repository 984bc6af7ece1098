import { audit } from '../../audit/index.ts';
import { personOf } from '../../auth/index.ts';
import { type Ctx, inOrg } from '../../ctx/index.ts';
import { transaction } from '../../db/index.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';

/** Unlinks one of the caller's own chats, for instance of a lost phone. Refuses with `staff.chat_not_found`. */
export async function unlinkChat(ctx: Ctx, conversationId: string): Promise<Result<null>> {
  const person = personOf(ctx);
  if (!person.ok) return person;
  return transaction(ctx, async (tx) => {
    const gone = await tx.db
      .deleteFrom('staff_chat')
      .where(inOrg(tx))
      .where('conversation_id', '=', conversationId)
      .where('user_id', '=', person.data.id)
      .executeTakeFirst();
    if (gone.numDeletedRows === 0n) return refuse('staff.chat_not_found');
    await audit(tx, 'staff.chat_unlinked', {
      subject: { type: 'staff.chat', id: conversationId },
      before: { member: person.data.name },
    });
    return ok(null);
  });
}
