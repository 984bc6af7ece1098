import { audit } from '../../audit/index.ts';
import { type Ctx, inOrg } from '../../ctx/index.ts';
import { transaction } from '../../db/index.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import { getPerson } from '../../people/index.ts';
import { findConversation } from '../conversation.ts';
import { publishConversation } from '../send-to-conversation.ts';

/**
 * Sets the person of a conversation: somebody who writes from a new address is a new person until staff correct it.
 * Earlier orders and payments stay with the person they were made for. Refuses with `channels.conversation_not_found`
 * or `people.not_found`.
 */
export async function changeConversationPerson(
  ctx: Ctx,
  id: string,
  personId: string,
): Promise<Result<{ id: string; person_id: string }>> {
  return transaction(ctx, async (tx) => {
    const row = await findConversation(tx, id, { lock: true });
    if (!row) return refuse('channels.conversation_not_found');
    const person = await getPerson(tx, personId);
    if (!person.ok) return person;
    await Promise.all([
      tx.db.updateTable('conversation').set({ person_id: personId }).where(inOrg(tx)).where('id', '=', id).execute(),
      audit(tx, 'channels.person_changed', {
        subject: { type: 'conversation', id },
        before: { person_id: row.person_id },
        after: { person_id: personId, person: person.data.name },
      }),
    ]);
    publishConversation(tx, id);
    return ok({ id, person_id: personId });
  });
}
