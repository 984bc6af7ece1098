/** The worker's statements, for all organizations, with the rights of the tables' owner. */
import { sql } from 'kysely';
import type { Db } from '../../ctx/index.ts';

export type Due = {
  organization_id: string;
  id: string;
  endpoint_id: string;
  payload: string;
  attempts: number;
  give_up_at: Date;
  url: string;
  secret: string;
  previous_secret: string | null;
  previous_until: Date | null;
};
export type Try = { at: string; status: number | null; error: string | null; ms: number };

/** How much may be begun now: of all addresses, of one, and what is under way of some. */
export type Room = { free: number; ofOne: number; underWay: Map<string, number> };

/**
 * Takes deliveries that are due: of each record and address only the oldest, and of one address no more than may be under
 * way at once. A taken one comes again at `lost`, if whoever took it dies.
 */
export async function takeDue(db: Db, now: Date, lost: Date, { free, ofOne, underWay }: Room): Promise<Due[]> {
  const [ids, counts] = [[...underWay.keys()], [...underWay.values()]];
  const full = ids.filter((id) => (underWay.get(id) ?? 0) >= ofOne);
  const { rows } = await sql<Due>`
    with near as (
      select d.organization_id, d.id, d.endpoint_id, d.next_attempt_at, d.seq from webhook_delivery d
      where d.state = 'waiting' and d.next_attempt_at <= ${now} and d.endpoint_id <> all(${full}::uuid[])
        and exists (select from webhook_endpoint e where e.organization_id = d.organization_id and e.id = d.endpoint_id and e.active)
        and not exists (
          select from webhook_delivery o where o.organization_id = d.organization_id and o.endpoint_id = d.endpoint_id
            and o.subject_type = d.subject_type and o.subject_id = d.subject_id and o.state = 'waiting' and o.seq < d.seq)
      order by d.next_attempt_at, d.seq limit ${free}
    ), ranked as (
      select near.*, row_number() over (partition by endpoint_id order by next_attempt_at, seq) as place from near
    ), due as (
      select d.organization_id, d.id from webhook_delivery d
        join ranked r on r.organization_id = d.organization_id and r.id = d.id
        left join unnest(${ids}::uuid[], ${counts}::int[]) u (endpoint_id, count) on u.endpoint_id = d.endpoint_id
       where r.place <= ${ofOne} - coalesce(u.count, 0)
         -- Another process may have taken it since.
         and d.state = 'waiting' and d.next_attempt_at <= ${now}
         for update of d skip locked
    )
    update webhook_delivery w set next_attempt_at = ${lost}, attempts = w.attempts + 1
      from due join webhook_endpoint e on e.organization_id = due.organization_id
     where w.organization_id = due.organization_id and w.id = due.id and e.id = w.endpoint_id
    returning w.organization_id, w.id, w.endpoint_id, w.payload, w.attempts, w.give_up_at, e.url, e.secret,
              e.previous_secret, e.previous_until`.execute(db);
  return rows;
}

/** How an attempt went; `state` a moment: when it is tried again. */
export type Settled = { due: Due; one: Try; state: 'done' | 'dead' | Date; now: Date };

/** Notes how attempts went, those that end at about the same time in one statement. */
export async function settle(db: Db, settled: Settled[]): Promise<void> {
  const column = <T>(of: (one: Settled) => T) => settled.map(of);
  const waits = ({ state }: Settled) => state instanceof Date;
  await sql`
    update webhook_delivery d set state = s.state, next_attempt_at = s.next, tries = d.tries || s.try, settled_at = s.at
      from unnest(
        ${column(({ due }) => due.organization_id)}::uuid[], ${column(({ due }) => due.id)}::uuid[],
        ${column((one) => (waits(one) ? 'waiting' : one.state))}::text[],
        ${column(({ state, now }) => (state instanceof Date ? state : now))}::timestamptz[],
        ${column(({ one }) => JSON.stringify([one]))}::jsonb[],
        ${column((one) => (waits(one) ? null : one.now))}::timestamptz[]
      ) s (organization_id, id, state, next, try, at)
     where d.organization_id = s.organization_id and d.id = s.id`.execute(db);
}

/** Nobody is at the address any more (410): nothing more is sent to it. */
export async function markGone(db: Db, { organization_id, endpoint_id }: Due, now: Date): Promise<void> {
  await db
    .updateTable('webhook_endpoint')
    .set({ active: false, gone_at: now })
    .where('organization_id', '=', organization_id)
    .where('id', '=', endpoint_id)
    .execute();
}
