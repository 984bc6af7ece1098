import { type Ctx, inOrg } from '../../ctx/index.ts';
import { isUuid } from '../../lib/ids.ts';
import type { MessageState } from '../states.ts';

export type StatusReport = {
  /** the channel's id of the message */
  providerId: string;
  /** our id, where the channel returns it */
  messageId?: string | undefined;
  status: 'sent' | 'delivered' | 'read' | 'failed';
  at: Date;
  error?: string | undefined;
  /** it failed because the channel doesn't allow writing to the person now: the message is held with this reason */
  held?: string | undefined;
  /** it failed because the person opted out at the channel */
  optedOut?: boolean | undefined;
  /** it failed because of a fault of our account: it is sent again after so many milliseconds */
  againAfterMs?: number | undefined;
};

/** How long a message waits until our account works again; after that it is out of date. */
const MAX_ACCOUNT_WAIT_MS = 3 * 86_400_000;

/** The message that a status is about. */
export type StatusSubject = { id: string; to: string; subject: { type: string; id: string } | null };

/**
 * Stores a status that the channel reports, in the caller's transaction. Statuses only move forward (sent, delivered,
 * read) in whatever order they arrive; `failed` counts only before `delivered`. A message whose answer was lost is
 * found by our own id. Null when the message is unknown under this id, or is just being sent: try again in a moment.
 */
export async function applyStatus(tx: Ctx, channel: string, report: StatusReport): Promise<StatusSubject | null> {
  const ours = report.messageId && isUuid(report.messageId) ? report.messageId : null;
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
    .where(inOrg(tx))
    .where('channel', '=', channel)
    .where((eb) => (ours ? eb('id', '=', ours) : eb('provider_id', '=', report.providerId)))
    .forUpdate()
    .executeTakeFirst();
  if (!row) return null;
  const subject = row.subject_type && row.subject_id ? { type: row.subject_type, id: row.subject_id } : null;
  const found = { id: row.id, to: row.to_address, subject };
  // The message was sent again since: this status is about the earlier sending.
  if (row.provider_id !== null && row.provider_id !== report.providerId && row.state !== 'sending') return found;
  if (row.state === 'sending') return null;
  const change = next(row, report, tx.clock.now());
  if (change) {
    await tx.db
      .updateTable('message')
      .set({ ...change, provider_id: report.providerId })
      .where(inOrg(tx))
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

function next(row: Now, { status, at, error, held, optedOut, againAfterMs }: StatusReport, now: Date): Change | null {
  if (status === 'failed') {
    if (row.delivered_at || (row.state !== 'sent' && row.state !== 'unknown')) return null;
    const last_error = (error ?? 'the channel gave it up').slice(0, 500);
    if (optedOut) return { state: 'opted_out', sent_at: null, last_error };
    if (againAfterMs !== undefined && now.getTime() - row.created_at.getTime() < MAX_ACCOUNT_WAIT_MS)
      return { state: 'queued', sent_at: null, last_error, next_attempt_at: new Date(now.getTime() + againAfterMs) };
    if (held) return { state: 'held', held_reason: held, sent_at: null, last_error };
    return { state: 'failed', sent_at: null, last_error };
  }
  // A message may fail first and be delivered later; if it was resent or cancelled meanwhile, that stays.
  const lost = row.state === 'unknown' || (row.state === 'failed' && status !== 'sent');
  if (row.state !== 'sent' && !lost) return null;
  const change: Change = lost ? { state: 'sent', sent_at: at, last_error: null } : {};
  if (status !== 'sent' && !row.delivered_at) change.delivered_at = at;
  if (status === 'read' && !row.read_at) change.read_at = at;
  return Object.keys(change).length > 0 ? change : null;
}
