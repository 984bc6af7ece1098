import { type Ctx, inOrg, orgOf } from '../ctx/index.ts';
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
 * Sends a message in a conversation, in the transaction of `tx`. It writes a row of the conversation and, unless the
 * channel's page reads the conversation itself, a message in the outbox, which is sent after the commit. Outside the
 * channel's window the outbox sends the approved template, or holds the message until the person writes. Throws when
 * the conversation does not exist.
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

/** Like `sendToConversation`, when the caller has the conversation's row. */
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
          ...(conversation.thread && { thread: conversation.thread }),
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
      .where(inOrg(tx))
      // A locked row belongs to a transaction that processes a message of the same person, and may go on to the payment
      // that is being decided here: waiting for each other would be a deadlock. So skip it; that transaction sets the
      // last text itself.
      .where('id', '=', (eb) =>
        eb
          .selectFrom('conversation')
          .select('id')
          .where(inOrg(tx))
          .where('id', '=', conversation.id)
          .forNoKeyUpdate()
          .skipLocked(),
      )
      .execute(),
  ]);
  publishConversation(tx, conversation.id);
  return { id };
}

/** One short line for a list. */
export function preview(text: string): string {
  return withoutJoiners(text).replace(/\s+/g, ' ').trim().slice(0, 200);
}

export function publishConversation(tx: Ctx, conversationId: string): void {
  publish(tx, 'conversation.message', conversationId);
  publish(tx, 'conversation', conversationId);
}

/**
 * Sends a message to a person in the conversation where they wrote last: of those that are not blocked, the latest with
 * an open window, else the latest of all (then a template is sent, or the message is held until they write). Refuses
 * with `channels.no_conversation` when they never wrote.
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
      .where(inOrg(tx))
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
    const rendered = typeof content === 'function' ? content(chosen.language) : content;
    const { id } = await sendToConversationRow(tx, chosen, rendered, by);
    return ok({ id, conversationId: chosen.id });
  });
}
