import { sql } from 'kysely';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { PURCHASE } from '../names.ts';
import type { TransactionKind, TransactionStatus } from './contract.ts';

/** One page is asked of each source: the newest `limit` below an id, in the span and of the meters that are wanted. */
type Wanted = {
  status?: TransactionStatus | undefined;
  meterIds?: string[] | undefined;
  /** for the holders of the meters: nothing of their earlier holders */
  own?: boolean;
  /** ids from this one on, and below that one; they tell the time */
  from?: string | undefined;
  below?: string | undefined;
  limit: number;
};

/** A transaction as its source has it; `id` decides its place among the others, newest first. */
export type Found = {
  id: string;
  kind: TransactionKind;
  status: TransactionStatus;
  meter_id: string;
  amount_minor: number | null;
  currency: string | null;
  wh: number;
  via: string | null;
  reference: string | null;
  provider_reference: string | null;
  purchase_id: string | null;
  payment_id: string | null;
  owed: boolean;
  reason: string;
  by: string;
  created_at: Date;
};

type Source = { kind: TransactionKind; find(ctx: Ctx, wanted: Wanted): Promise<Found[]> };

/** Raw SQL: whatever the joins, the span is read by the index of `table`, and stops. */
const page = (table: string, { meterIds, from, below, limit }: Wanted) => {
  const id = sql.ref(`${table}.id`);
  return sql`${meterIds ? sql`and ${sql.ref(`${table}.meter_id`)} = any (${meterIds}::uuid[])` : sql``}
    ${from ? sql`and ${id} >= ${from}::uuid` : sql``} ${below ? sql`and ${id} < ${below}::uuid` : sql``}
    order by ${id} desc limit ${limit}`;
};

/** With `own` the row at `table`, of a meter and of a time, must be the present holder's. */
const ofHolder = (table: string, { own }: Wanted) =>
  own
    ? sql`and not exists (select from electricity_meter h where h.organization_id = ${sql.ref(`${table}.organization_id`)}
        and h.id = ${sql.ref(`${table}.meter_id`)} and h.history_from > ${sql.ref(`${table}.created_at`)})`
    : sql``;

/** The states of a purchase among which each status is found; each is read by its own index. */
const STATES: Record<TransactionStatus, string[]> = {
  pending: ['open'],
  unknown: ['open'],
  success: ['credited', 'refunded'],
  failed: ['ended', 'open'],
};

const purchases: Source = {
  kind: 'purchase',
  async find(ctx, wanted) {
    const { status } = wanted;
    const found = await Promise.all((status ? STATES[status] : [null]).map((state) => ofState(ctx, wanted, state)));
    return found.flat();
  },
};

/** A payer who was refused by the provider reads "failed" until they try again; nobody does while nobody knows. */
async function ofState(ctx: Ctx, wanted: Wanted, state: string | null): Promise<Found[]> {
  const organizationId = orgOf(ctx).id;
  const status = sql`case
    when p.state in ('credited', 'refunded') then 'success'
    when p.state = 'ended' then 'failed'
    when y.state = 'unknown' or a.state = 'unknown' then 'unknown'
    when y.state = 'submitted' or a.state in ('sending', 'waiting') then 'pending'
    when y.state = 'denied' or a.state in ('failed', 'differs') then 'failed'
    else 'pending' end`;
  const { rows } = await sql<Found>`
    select p.id, 'purchase' as kind, ${status} as status, p.meter_id, p.amount_minor, p.currency, p.wh,
      coalesce(a.provider, case when p.state in ('credited', 'refunded') then y.method end) as via, y.reference,
      coalesce(y.transaction_reference, a.provider_id) as provider_reference, p.id as purchase_id,
      case when p.state = 'open' then p.payment_id end as payment_id, y.owed and y.state = 'verified' as owed,
      '' as reason, p.opened_by_name as by, p.created_at
    from electricity_purchase p
    join payment y on y.organization_id = p.organization_id and y.id = p.payment_id
    left join lateral (
      select c.provider, c.provider_id, c.state from payment_attempt c
      where c.organization_id = p.organization_id and c.payment_id = p.payment_id and c.kind = 'charge'
      order by c.id desc limit 1
    ) a on true
    where p.organization_id = ${organizationId}
      ${state ? sql`and p.state = ${state}` : sql``} ${state === 'open' ? sql`and ${status} = ${wanted.status}` : sql``}
      ${ofHolder('p', wanted)} ${page('p', wanted)}`.execute(ctx.db);
  return rows;
}

/** Entries of the energy ledger that moved no money; a voucher's was moved when it was sold. */
const entries = (kind: 'token' | 'adjustment', entry: 'voucher' | 'adjustment'): Source => ({
  kind,
  async find(ctx, wanted) {
    if (wanted.status && wanted.status !== 'success') return [];
    const { rows } = await sql<Found>`
      select e.id, ${kind}::text as kind, 'success' as status, e.meter_id, null::bigint as amount_minor,
        null as currency, e.wh, case when e.kind = 'voucher' then 'voucher' end as via, null as reference,
        null as provider_reference, null as purchase_id, null as payment_id, false as owed, e.reason, e.actor_name as by, e.created_at
      from electricity_entry e where e.organization_id = ${orgOf(ctx).id} and e.kind = ${sql.lit(entry)}
        ${ofHolder('e', wanted)} ${page('e', wanted)}`.execute(ctx.db);
    return rows;
  },
});

/** What was given back, and what a provider was asked to give back and has not. */
const refunds: Source = {
  kind: 'refund',
  async find(ctx, wanted) {
    const organizationId = orgOf(ctx).id;
    const done =
      !wanted.status || wanted.status === 'success'
        ? sql<Found>`
      select r.id, 'refund' as kind, 'success' as status, r.meter_id, -r.amount_minor as amount_minor, r.currency,
        -r.wh as wh, null as via, y.reference, null as provider_reference, r.purchase_id, null as payment_id,
        false as owed, r.reason, r.by_name as by, r.created_at
      from electricity_refund r
      join electricity_purchase p on p.organization_id = r.organization_id and p.id = r.purchase_id
      join payment y on y.organization_id = p.organization_id and y.id = p.payment_id
      where r.organization_id = ${organizationId} ${ofHolder('p', wanted)} ${page('r', wanted)}`.execute(ctx.db)
        : { rows: [] };
    const status = sql`case when a.state = 'failed' then 'failed' when a.state in ('sending', 'waiting') then 'pending'
      else 'unknown' end`;
    const { meterIds, ...span } = wanted;
    const asked =
      wanted.status !== 'success'
        ? sql<Found>`
      select a.id, 'refund' as kind, ${status} as status, p.meter_id, -a.amount_minor as amount_minor, a.currency,
        0 as wh, a.provider as via, y.reference, a.provider_id as provider_reference, p.id as purchase_id,
        null as payment_id, false as owed, coalesce(a.note, '') as reason, a.started_by_name as by, a.created_at
      from payment_attempt a
      join payment y on y.organization_id = a.organization_id and y.id = a.payment_id and y.subject_type = ${PURCHASE}
      join electricity_purchase p on p.organization_id = y.organization_id and p.payment_id = y.id
      where a.organization_id = ${organizationId} and a.kind = 'refund' and a.state <> 'succeeded'
        ${wanted.status ? sql`and ${status} = ${wanted.status}` : sql``}
        ${meterIds ? sql`and p.meter_id = any (${meterIds}::uuid[])` : sql``}
        ${ofHolder('p', wanted)} ${page('a', span)}`.execute(ctx.db)
        : { rows: [] };
    return (await Promise.all([done, asked])).flatMap(({ rows }) => rows);
  },
};

/** Each kind of transaction once. A new kind adds its source here, and its name to the contract. */
export const SOURCES: Source[] = [purchases, entries('token', 'voucher'), entries('adjustment', 'adjustment'), refunds];
