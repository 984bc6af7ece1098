/** The processor's statements over all organizations. */
import { sql } from 'kysely';
import { type Ctx, type Db, orgOf } from '../ctx/index.ts';
import { announce } from '../realtime/index.ts';

export type Due = {
  organization_id: string;
  id: string;
  /** a channel's or a payment provider's name */
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
 * Whose an event is: theirs are worked off one after the other. Kinds don't wait for each other: a status overtakes
 * messages.
 */
export const whose = ({ organization_id, source, account, address, kind }: Due): string =>
  JSON.stringify([organization_id, source, account, address, kind]);

/**
 * Everybody's first event, of those that are due. An event behind one that is still to be tried again isn't: that is
 * how order is kept. The last condition is written as the index `inbox_event_order` has it; see its migration.
 * @param except events under way here
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
 * Takes an event and marks it processed, which holds when the transaction does. False when it is done already, put off,
 * or in another process's hands. Whoever dies with it gives it back with the connection. It is found by its id and
 * judged afterwards: with the state among the conditions, a plan made while the table was small walks through
 * everything that is due.
 */
export async function takeEvent(tx: Db, organizationId: string, id: string, now: Date): Promise<boolean> {
  const { rows } = await sql`
    with taken as materialized (
      select organization_id, id, state, next_attempt_at from inbox_event
      where organization_id = ${organizationId} and id = ${id}
      for update skip locked
    )
    update inbox_event e set state = 'processed', processed_at = ${now}, last_error = null
    from taken
    where e.organization_id = taken.organization_id and e.id = taken.id
      and taken.state = 'received' and taken.next_attempt_at <= ${now}
    returning 1`.execute(tx);
  return rows.length === 1;
}

/** Moves an event's next attempt; with `error`, it counts as one. Answers whether it was still waiting and due. */
export async function putOff(
  db: Db,
  organizationId: string,
  id: string,
  change: { now: Date; until: Date; error?: string },
): Promise<boolean> {
  const { rows } = await sql`
    update inbox_event
    set next_attempt_at = ${change.until}, attempts = attempts + ${change.error === undefined ? 0 : 1},
      last_error = coalesce(${change.error ?? null}, last_error)
    where organization_id = ${organizationId} and id = ${id} and state = 'received' and next_attempt_at <= ${change.now}
    returning 1`.execute(db);
  return rows.length === 1;
}

/** Marks an event as failed, in the transaction that took it: it waits for staff. */
export async function markFailed(tx: Ctx, id: string, error: string): Promise<void> {
  await tx.db
    .updateTable('inbox_event')
    .set({ state: 'failed', last_error: error })
    .where('organization_id', '=', orgOf(tx).id)
    .where('id', '=', id)
    .execute();
  announce(tx, 'inbox.failed', id);
}
