import { type Ctx, orgOf } from '../../ctx/index.ts';
import { openFile } from '../../files/index.ts';
import { newId } from '../../lib/ids.ts';
import type { ConversationRow } from '../conversation.ts';
import { preview } from '../send-to-conversation.ts';
import type { InboundMessage, Said } from '../types.ts';
import type { ChannelEvent } from './channel-event.ts';
import { MEDIA_LIMITS } from './fetch-media.ts';

/** The message of the person in our own form; its picture was fetched before, or `fault` says why not. */
export async function saidOf(tx: Ctx, event: ChannelEvent, inbound: InboundMessage): Promise<Said> {
  if (inbound.choiceId !== undefined) return { kind: 'choice', id: inbound.choiceId, text: inbound.text ?? '' };
  if (inbound.media) {
    const opened = event.file_id ? await openFile(tx, event.file_id) : null;
    const fault = event.fault ?? (opened && !opened.ok ? opened.code : undefined);
    return {
      kind: 'media',
      media: inbound.media.kind,
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
  said: Said,
  { forStaff, blocked }: { forStaff: boolean; blocked: boolean },
): Promise<{ id: string }> {
  const organization_id = orgOf(tx).id;
  const now = tx.clock.now();
  const body = bodyOf(said, inbound);
  const id = newId(now.getTime());
  const [inserted] = await Promise.all([
    tx.db
      .insertInto('conversation_message')
      .values({
        organization_id,
        id,
        conversation_id: row.id,
        direction: 'in',
        kind: said.kind === 'media' ? said.media : said.kind,
        author: 'person',
        author_name: inbound.displayName?.slice(0, 255) ?? row.display_name,
        body,
        choice_id: said.kind === 'choice' ? said.id : null,
        file_id: said.kind === 'media' ? (said.file?.id ?? null) : null,
        fault: said.kind === 'media' ? (said.fault ?? null) : null,
        event_id: event.id,
        created_at: now,
      })
      .onConflict((conflict) =>
        conflict.columns(['organization_id', 'event_id']).where('event_id', 'is not', null).doNothing(),
      )
      .returning('id')
      .executeTakeFirst(),
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
      .where('organization_id', '=', organization_id)
      .where('id', '=', row.id)
      .execute(),
  ]);
  if (inserted) return inserted;
  return tx.db
    .selectFrom('conversation_message')
    .select('id')
    .where('organization_id', '=', organization_id)
    .where('event_id', '=', event.id)
    .executeTakeFirstOrThrow();
}

const earlier = (a: Date, b: Date) => (a < b ? a : b);

function bodyOf(said: Said, inbound: InboundMessage): string {
  if (said.kind === 'media') return said.caption;
  if (said.kind === 'other') return inbound.text ?? '';
  return said.text;
}
