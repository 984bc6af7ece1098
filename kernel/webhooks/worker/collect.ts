import { sql } from 'kysely';
import type { Ctx, Db } from '../../ctx/index.ts';
import { newId } from '../../lib/ids.ts';
import { type ReadRecord, wants } from '../events.ts';

/** Entries of one look. */
const LOOK = 200;
/** Deliveries of one statement: each has ten parameters, of 65,535. */
const SLICE = 1000;
/** Records that are read at once: on a busy server each takes long, and one after the other they are the slowest part. */
const AT_ONCE = 20;
/** How long an event is tried. */
export const GIVE_UP_MS = 3 * 24 * 60 * 60_000;
/** Any number that no other advisory lock of the server uses. */
const LOCK = 7_301_031;

type Endpoint = { organization_id: string; id: string; events: string[]; since_xact: number };
type Entry = {
  organization_id: string;
  id: string;
  at: Date;
  actor_kind: string;
  actor_id: string | null;
  actor_name: string;
  action: string;
  subject_type: string;
  subject_id: string;
  before: unknown;
  after: unknown;
  note: string | null;
  xact: number;
};

/**
 * Turns new entries of the audit trail, and what machines caused (`webhook_event`), into deliveries, for the addresses
 * that want them. Entries below the oldest transaction that still runs are complete: none can appear among them later.
 * So the order of deliveries is that in which changes were made, and nothing is left out. Returns whether more are there
 * than one look takes.
 */
export async function collect(
  system: Db,
  now: Date,
  readers: Map<string, ReadRecord>,
  ctxOf: (organizationId: string) => Promise<Ctx | undefined>,
): Promise<boolean> {
  return system.transaction().execute(async (tx) => {
    const { rows: locks } = await sql<{ mine: boolean }>`select pg_try_advisory_xact_lock(${LOCK}) as mine`.execute(tx);
    if (!locks[0]?.mine) return false;
    const endpoints = await tx
      .selectFrom('webhook_endpoint')
      .select(['organization_id', 'id', 'events', 'since_xact'])
      .where('active', '=', true)
      .execute();
    const [first] = endpoints.map(({ since_xact }) => since_xact + 1).sort((a, b) => a - b);
    if (first === undefined) return false;
    const { rows: marks } = await sql<{ read_below: number | null; complete: number }>`
      select c.read_below, pg_snapshot_xmin(pg_current_snapshot())::text::bigint + w.xact_shift as complete
        from webhook_cursor c cross join audit_watermark w`.execute(tx);
    const { read_below, complete } = marks[0] as { read_below: number | null; complete: number };
    // Nobody wanted what was before the first address; after a restore begins what happens from then on.
    const from = read_below === null ? complete : Math.max(read_below, first);
    const { entries, below } = await entriesOf(
      tx,
      [...new Set(endpoints.map((one) => one.organization_id))],
      from,
      complete,
    );
    const rows = await deliveriesOf(entries, endpoints, now, readers, ctxOf);
    for (const some of inSlices(rows)) await tx.insertInto('webhook_delivery').values(some).execute();
    await tx.updateTable('webhook_cursor').set({ read_below: below }).execute();
    await tx.deleteFrom('webhook_event').where('xact', '<', below).execute();
    return below < complete;
  });
}

async function entriesOf(tx: Db, organizations: string[], from: number, complete: number) {
  const read = async (below: number, most: number) => {
    const wanted = sql`xact >= ${from} and xact < ${below} and organization_id = any(${organizations}::uuid[])
       order by xact, id limit ${most}`;
    // Raw SQL: of the shape of the sealer's look, one range of one index, of each table.
    const { rows } = await sql<Entry>`
      (select organization_id, id, at, actor_kind, actor_id, actor_name, action, subject_type, subject_id, before, after,
             note, xact
        from audit_entry where ${wanted})
      union all
      (select organization_id, id, at, 'system', null::text, 'Counterfoil', event, subject_type, subject_id, null::jsonb,
             null::jsonb, null::text, xact
        from webhook_event where ${wanted})
      order by xact, id limit ${most}`.execute(tx);
    return rows;
  };
  const entries = await read(complete, LOOK);
  const last = entries.at(-1);
  if (!last || entries.length < LOOK) return { entries, below: Math.max(from, complete) };
  // A transaction is taken whole, or left for the next look.
  const whole = entries.filter(({ xact }) => xact < last.xact);
  if (whole.length > 0) return { entries: whole, below: last.xact };
  return { entries: await read(last.xact + 1, 1_000_000), below: last.xact + 1 };
}

async function deliveriesOf(
  entries: Entry[],
  endpoints: Endpoint[],
  now: Date,
  readers: Map<string, ReadRecord>,
  ctxOf: (organizationId: string) => Promise<Ctx | undefined>,
) {
  const wanted = entries
    .map((entry) => ({ entry, by: endpoints.filter((one) => wantedBy(one, entry)) }))
    .filter(({ by }) => by.length > 0);
  const payloads: string[] = [];
  for (let at = 0; at < wanted.length; at += AT_ONCE) {
    const some = wanted.slice(at, at + AT_ONCE);
    payloads.push(...(await Promise.all(some.map(({ entry }) => payloadOf(entry, readers, ctxOf)))));
  }
  return wanted.flatMap(({ entry, by }, n) =>
    by.map(({ id: endpoint_id }) =>
      deliveryOf(
        { organization_id: entry.organization_id, endpoint_id, event: entry.action },
        entry,
        payloads[n] as string,
        now,
      ),
    ),
  );
}

const wantedBy = ({ organization_id, since_xact, events }: Endpoint, entry: Entry) =>
  organization_id === entry.organization_id && entry.xact > since_xact && wants(events, entry.action);

/** One transaction may have more entries than a statement takes parameters. */
function* inSlices<T>(rows: T[]): Generator<T[]> {
  for (let at = 0; at < rows.length; at += SLICE) yield rows.slice(at, at + SLICE);
}

/** A row of `webhook_delivery` that is due at once. */
export function deliveryOf(
  of: { organization_id: string; endpoint_id: string; event: string },
  { subject_type, subject_id }: { subject_type: string; subject_id: string },
  payload: string,
  now: Date,
) {
  const give_up_at = new Date(now.getTime() + GIVE_UP_MS);
  return {
    ...of,
    id: newId(now.getTime()),
    subject_type,
    subject_id,
    payload,
    at: now,
    next_attempt_at: now,
    give_up_at,
  };
}

/** What is sent: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md#payload-structure */
async function payloadOf(
  entry: Entry,
  readers: Map<string, ReadRecord>,
  ctxOf: (organizationId: string) => Promise<Ctx | undefined>,
): Promise<string> {
  const { subject_type: type, subject_id } = entry;
  const read = readers.get(type);
  const ctx = read && (await ctxOf(entry.organization_id));
  // A record that is gone, or an id that is none of a record.
  const found = ctx && (await read(ctx, subject_id).catch(() => undefined));
  return JSON.stringify({
    type: entry.action,
    timestamp: entry.at.toISOString(),
    data: {
      entry_id: entry.id,
      organization_id: entry.organization_id,
      actor: { kind: entry.actor_kind, id: entry.actor_id, name: entry.actor_name },
      subject: { type, id: subject_id },
      before: entry.before,
      after: entry.after,
      note: entry.note,
      record: found?.ok ? found.data : null,
    },
  });
}
