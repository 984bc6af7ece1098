import { audit } from '../../audit/index.ts';
import { changeConversationPerson } from '../../channels/index.ts';
import { type Ctx, inOrg } from '../../ctx/index.ts';
import { transaction } from '../../db/index.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import { hashSecret } from '../../lib/tokens.ts';
import { type AccountRow, accounts, asHolder } from '../account.ts';

/**
 * Gives a chat to the account whose code was sent in it: from then on the person of the conversation is the account's.
 * The code is used up. Orders and the like that were made in the chat before stay with the person it had. Refuses with
 * `portal.chat_code_unknown`: unknown, used, or expired.
 */
export async function linkChat(ctx: Ctx, conversationId: string, code: string): Promise<Result<AccountRow>> {
  return transaction(ctx, async (tx) => {
    const used = await tx.db
      .deleteFrom('portal_chat_code')
      .where(inOrg(tx))
      .where('code_hash', '=', hashSecret(code))
      .where('expires_at', '>', tx.clock.now())
      .returning('account_id')
      .executeTakeFirst();
    const account = used && (await accounts(tx).where('a.id', '=', used.account_id).executeTakeFirst());
    if (!account) return refuse('portal.chat_code_unknown');
    const holder = asHolder(tx, account);
    const changed = await changeConversationPerson(holder, conversationId, account.person_id);
    if (!changed.ok) return changed;
    await audit(holder, 'portal.chat.linked', {
      subject: { type: 'portal.account', id: account.id },
      after: { name: account.name, conversation: conversationId },
    });
    return ok(account);
  });
}
