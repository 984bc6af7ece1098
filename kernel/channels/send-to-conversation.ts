import { type Ctx, orgOf } from '../ctx/index.ts';
import { transaction } from '../db/index.ts';
import { withoutJoiners } from '../lib/chat-markup.ts';
import { cleanJson, cleanText } from '../lib/clean-text.ts';
import { newId } from '../lib/ids.ts';
import { ok, type Result, refuse } from '../lib/result.ts';
import { sendMessage } from '../messages/index.ts';
import { publish } from '../realtime/index.ts';
import { adapterOf } from './channels-service.ts';
import { type ConversationRow, findConversation, windowOpen } from './conversation.ts';
import { CONVERSATION_MESSAGE } from './conversation-message.ts';
import type { ChatContent } from './types.ts';

export type By = { author: 'flow' | 'staff' | 'system' };

/**
 * Says something in a conversation, in the transaction of `tx`: a line of the conversation and, where the channel has a
 * wire, a message in the outbox, which goes out after the commit. Outside the channel's window the outbox sends the
 * approved template, or holds the message until the person writes. Throws when there is no such conversation.
 */
export async function sendToConversation(
  tx: Ctx,
  conversationId: string,
  content: ChatContent,
  by: By = { author: 'system' },
): Promise<{ id: string }> {
  const conversation = await findConversation(tx, conversationId);
  if (!conversation) throw new Error(`no conversation ${conversationId}`);
  return sendToConversationRow(tx, conversation, content, by);
}

/** As `say`, where the conversation's row is at hand. */
export async function sendToConversationRow(
  tx: Ctx,
  conversation: ConversationRow,
  content: ChatContent,
  by: By,
): Promise<{ id: string }> {
  const organization_id = orgOf(tx).id;
  const now = tx.clock.now();
  const id = newId(now.getTime());
  const wired = adapterOf(tx, conversation.channel)?.kind !== null;
  const { listButton, about, document, image } = content;
  const message_id = wired ? newId(now.getTime()) : null;
  const leaving = message_id
    ? sendMessage(tx, {
        id: message_id,
        channel: conversation.channel,
        to: conversation.address,
        template: CONVERSATION_MESSAGE,
        params: {
          conversation_message_id: id,
          conversation_id: conversation.id,
          ...(listButton && { list_button: listButton }),
          ...(about && { about }),
          ...(document && { document_name: document.name }),
        },
        language: conversation.language,
        subject: { type: 'conversation', id: conversation.id },
      })
    : null;
  await Promise.all([
    leaving,
    tx.db
      .insertInto('conversation_message')
      .values({
        organization_id,
        id,
        conversation_id: conversation.id,
        direction: 'out',
        kind: image ? 'image' : document ? 'document' : 'text',
        author: by.author,
        author_id: by.author === 'staff' ? tx.actor.id : null,
        author_name: by.author === 'staff' ? tx.actor.name : null,
        body: cleanText(content.text),
        choices: content.choices?.length ? cleanJson(content.choices) : null,
        file_id: image?.fileId ?? document?.fileId ?? null,
        message_id,
        asks_type: content.asks?.type ?? null,
        asks_id: content.asks?.id ?? null,
        created_at: now,
      })
      .execute(),
    tx.db
      .updateTable('conversation')
      .set({ last_message_at: now, last_text: preview(cleanText(content.text) || document?.name || '') })
      .where('organization_id', '=', organization_id)
      // Whoever has it locked hears of the person right now, and may go on to the very payment that is being decided
      // here: to wait for each other would end one of the two. What they leave as the last words is as good.
      .where('id', '=', (eb) =>
        eb
          .selectFrom('conversation')
          .select('id')
          .where('organization_id', '=', organization_id)
          .where('id', '=', conversation.id)
          .forNoKeyUpdate()
          .skipLocked(),
      )
      .execute(),
  ]);
  publishConversation(tx, conversation.id);
  return { id };
}

/** The line of a list: one line, short. */
export function preview(text: string): string {
  return withoutJoiners(text).replace(/\s+/g, ' ').trim().slice(0, 200);
}

export function publishConversation(tx: Ctx, conversationId: string): void {
  publish(tx, 'conversation.message', conversationId);
  publish(tx, 'conversation', conversationId);
}

/**
 * Says something to a person where they wrote last: of the conversations that don't refuse us, the latest whose window
 * is open, else the latest of all (then a template goes out, or the message is held until they write). Refuses with
 * `channels.no_conversation` when they never wrote.
 */
export async function sendToPerson(
  ctx: Ctx,
  personId: string,
  content: ChatContent | ((language: string) => ChatContent),
  by: By = { author: 'system' },
): Promise<Result<{ id: string; conversationId: string }>> {
  return transaction(ctx, async (tx) => {
    const conversations = await tx.db
      .selectFrom('conversation')
      .selectAll()
      .where('organization_id', '=', orgOf(tx).id)
      .where('person_id', '=', personId)
      .orderBy((eb) => eb.fn.coalesce('last_inbound_at', 'created_at'), 'desc')
      .limit(20)
      .execute();
    const now = tx.clock.now();
    const open = (row: ConversationRow) => {
      const adapter = adapterOf(tx, row.channel);
      return adapter !== undefined && windowOpen(adapter, row.last_inbound_at, now);
    };
    const reachable = conversations.filter((row) => row.blocked_at === null);
    const chosen = reachable.find(open) ?? reachable[0] ?? conversations[0];
    if (!chosen) return refuse('channels.no_conversation');
    const said = typeof content === 'function' ? content(chosen.language) : content;
    const { id } = await sendToConversationRow(tx, chosen, said, by);
    return ok({ id, conversationId: chosen.id });
  });
}
