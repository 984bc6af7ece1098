/** Messages that no flow gets: from machines, from where nobody can be answered, edits, and what comes much too late. */
import { type Ctx, orgOf } from '../../ctx/index.ts';
import { findText, t } from '../../i18n/index.ts';
import { newId } from '../../lib/ids.ts';
import type { ConversationRow } from '../conversation.ts';
import { sendToConversationRow } from '../send-to-conversation.ts';
import type { ChatAdapter, ChatInput, InboundMessage } from '../types.ts';
import { latestLines, looksAutomatic, type SaidLine } from './automatic.ts';

const HOUR_MS = 3_600_000;
/** The same remark is not made again within ten minutes: several edits get one. */
const REMARK_MS = 600_000;

type Why = 'unanswerable' | 'automatic' | 'edited' | 'late';
export type Unobeyed = { why: Why; lines: SaidLine[] };

/** Why a message is not given to a flow; null: it is. */
export async function unobeyed(
  tx: Ctx,
  adapter: ChatAdapter | undefined,
  row: ConversationRow,
  inbound: InboundMessage,
  input: ChatInput,
): Promise<Unobeyed | null> {
  if (inbound.noAnswer) return { why: 'unanswerable', lines: [] };
  const now = tx.clock.now();
  const edited = inbound.other === 'edit' || inbound.other === 'deleted';
  const typed = input.kind === 'text' || edited;
  const late = (input.kind === 'text' || input.kind === 'choice') && now.getTime() - inbound.at.getTime() > HOUR_MS;
  // The web chat's page is open at somebody who reads it.
  const judged = typed && adapter?.kind !== null;
  const lines = judged || late || edited ? await latestLines(tx, row.id) : [];
  const text = input.kind === 'text' ? input.text : (inbound.text ?? '');
  if (judged && looksAutomatic(text, lines, now)) return { why: 'automatic', lines };
  if (edited) return { why: 'edited', lines };
  return late ? { why: 'late', lines } : null;
}

/** Answers it once, or tells staff. */
export async function answerUnobeyed(tx: Ctx, row: ConversationRow, { why, lines }: Unobeyed): Promise<void> {
  const since = tx.clock.now().getTime() - REMARK_MS;
  const remarked = (body: string) =>
    lines.some((line) => line.author === 'system' && line.body === body && line.created_at.getTime() > since);
  if (why === 'automatic') {
    const note = findText(tx, 'console.inbox.automatic') ?? why;
    if (!remarked(note)) await noteForStaff(tx, row.id, note);
  } else if (why !== 'unanswerable') {
    const text = t(row.language, `chat.channels.${why}`);
    if (!remarked(text)) await sendToConversationRow(tx, row, { text }, { author: 'system' });
  }
}

/** A remark of the server in a conversation, which the person doesn't see. */
export async function noteForStaff(tx: Ctx, conversationId: string, body: string): Promise<void> {
  const now = tx.clock.now();
  await tx.db
    .insertInto('conversation_message')
    .values({
      organization_id: orgOf(tx).id,
      id: newId(now.getTime()),
      conversation_id: conversationId,
      direction: 'out',
      kind: 'note',
      author: 'system',
      body,
      created_at: now,
    })
    .execute();
}
