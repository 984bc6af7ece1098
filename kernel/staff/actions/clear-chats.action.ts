import { audit } from '../../audit/index.ts';
import type { Ctx } from '../../ctx/index.ts';

/**
 * Removes every linked chat and open code of a person, in all organizations. `tx` is a transaction with the rights of
 * the tables' owner.
 */
export async function clearChats(tx: Ctx, userId: string): Promise<void> {
  const gone = await tx.db
    .deleteFrom('staff_chat as c')
    .using('auth_user as u')
    .whereRef('u.id', '=', 'c.user_id')
    .where('c.user_id', '=', userId)
    .returning(['c.organization_id', 'c.conversation_id', 'u.name'])
    .execute();
  await tx.db.deleteFrom('staff_code').where('user_id', '=', userId).execute();
  for (const { organization_id: organizationId, conversation_id: id, name: member } of gone) {
    const subject = { type: 'staff.chat', id };
    await audit(tx, 'staff.chat_unlinked', { subject, before: { member }, organizationId });
  }
}
