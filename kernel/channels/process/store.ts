/** The processor's statements over all organizations. */
import { sql } from 'kysely';
import type { Db } from '../../ctx/index.ts';

/** Whose events these are; they are worked off one after the other. A status needn't wait for messages, nor they for it. */
export type Whose = { organization_id: string; channel: string; account: string; address: string; kind: string };

export const nameOf = ({ organization_id, channel, account, address, kind }: Whose): string =>
  JSON.stringify([organization_id, channel, account, address, kind]);

/**
 * Whose first event is due. An event behind one that is still to be tried again isn't: that is how order is kept.
 * @param except events under way here
 */
export async function findDue(system: Db, now: Date, limit: number, except: string[]): Promise<Whose[]> {
  const { rows } = await sql<Whose>`
    select e.organization_id, e.channel, e.account, e.address, e.kind from channel_event e
    where e.state = 'received' and e.next_attempt_at <= ${now} and e.id <> all (${except}::uuid[])
      and not exists (
        select 1 from channel_event p
        where p.organization_id = e.organization_id and p.channel = e.channel and p.account = e.account and p.address = e.address
          and p.state = 'received' and p.kind = e.kind and p.id < e.id)
    order by e.next_attempt_at, e.id limit ${limit}`.execute(system);
  return rows;
}

export type Due = {
  id: string;
  channel: string;
  account: string;
  address: string;
  kind: 'message' | 'status';
  payload: unknown;
  file_id: string | null;
  fault: string | null;
  attempts: number;
  received_at: Date;
};

/** Somebody's first event, when it is due. */
export async function firstOf(db: Db, whose: Whose, now: Date): Promise<Due | undefined> {
  const { rows } = await sql<Due & { next_attempt_at: Date }>`
    select id, channel, account, address, kind, payload, file_id, fault, attempts, received_at, next_attempt_at from channel_event
    where organization_id = ${whose.organization_id} and channel = ${whose.channel} and account = ${whose.account}
      and address = ${whose.address} and kind = ${whose.kind} and state = 'received'
    order by id limit 1`.execute(db);
  return rows[0] && rows[0].next_attempt_at <= now ? rows[0] : undefined;
}

/**
 * Takes an event for the rest of the transaction; false when it is done already, put off, or in another process's hands. Whoever dies
 * with it gives it back with the connection.
 */
export async function takeEvent(tx: Db, organizationId: string, id: string, now: Date): Promise<boolean> {
  const { rows } = await sql`
    select 1 from channel_event
    where organization_id = ${organizationId} and id = ${id} and state = 'received' and next_attempt_at <= ${now}
    for update skip locked`.execute(tx);
  return rows.length === 1;
}

export async function markProcessed(tx: Db, organizationId: string, id: string, at: Date): Promise<void> {
  await tx
    .updateTable('channel_event')
    .set({ state: 'processed', processed_at: at, last_error: null })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .execute();
}

/** Moves an event's next attempt; with `error`, it counts as one. Answers whether it was still waiting and due. */
export async function putOff(
  db: Db,
  organizationId: string,
  id: string,
  change: { now: Date; until: Date; error?: string },
): Promise<boolean> {
  const { rows } = await sql`
    update channel_event
    set next_attempt_at = ${change.until}, attempts = attempts + ${change.error === undefined ? 0 : 1},
      last_error = coalesce(${change.error ?? null}, last_error)
    where organization_id = ${organizationId} and id = ${id} and state = 'received' and next_attempt_at <= ${change.now}
    returning 1`.execute(db);
  return rows.length === 1;
}
