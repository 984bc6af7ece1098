/**
 * The dispatcher's SQL statements, for all organizations. Each takes a whole batch as one JSON parameter, so its text,
 * and the plan that the server caches, is the same for one message and for a hundred.
 */
import { sql } from 'kysely';
import type { Db } from '../../ctx/index.ts';
import { cleanJson } from '../../lib/clean-text.ts';
import { CONSENT } from '../actions/opt-out.action.ts';

/** The key of what one organization sends through one channel. */
export const stream = (organizationId: string, channel: string): string => `${organizationId} ${channel}`;

export type Claimed = {
  organization_id: string;
  id: string;
  channel: string;
  to_address: string;
  template: string;
  language: string;
  params: Record<string, unknown>;
  attempts: number;
  deferrals: number;
  subject_type: string | null;
  subject_id: string | null;
  /** its recipient opted out */
  opted_out: boolean;
  /** the end of our claim; later statements compare it to check that the claim is still ours */
  claimed_until: Date;
};

/**
 * A chat's messages arrive in the order in which they were queued: a message behind one that waits or is being sent
 * isn't taken. Mail has no order.
 */
const FIRST_OF_ITS_CHAT = sql`(m.channel = 'email' or not exists (
  select 1 from message p
  where p.organization_id = m.organization_id and p.channel = m.channel and p.to_address = m.to_address and p.id < m.id
    and p.state in ('queued', 'sending') and p.channel <> 'email'))`;

/** Whether a message's recipient has opted out; the confirmation of the opt-out is still sent. */
const OPTED_OUT = sql`(m.params ->> 'about' is distinct from ${sql.lit(CONSENT)} and exists (
  select 1 from opt_out o
  where o.organization_id = m.organization_id and o.channel = m.channel and o.address = m.to_address))`;

/**
 * Takes due messages, oldest first, by moving their next attempt to `until`: when a dispatcher dies, its messages
 * become due again then. Rows that another dispatcher is taking are skipped.
 * @param except streams whose account doesn't answer or is full
 */
export async function claimDue(db: Db, now: Date, until: Date, limit: number, except: string[]): Promise<Claimed[]> {
  const { rows } = await sql<Claimed>`
    with due as materialized (
      select m.organization_id, m.id from message m
      where m.state = 'queued' and m.next_attempt_at <= ${now} and m.organization_id || ' ' || m.channel <> all (${except}::text[])
        and ${FIRST_OF_ITS_CHAT}
      order by m.next_attempt_at, m.id limit ${limit}
      for update of m skip locked
    )
    update message m set next_attempt_at = ${until}
    from due where m.organization_id = due.organization_id and m.id = due.id
    returning m.organization_id, m.id, m.channel, m.to_address, m.template, m.language, m.params, m.attempts, m.deferrals,
      m.subject_type, m.subject_id, m.next_attempt_at as claimed_until, ${OPTED_OUT} as opted_out`.execute(db);
  return rows.sort((a, b) => (a.id < b.id ? -1 : 1));
}

export type Starting = {
  organization_id: string;
  id: string;
  claimed_until: Date;
  lease_until: Date;
  subject: string;
  body_text: string | null;
  body_html: string | null;
};

/**
 * Marks messages as being sent, with their rendered body. Returns the ids that were still ours: another dispatcher may
 * have taken over an expired claim, a person may have cancelled it, or its recipient may have just opted out.
 */
export async function markSending(db: Db, batch: Starting[]): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    update message m
    set state = 'sending', attempts = m.attempts + 1, lease_until = b.lease_until, subject = b.subject, body_text = b.body_text, body_html = b.body_html
    from jsonb_to_recordset(${cleanJson(batch)}::jsonb)
      as b (organization_id uuid, id uuid, claimed_until timestamptz, lease_until timestamptz, subject text, body_text text, body_html text)
    where m.organization_id = b.organization_id and m.id = b.id and m.state = 'queued' and m.next_attempt_at = b.claimed_until
      and not ${OPTED_OUT}
    returning m.id`.execute(db);
  return new Set(rows.map((row) => row.id));
}

export type Settled = {
  organization_id: string;
  id: string;
  /** the attempt that this is the outcome of; a later one's row is left alone */
  attempt: number;
  state: 'sent' | 'failed' | 'unknown' | 'queued' | 'held' | 'opted_out';
  at: Date;
  next_attempt_at: Date | null;
  last_error: string | null;
  provider_id: string | null;
  held_reason: string | null;
  deferred: boolean;
};

/** Writes outcomes. One that arrives after the sweep made the message `unknown` is still valid. */
export async function settle(db: Db, batch: Settled[]): Promise<void> {
  await sql`
    update message m
    set state = b.state, lease_until = null, last_error = b.last_error, provider_id = coalesce(b.provider_id, m.provider_id),
      sent_at = case when b.state = 'sent' then b.at end, held_reason = b.held_reason,
      next_attempt_at = coalesce(b.next_attempt_at, m.next_attempt_at), deferrals = m.deferrals + b.deferred::int
    from jsonb_to_recordset(${cleanJson(batch)}::jsonb)
      as b (organization_id uuid, id uuid, attempt int, state text, at timestamptz, next_attempt_at timestamptz, last_error text, provider_id text, held_reason text, deferred boolean)
    where m.organization_id = b.organization_id and m.id = b.id and m.state in ('sending', 'unknown') and m.attempts = b.attempt`.execute(
    db,
  );
}

export type Unsent = {
  organization_id: string;
  id: string;
  claimed_until: Date;
  /** `queued`: put back, due at `next_attempt_at`; in the other states the channel never received it */
  state: 'queued' | 'kept' | 'failed' | 'cancelled' | 'held' | 'opted_out';
  next_attempt_at: Date | null;
  last_error: string | null;
  held_reason: string | null;
  deferred: boolean;
};

/** Sets claimed messages aside that were not sent: put back, kept without a channel, or failed to render. */
export async function writeUnsent(db: Db, batch: Unsent[]): Promise<void> {
  await sql`
    update message m
    set state = b.state, next_attempt_at = coalesce(b.next_attempt_at, m.next_attempt_at), deferrals = m.deferrals + b.deferred::int,
      last_error = coalesce(b.last_error, m.last_error), held_reason = b.held_reason
    from jsonb_to_recordset(${cleanJson(batch)}::jsonb)
      as b (organization_id uuid, id uuid, claimed_until timestamptz, state text, next_attempt_at timestamptz, last_error text, held_reason text, deferred boolean)
    where m.organization_id = b.organization_id and m.id = b.id and m.state = 'queued' and m.next_attempt_at = b.claimed_until`.execute(
    db,
  );
}

/** Puts a held message back into the queue. */
export async function unhold(
  db: Db,
  { organization_id, id }: { organization_id: string; id: string },
  now: Date,
): Promise<void> {
  await db
    .updateTable('message')
    .set({ state: 'queued', held_reason: null, next_attempt_at: now })
    .where('organization_id', '=', organization_id)
    .where('id', '=', id)
    .where('state', '=', 'held')
    .execute();
}

/**
 * Messages whose dispatcher died while they were being sent. It is unknown whether they arrived, so they become
 * `unknown` instead of being sent twice; there are at most as many as the channel sends in parallel.
 */
export async function sweepExpired(db: Db, now: Date): Promise<number> {
  const last_error = 'the program stopped while this was being handed over';
  const { numUpdatedRows } = await db
    .updateTable('message')
    .set({ state: 'unknown', lease_until: null, last_error })
    .where('state', '=', 'sending')
    .where('lease_until', '<', now)
    .executeTakeFirstOrThrow();
  return Number(numUpdatedRows);
}
