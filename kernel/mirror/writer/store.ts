/** The writer's SQL statements, for all organizations, with the rights of the tables' owner. */
import { sql } from 'kysely';
import type { Db } from '../../ctx/index.ts';
import type { Cell } from '../define.ts';
import type { SheetsFault } from '../google/fault.ts';
import { STILL_WORKING_MS } from './pauses.ts';

export type Row = { id: string; cells: Record<string, Cell>; at: Date };
/** A writer's claim to an organization's spreadsheet; every statement that changes rows checks that it still holds. */
export type Lease = { organizationId: string; holder: string };

/** Organizations that have a spreadsheet, rows for it, and no other writer. */
export async function findDue(db: Db, now: Date, holder: string, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select s.organization_id as id from setting s left join mirror_book b using (organization_id)
    where s.module = 'mirror' and coalesce(s.values ->> 'spreadsheet_id', '') <> ''
      and (b.organization_id is null or (b.next_attempt_at <= ${now}
        and (b.lease_until is null or b.lease_until <= ${now} or b.lease_holder = ${holder})))
      and exists (select from mirror_row r where r.organization_id = s.organization_id and r.state in ('waiting', 'unsure'))
    order by b.next_attempt_at nulls first limit ${limit}`.execute(db);
  return rows.map((row) => row.id);
}

/** Makes this writer the only one until `until`; false when there is another. */
export async function takeLease(db: Db, { organizationId, holder }: Lease, now: Date, until: Date): Promise<boolean> {
  const result = await sql`
    insert into mirror_book as b (organization_id, lease_holder, lease_until, next_attempt_at)
    values (${organizationId}, ${holder}, ${until}, ${now})
    on conflict (organization_id) do update set lease_holder = excluded.lease_holder, lease_until = excluded.lease_until
      where b.lease_until is null or b.lease_until <= ${now} or b.lease_holder = excluded.lease_holder`.execute(db);
  return Number(result.numAffectedRows) === 1;
}

export async function renewLease(db: Db, { organizationId, holder }: Lease, until: Date): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('mirror_book')
    .set({ lease_until: until })
    .where('organization_id', '=', organizationId)
    .where('lease_holder', '=', holder)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

export async function giveLease(db: Db, { organizationId, holder }: Lease): Promise<void> {
  await db
    .updateTable('mirror_book')
    .set({ lease_holder: null, lease_until: null })
    .where('organization_id', '=', organizationId)
    .where('lease_holder', '=', holder)
    .execute();
}

/** The event of the next row. */
export async function nextEvent(db: Db, organizationId: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('mirror_row')
    .select('event')
    .where('organization_id', '=', organizationId)
    .where('state', '=', 'waiting')
    .orderBy('seq')
    .limit(1)
    .executeTakeFirst();
  return row?.event;
}

/**
 * The next rows of an event, in order, marked before the request is sent: a writer that later finds them marked
 * searches the sheet first. None when the lease is lost.
 */
export async function takeRows(
  db: Db,
  lease: Lease,
  event: string,
  now: Date,
  until: Date,
  limit: number,
): Promise<Row[]> {
  const { organizationId, holder } = lease;
  const { rows } = await sql<Row & { seq: number }>`
    with held as (
      update mirror_book set lease_until = ${until}
      where organization_id = ${organizationId} and lease_holder = ${holder} returning 1),
    next as (
      select id from mirror_row where organization_id = ${organizationId} and state = 'waiting' and event = ${event}
      order by seq limit ${limit} for update)
    update mirror_row r set state = 'unsure', left_at = ${now}, attempts = attempts + 1
    from next where r.organization_id = ${organizationId} and r.id = next.id and exists (select from held)
    returning r.id, r.cells, r.at, r.seq`.execute(db);
  return rows.sort((a, b) => a.seq - b.seq);
}

/** Records that the request with these rows is sent now; false when the lease is lost. */
export async function markLeaving(db: Db, lease: Lease, ids: string[], now: Date, until: Date): Promise<boolean> {
  const { organizationId, holder } = lease;
  const result = await sql`
    with held as (
      update mirror_book set lease_until = ${until}
      where organization_id = ${organizationId} and lease_holder = ${holder} returning 1)
    update mirror_row set left_at = ${now}
    where organization_id = ${organizationId} and id = any (${ids}) and state = 'unsure' and exists (select from held)
    `.execute(db);
  return Number(result.numAffectedRows) > 0;
}

export async function markDone(db: Db, organizationId: string, ids: string[], now: Date): Promise<void> {
  if (ids.length === 0) return;
  await sql`
    with done as (
      update mirror_row set state = 'done', left_at = null, settled_at = ${now}, last_error = null
      where organization_id = ${organizationId} and id = any (${ids}) and state = 'unsure')
    update mirror_book set failures = 0, last_success_at = ${now}, last_fault = null, last_error = null, last_error_at = null
    where organization_id = ${organizationId}`.execute(db);
}

/** Marks rows that are certainly not in the sheet: they wait again. */
export async function putBack(db: Db, organizationId: string, ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  await db
    .updateTable('mirror_row')
    .set({ state: 'waiting', left_at: null })
    .where('organization_id', '=', organizationId)
    .where('id', '=', sql<string>`any (${ids}::uuid[])`)
    .where('state', '=', 'unsure')
    .execute();
}

/** Google no longer works on the request; its effect can be seen at once. */
export async function markOver(db: Db, organizationId: string, ids: string[]): Promise<void> {
  await db
    .updateTable('mirror_row')
    .set({ left_at: null })
    .where('organization_id', '=', organizationId)
    .where('id', '=', sql<string>`any (${ids}::uuid[])`)
    .where('state', '=', 'unsure')
    .execute();
}

export async function markDead(db: Db, organizationId: string, id: string, error: string, now: Date): Promise<void> {
  await db
    .updateTable('mirror_row')
    .set({ state: 'dead', left_at: null, settled_at: now, last_error: error })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .where('state', '=', 'unsure')
    .execute();
}

/**
 * Rows that may be in the sheet, of the event of the first of them, from after `seq` on. `sureAt`: when a search of the
 * sheet is conclusive.
 */
export async function findUnsure(db: Db, organizationId: string, after: number, limit: number) {
  const { rows } = await sql<{ id: string; seq: number; event: string; left_at: Date | null }>`
    select id, seq, event, left_at from mirror_row
    where organization_id = ${organizationId} and state = 'unsure' and seq > ${after} and event = (
      select event from mirror_row where organization_id = ${organizationId} and state = 'unsure' and seq > ${after} order by seq limit 1)
    order by seq limit ${limit}`.execute(db);
  return rows.map(({ left_at, ...row }) => ({
    ...row,
    sureAt: left_at ? new Date(left_at.getTime() + STILL_WORKING_MS) : null,
  }));
}

export async function noteFault(
  db: Db,
  { organizationId, holder }: Lease,
  fault: Pick<SheetsFault, 'code' | 'message'>,
  now: Date,
  next: (failures: number) => Date,
): Promise<void> {
  const row = await db
    .updateTable('mirror_book')
    .set((eb) => ({
      failures: eb('failures', '+', 1),
      last_fault: fault.code,
      last_error: fault.message,
      last_error_at: now,
    }))
    .where('organization_id', '=', organizationId)
    .where('lease_holder', '=', holder)
    .returning('failures')
    .executeTakeFirst();
  if (!row) return;
  await db
    .updateTable('mirror_book')
    .set({ next_attempt_at: next(row.failures) })
    .where('organization_id', '=', organizationId)
    .where('lease_holder', '=', holder)
    .execute();
}

/** Nothing is left to do: clears the last error. */
export async function noteWell(db: Db, { organizationId, holder }: Lease): Promise<void> {
  await db
    .updateTable('mirror_book')
    .set({ failures: 0, last_fault: null, last_error: null, last_error_at: null })
    .where('organization_id', '=', organizationId)
    .where('lease_holder', '=', holder)
    .where((eb) => eb.or([eb('failures', '>', 0), eb('last_fault', 'is not', null)]))
    .execute();
}
