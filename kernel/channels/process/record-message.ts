import { type Ctx, inOrg, orgOf } from '../../ctx/index.ts';
import { insertOnce } from '../../db/index.ts';
import { openFile } from '../../files/index.ts';
import { newId } from '../../lib/ids.ts';
import type { ConversationRow } from '../conversation.ts';
import { preview } from '../send-to-conversation.ts';
import type { ChatInput, InboundMessage } from '../types.ts';
import type { ChannelEvent } from './channel-event.ts';
import { MEDIA_LIMITS } from './fetch-media.ts';

/** The message of the person in our own form; its picture was fetched before, or `fault` says why not. */
export async function chatInputOf(tx: Ctx, event: ChannelEvent, inbound: InboundMessage): Promise<ChatInput> {
  if (inbound.choiceId !== undefined) return { kind: 'choice', id: inbound.choiceId, text: inbound.text ?? '' };
  if (inbound.media) {
    const opened = event.file_id ? await openFile(tx, event.file_id) : null;
    const fault = event.fault ?? (opened && !opened.ok ? opened.code : undefined);
    return {
      kind: 'media',
      // A text that could not be fetched.
      media: inbound.media.kind === 'text' ? 'other' : inbound.media.kind,
      file: opened?.ok ? opened.data.file : null,
      ...(fault && { fault, limits: MEDIA_LIMITS }),
      caption: inbound.caption ?? '',
    };
  }
  if (inbound.other !== undefined) return { kind: 'other', what: inbound.other };
  return { kind: 'text', text: inbound.text ?? '' };
}

/**
 * Writes the conversation's row for the message and updates the conversation. A row from an earlier attempt at the same
 * event is used again. @param forStaff only staff will answer: it counts as unread @param blocked the person has opted
 * out, and stays so
 */
export async function recordMessage(
  tx: Ctx,
  row: ConversationRow,
  event: ChannelEvent,
  inbound: InboundMessage,
  input: ChatInput,
  { forStaff, blocked }: { forStaff: boolean; blocked: boolean },
): Promise<{ id: string }> {
  const organization_id = orgOf(tx).id;
  const now = tx.clock.now();
  const body = bodyOf(input, inbound);
  const id = newId(now.getTime());
  const [fresh] = await Promise.all([
    insertOnce(
      tx.db,
      'conversation_message',
      ['event_id'],
      [
        {
          organization_id,
          id,
          conversation_id: row.id,
          direction: 'in',
          kind: input.kind === 'media' ? input.media : input.kind,
          author: 'person',
          author_name: inbound.displayName?.slice(0, 255) ?? row.display_name,
          body,
          choice_id: input.kind === 'choice' ? input.id : null,
          file_id: input.kind === 'media' ? (input.file?.id ?? null) : null,
          fault: input.kind === 'media' ? (input.fault ?? null) : null,
          event_id: event.id,
          created_at: now,
        },
      ],
    ),
    tx.db
      .updateTable('conversation')
      .set((eb) => ({
        // At most the time of our clock: our window must not open earlier than the channel's, which opens when the
        // channel gets the message.
        last_inbound_at: eb.fn<Date>('greatest', ['last_inbound_at', eb.val(earlier(inbound.at, now))]),
        last_message_at: now,
        last_text: preview(body),
        ...(!blocked && { blocked_at: null }),
        ...(inbound.displayName && { display_name: inbound.displayName.slice(0, 255) }),
        ...(forStaff && { unread: eb('unread', '+', 1) }),
      }))
      .where(inOrg(tx))
      .where('id', '=', row.id)
      .execute(),
  ]);
  if (fresh.has(id)) return { id };
  return tx.db
    .selectFrom('conversation_message_key')
    .select('id')
    .where(inOrg(tx))
    .where('event_id', '=', event.id)
    .executeTakeFirstOrThrow();
}

const earlier = (a: Date, b: Date) => (a < b ? a : b);

function bodyOf(input: ChatInput, inbound: InboundMessage): string {
  if (input.kind === 'media') return input.caption;
  if (input.kind === 'other') return inbound.text ?? '';
  return input.text;
}
