import { type Ctx, inOrg, orgOf } from '../../ctx/index.ts';
import { readPhone } from '../../lib/contact.ts';
import { newId } from '../../lib/ids.ts';
import { moveOptOut } from '../../messages/index.ts';
import { createPerson } from '../../people/index.ts';
import type { ConversationRow } from '../conversation.ts';
import type { InboundMessage } from '../types.ts';

type Place = { channel: string; account: string };

/**
 * The conversation of a message, locked until the end of the transaction. The first message makes it, with its person.
 * People are not matched by phone: an address identifies one person, but a family may share a phone.
 */
export async function conversationOf(tx: Ctx, place: Place, inbound: InboundMessage): Promise<ConversationRow> {
  const known = await lockConversation(tx, place, inbound.address);
  if (known) return known;
  if (inbound.formerAddress && inbound.formerAddress !== inbound.address) {
    const renamed = await tx.db
      .updateTable('conversation')
      .set({ address: inbound.address })
      .where(inOrg(tx))
      .where('channel', '=', place.channel)
      .where('account', '=', place.account)
      .where('address', '=', inbound.formerAddress)
      .returningAll()
      .executeTakeFirst();
    if (renamed) {
      await moveOptOut(tx, place.channel, inbound.formerAddress, inbound.address);
      return renamed;
    }
  }
  return begin(tx, place, inbound);
}

/** Remembers in which topic of the chat the person writes now. The row is locked. */
export async function inThread(tx: Ctx, row: ConversationRow, thread: string | null): Promise<ConversationRow> {
  if (row.thread === thread) return row;
  await tx.db.updateTable('conversation').set({ thread }).where(inOrg(tx)).where('id', '=', row.id).execute();
  return { ...row, thread };
}

/** The conversation of an address, locked until the end of the transaction. */
export function lockConversation(tx: Ctx, place: Place, address: string): Promise<ConversationRow | undefined> {
  return (
    tx.db
      .selectFrom('conversation')
      .selectAll()
      .where(inOrg(tx))
      .where('channel', '=', place.channel)
      .where('account', '=', place.account)
      .where('address', '=', address)
      // Not a full lock: another transaction that sends a message here refers to the key of this row, and need not
      // wait.
      .forNoKeyUpdate()
      .executeTakeFirst()
  );
}

async function begin(tx: Ctx, place: Place, inbound: InboundMessage): Promise<ConversationRow> {
  const organization = orgOf(tx);
  const now = tx.clock.now();
  const language = tx.services.translator.negotiate(inbound.languageHint, organization.language);
  const phone = inbound.phone ? readPhone(inbound.phone, organization.country) : null;
  const name = inbound.displayName?.trim() || (phone?.ok ? phone.data : inbound.address);
  const person = await createPerson(tx, { name, language, ...(phone?.ok && { phone: phone.data }) });
  if (!person.ok) throw new Error(`a person could not be put down: ${person.code}`);
  return tx.db
    .insertInto('conversation')
    .values({
      organization_id: organization.id,
      id: newId(now.getTime()),
      channel: place.channel,
      account: place.account,
      address: inbound.address,
      thread: inbound.thread ?? null,
      person_id: person.data.id,
      display_name: inbound.displayName?.slice(0, 255) ?? null,
      language,
      last_message_at: now,
      created_at: now,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}
