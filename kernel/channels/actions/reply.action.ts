import { audit } from '../../audit/index.ts';
import { type Ctx, orgOf } from '../../ctx/index.ts';
import { transaction } from '../../db/index.ts';
import { openFile } from '../../files/index.ts';
import { newId } from '../../lib/ids.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import { optedOutSince } from '../../messages/index.ts';
import { findConversation } from '../conversation.ts';
import { otherOpen, windowOf } from '../queries/conversation.ts';
import { publishConversation, sendToConversationRow } from '../send-to-conversation.ts';
import type { ChatContent } from '../types.ts';
import { setMode } from './take-over.action.ts';

export type Reply = { text?: string; file_id?: string };
/**
 * `conversation_id` differs from the one replied to when its window is closed and the reply went to another channel of
 * the same person.
 */
export type Replied = { id: string; conversation_id: string };

/**
 * Sends a reply of staff and takes the conversation over, so the flow does not answer in between. Outside the channel's
 * window the reply is sent as the approved template, or in another channel of the same person, or waits until the
 * person writes. Refuses with `channels.conversation_not_found`, `channels.empty_message`, `channels.opted_out`,
 * `channels.blocked`, `files.not_found`.
 */
export async function replyTo(ctx: Ctx, id: string, reply: Reply): Promise<Result<Replied>> {
  const text = reply.text?.trim() ?? '';
  if (!text && !reply.file_id) return refuse('channels.empty_message');
  return transaction(ctx, async (tx) => {
    const row = await findConversation(tx, id, { lock: true });
    if (!row) return refuse('channels.conversation_not_found');
    if (await optedOutSince(tx, row.channel, row.address)) return refuse('channels.opted_out');
    if (row.blocked_at) return refuse('channels.blocked');
    const content = await contentOf(tx, text, reply.file_id);
    if (!content.ok) return content;
    if (row.mode === 'flow' || row.taken_by_id === null) await setMode(tx, row, 'staff');
    const window = await windowOf(tx, row);
    const target = (window.otherwise === 'other_channel' ? await otherOpen(tx, row) : undefined) ?? row;
    const sent = await sendToConversationRow(tx, target, content.data, { author: 'staff' });
    await audit(tx, 'channels.replied', {
      subject: { type: 'conversation', id: target.id },
      after: { text, ...(reply.file_id && { file_id: reply.file_id }) },
    });
    return ok({ ...sent, conversation_id: target.id });
  });
}

async function contentOf(tx: Ctx, text: string, fileId: string | undefined): Promise<Result<ChatContent>> {
  const about = 'channels.staff';
  if (!fileId) return ok({ text, about });
  const opened = await openFile(tx, fileId);
  if (!opened.ok) return opened;
  const { contentType, name } = opened.data.file;
  const isImage = contentType.startsWith('image/');
  return ok({ text, about, ...(isImage ? { image: { fileId } } : { document: { fileId, name } }) });
}

/** Adds a note for staff to the conversation; the person does not see it. */
export async function addNote(ctx: Ctx, id: string, text: string): Promise<Result<{ id: string }>> {
  return transaction(ctx, async (tx) => {
    const row = await findConversation(tx, id);
    if (!row) return refuse('channels.conversation_not_found');
    const now = tx.clock.now();
    const line = newId(now.getTime());
    await Promise.all([
      tx.db
        .insertInto('conversation_message')
        .values({
          organization_id: orgOf(tx).id,
          id: line,
          conversation_id: id,
          direction: 'out',
          kind: 'note',
          author: 'staff',
          author_id: tx.actor.id,
          author_name: tx.actor.name,
          body: text.trim(),
          created_at: now,
        })
        .execute(),
      audit(tx, 'channels.noted', { subject: { type: 'conversation', id }, after: { text: text.trim() } }),
    ]);
    publishConversation(tx, id);
    return ok({ id: line });
  });
}
