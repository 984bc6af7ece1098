import { audit } from '../../audit/index.ts';
import { type Ctx, inOrg, orgOf } from '../../ctx/index.ts';
import { findText } from '../../i18n/index.ts';
import { readPhone } from '../../lib/contact.ts';
import { moveOptOut } from '../../messages/index.ts';
import { changePerson } from '../../people/index.ts';
import { publishConversation } from '../send-to-conversation.ts';
import type { InboundMove } from '../types.ts';
import type { ChannelEvent } from './channel-event.ts';
import { lockConversation } from './conversation-of.ts';
import { noteForStaff } from './unobeyed.ts';

/**
 * The channel says that somebody has another number or user id: their conversation, and with it the person and what is
 * theirs, goes along, and staff read of it. A conversation that the new address has already gets the person.
 */
export async function processMove(tx: Ctx, event: ChannelEvent, moved: InboundMove): Promise<void> {
  const before = await tx.db
    .selectFrom('conversation')
    .selectAll()
    .where(inOrg(tx))
    .where('channel', '=', event.channel)
    .where('account', '=', event.account)
    .where('address', 'in', moved.former)
    .orderBy('last_message_at', 'desc')
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (!before) return;
  const there = await lockConversation(tx, event, moved.address);
  const id = there?.id ?? before.id;
  await tx.db
    .updateTable('conversation')
    .set((eb) => ({ address: moved.address, person_id: before.person_id, unread: eb('unread', '+', 1) }))
    .where(inOrg(tx))
    .where('id', '=', id)
    .execute();
  await moveOptOut(tx, event.channel, before.address, moved.address);
  const phone = moved.phone ? readPhone(moved.phone, orgOf(tx).country) : null;
  if (phone?.ok) await changePerson(tx, before.person_id, { phone: phone.data });
  const values = { from: before.address, to: phone?.ok ? phone.data : moved.address };
  await noteForStaff(tx, id, findText(tx, 'console.inbox.moved', values) ?? `${values.from} → ${values.to}`);
  await audit(tx, 'channels.moved', {
    subject: { type: 'conversation', id },
    before: { address: before.address },
    after: { address: moved.address },
  });
  publishConversation(tx, id);
}
