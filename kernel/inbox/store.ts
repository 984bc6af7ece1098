/** The processor's SQL statements, for all organizations. */
import { sql } from 'kysely';
import { type Ctx, type Db, inOrg } from '../ctx/index.ts';
import { publish } from '../realtime/index.ts';

export type Due = {
  organization_id: string;
  id: string;
  /** the name of a channel or payment provider */
  source: string;
  account: string;
  address: string;
  kind: string;
  payload: unknown;
  file_id: string | null;
  fault: string | null;
  attempts: number;
  received_at: Date;
};

/**
 * Events with the same key are processed one after the other. Kinds don't wait for each other: a status may overtake
 * messages.
 */
export const orderKey = ({ organization_id, source, account, address, kind }: Due): string =>
  JSON.stringify([organization_id, source, account, address, kind]);

/**
 * The first due event of each key. An event behind one that waits for its next attempt is not due: this keeps the
 * order. The last condition is written exactly as in the index `inbox_event_order`; see its migration.
 * @param except keys of events in progress here
 */
export async function findDue(system: Db, now: Date, limit: number, except: string[]): Promise<Due[]> {
  const { rows } = await sql<Due>`
    select e.organization_id, e.id, e.source, e.account, e.address, e.kind, e.payload, e.file_id, e.fault, e.attempts, e.received_at
    from inbox_event e
    where e.state = 'received' and e.next_attempt_at <= ${now} and e.id <> all (${except}::uuid[])
      and not exists (
        select 1 from inbox_event p
        where p.organization_id = e.organization_id and p.source = e.source and p.account = e.account and p.address = e.address
          and p.kind = e.kind and p.id < e.id and p.state not in ('processed', 'failed', 'discarded'))
    order by e.next_attempt_at, e.id limit ${limit}`.execute(system);
  return rows;
}

/**
 * Takes an event and marks it processed; both hold when the transaction commits. False when it is already done, put
 * off, or taken by another process. When a process dies, the database releases the event with the connection. The row
 * is found by its id and checked afterwards: with the state among the conditions, a plan made while the table was small
 * scans all due events.
 */
export async function takeEvent(tx: Db, organizationId: string, id: string, now: Date): Promise<boolean> {
  const { rows } = await sql`
    with taken as materialized (
      select id, state, next_attempt_at from inbox_event
      where organization_id = ${organizationId} and id = ${id}
      for update skip locked
    )
    update inbox_event e set state = 'processed', processed_at = ${now}, last_error = null
    from taken
    where e.organization_id = ${organizationId} and e.id = ${id} and e.id = taken.id
      and taken.state = 'received' and taken.next_attempt_at <= ${now}
    returning 1`.execute(tx);
  return rows.length === 1;
}

/**
 * Moves an event's next attempt; with `error`, it counts as an attempt. Returns whether the event was still waiting and
 * due.
 */
export async function putOff(
  db: Db,
  organizationId: string,
  id: string,
  change: { now: Date; nextAttemptAt: Date; error?: string },
): Promise<boolean> {
  const { rows } = await sql`
    update inbox_event
    set next_attempt_at = ${change.nextAttemptAt}, attempts = attempts + ${change.error === undefined ? 0 : 1},
      last_error = coalesce(${change.error ?? null}, last_error)
    where organization_id = ${organizationId} and id = ${id} and state = 'received' and next_attempt_at <= ${change.now}
    returning 1`.execute(db);
  return rows.length === 1;
}

/** Marks an event as failed, in the transaction that took it; it then waits for staff. */
export async function markFailed(tx: Ctx, id: string, error: string): Promise<void> {
  await tx.db
    .updateTable('inbox_event')
    .set({ state: 'failed', last_error: error })
    .where(inOrg(tx))
    .where('id', '=', id)
    .execute();
  publish(tx, 'inbox.failed', id);
}
