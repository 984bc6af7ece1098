import { audit } from '../../audit/index.ts';
import { changeConversationPerson } from '../../channels/index.ts';
import { type Ctx, inOrg } from '../../ctx/index.ts';
import { transaction } from '../../db/index.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import { createPerson } from '../../people/index.ts';
import { type AccountRow, ownAccount } from '../account.ts';
import type { OwnChat } from '../contract.ts';

const chatsOf = (ctx: Ctx, { person_id }: AccountRow) =>
  ctx.db
    .selectFrom('conversation')
    .select(['id', 'channel', 'display_name', 'address', 'last_inbound_at'])
    .where(inOrg(ctx))
    .where('person_id', '=', person_id)
    .orderBy('id', 'desc')
    .limit(50);

/** The chats of the caller's account, the latest first. Refuses with `portal.account_wanted`. */
export async function ownChats(ctx: Ctx): Promise<Result<OwnChat[]>> {
  const account = await ownAccount(ctx);
  if (!account.ok) return account;
  const rows = await chatsOf(ctx, account.data).execute();
  return ok(
    rows.map(({ id, channel, display_name, address, last_inbound_at }) => ({
      id,
      channel,
      // An address of the web chat means nothing to people.
      name: display_name ?? (channel === 'web' ? '' : address),
      last_used_at: last_inbound_at?.toISOString() ?? null,
    })),
  );
}

/**
 * Takes a chat from the caller's account, for instance of a lost phone: the conversation gets a person of its own.
 * Refuses with `portal.chat_not_found`, `portal.account_wanted`.
 */
export async function unlinkChat(ctx: Ctx, conversationId: string): Promise<Result<null>> {
  return transaction(ctx, async (tx) => {
    const account = await ownAccount(tx);
    if (!account.ok) return account;
    const chat = await chatsOf(tx, account.data).where('id', '=', conversationId).executeTakeFirst();
    if (!chat) return refuse('portal.chat_not_found');
    const person = await createPerson(tx, { name: chat.display_name ?? chat.address, language: account.data.language });
    if (!person.ok) return person;
    const changed = await changeConversationPerson(tx, conversationId, person.data.id);
    if (!changed.ok) return changed;
    await audit(tx, 'portal.chat.unlinked', {
      subject: { type: 'portal.account', id: account.data.id },
      before: { name: account.data.name, conversation: conversationId },
    });
    return ok(null);
  });
}
