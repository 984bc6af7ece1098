import { type Ctx, orgOf } from '../../ctx/index.ts';
import { isUuid } from '../../lib/ids.ts';
import type { MessageState } from '../states.ts';

export type StatusNews = {
  /** the channel's name for the message */
  providerId: string;
  /** ours, where the channel sends back what we put on it */
  messageId?: string | undefined;
  status: 'sent' | 'delivered' | 'read' | 'failed';
  at: Date;
  error?: string | undefined;
  /** it failed because the person may not be written to now: with this reason the message is held */
  held?: string | undefined;
  /** it failed because the person asked the channel not to hear from us */
  optedOut?: boolean | undefined;
  /** it failed because of a fault of our account: it goes out after so many milliseconds, once that is mended */
  againAfterMs?: number | undefined;
};

/** For so long a message waits for our account to be mended; then it says nothing to anybody any more. */
const ACCOUNT_PATIENCE_MS = 3 * 86_400_000;

/** The message a status spoke of. */
export type StatusSubject = { id: string; to: string; subject: { type: string; id: string } | null };

/**
 * Writes down what a channel tells of a message, in the caller's transaction: forward only (sent, delivered, read),
 * however the news are ordered, and failed only before delivered. A message whose answer was lost is found by our own
 * id, and is known again. Null when the message isn't known under this name, or is just being handed over: ask again in
 * a moment.
 */
export async function applyStatus(tx: Ctx, channel: string, news: StatusNews): Promise<StatusSubject | null> {
  const organizationId = orgOf(tx).id;
  const ours = news.messageId && isUuid(news.messageId) ? news.messageId : null;
  const row = await tx.db
    .selectFrom('message')
    .select([
      'id',
      'state',
      'to_address',
      'provider_id',
      'subject_type',
      'subject_id',
      'sent_at',
      'delivered_at',
      'read_at',
      'created_at',
    ])
    .where('organization_id', '=', organizationId)
    .where('channel', '=', channel)
    .where((eb) => (ours ? eb('id', '=', ours) : eb('provider_id', '=', news.providerId)))
    .forUpdate()
    .executeTakeFirst();
  if (!row) return null;
  const subject = row.subject_type && row.subject_id ? { type: row.subject_type, id: row.subject_id } : null;
  const found = { id: row.id, to: row.to_address, subject };
  // It was sent again since: this is news of the earlier one.
  if (row.provider_id !== null && row.provider_id !== news.providerId && row.state !== 'sending') return found;
  if (row.state === 'sending') return null;
  const change = next(row, news, tx.clock.now());
  if (change) {
    await tx.db
      .updateTable('message')
      .set({ ...change, provider_id: news.providerId })
      .where('organization_id', '=', organizationId)
      .where('id', '=', row.id)
      .execute();
  }
  return found;
}

type Now = {
  state: string;
  created_at: Date;
  sent_at: Date | null;
  delivered_at: Date | null;
  read_at: Date | null;
};
type Change = Partial<Omit<Now, 'created_at'>> & {
  state?: MessageState;
  last_error?: string | null;
  held_reason?: string | null;
  next_attempt_at?: Date;
};

function next(row: Now, { status, at, error, held, optedOut, againAfterMs }: StatusNews, now: Date): Change | null {
  if (status === 'failed') {
    if (row.delivered_at || (row.state !== 'sent' && row.state !== 'unknown')) return null;
    const last_error = (error ?? 'the channel gave it up').slice(0, 500);
    if (optedOut) return { state: 'opted_out', sent_at: null, last_error };
    if (againAfterMs !== undefined && now.getTime() - row.created_at.getTime() < ACCOUNT_PATIENCE_MS)
      return { state: 'queued', sent_at: null, last_error, next_attempt_at: new Date(now.getTime() + againAfterMs) };
    if (held) return { state: 'held', held_reason: held, sent_at: null, last_error };
    return { state: 'failed', sent_at: null, last_error };
  }
  // Failed first and delivered after all happens; what it was resent or cancelled to meanwhile stays.
  const lost = row.state === 'unknown' || (row.state === 'failed' && status !== 'sent');
  if (row.state !== 'sent' && !lost) return null;
  const change: Change = lost ? { state: 'sent', sent_at: at, last_error: null } : {};
  if (status !== 'sent' && !row.delivered_at) change.delivered_at = at;
  if (status === 'read' && !row.read_at) change.read_at = at;
  return Object.keys(change).length > 0 ? change : null;
}
