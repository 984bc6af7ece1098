import { sql } from 'kysely';
import type { LedgerCheck } from '../ledger/index.ts';

type Row = { id: string; entry_id: string | null; fees: number; posted: number };

/** The fees that providers kept are posted once each: those of the attempts against those of the entries. */
export const feeCheck: LedgerCheck = async (system, organizationId) => {
  // Raw SQL: sums of two tables beside each other.
  const { rows } = await sql<Row>`
    select p.id, p.ledger_entry_id as entry_id, k.fees, e.posted
    from payment p
    cross join lateral (select coalesce(sum(a.received_fee_minor), 0)::bigint as fees from payment_attempt a
      where a.organization_id = p.organization_id and a.fee_payment_id = p.id) k
    cross join lateral (select coalesce(sum(l.amount_minor), 0)::bigint as posted from ledger_entry o
      join ledger_line l on l.organization_id = o.organization_id and l.entry_id = o.id and l.amount_minor > 0
      where o.organization_id = p.organization_id and o.subject_id = p.id and o.kind = 'payment.fee') e
    where p.organization_id = ${organizationId} and (p.state in ('verified', 'refunded') or p.ledger_entry_id is not null)
      and k.fees <> e.posted
    order by p.id`.execute(system);
  return rows.map(({ id, entry_id, fees, posted }) => ({
    kind: 'fee_differs',
    entryId: entry_id,
    subjectId: id,
    detail: `providers kept ${fees}, its entries say ${posted}`,
  }));
};
