import { CompiledQuery } from 'kysely';
import { type Ctx, orgOf } from '../ctx/index.ts';
import { newId } from '../lib/ids.ts';

export type NewEvent = {
  providerId: string;
  address: string;
  kind: string;
  /** JSON */
  payload: string;
  /** set for an event that can't be read, which is stored as failed */
  unreadable?: { raw: Buffer; reason: string };
};

/** Inserts the events whose key is not known yet, with their keys, in one statement; returns their ids. */
export async function insertEvents(ctx: Ctx, source: string, account: string, events: NewEvent[]): Promise<string[]> {
  const now = ctx.clock.now();
  const columns = [
    events.map(() => newId(now.getTime())),
    events.map(({ providerId }) => providerId),
    events.map(({ address }) => address),
    events.map(({ kind }) => kind),
    events.map(({ payload }) => payload),
    events.map(({ unreadable }) => unreadable?.raw ?? null),
    events.map(({ unreadable }) => unreadable?.reason ?? null),
  ];
  const values = [orgOf(ctx).id, source, account, now, ...columns];
  const { rows } = await ctx.db.executeQuery<{ id: string }>(CompiledQuery.raw(INSERT, values));
  return rows.map(({ id }) => id);
}

// Raw SQL: a batch in arrays has one text, and one plan, for any number of rows. The order of the keys lets two
// deliveries of the same events wait for each other rather than deadlock.
const INSERT = `with e as materialized (
    select * from unnest($5::uuid[], $6::text[], $7::text[], $8::text[], $9::jsonb[], $10::bytea[], $11::text[])
      as e (id, provider_id, address, kind, payload, raw, reason)
  ), fresh as (
    insert into inbox_event_key (organization_id, source, account, provider_id, id)
    select $1, $2, $3, provider_id, id from e order by provider_id on conflict do nothing returning id
  )
  insert into inbox_event (organization_id, id, source, account, provider_id, address, kind, payload, raw, state, last_error,
    next_attempt_at, received_at)
  select $1, id, $2, $3, provider_id, address, kind, payload, raw, case when raw is null then 'received' else 'failed' end, reason,
    $4, $4
  from e where id in (select id from fresh) returning id`;
