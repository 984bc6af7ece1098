import { sql } from 'kysely';
import type { LedgerCheck } from '../../../kernel/ledger/index.ts';
import { BILL } from '../names.ts';

/** Compares the sums on bills with their payments, and those of customers with their bills. */
export const billsCheck: LedgerCheck = async (system, organizationId) => {
  // Raw SQL: sums with conditions read better in SQL.
  const { rows } = await sql<{ kind: string; subject: string; detail: string }>`
    with came as (
      select subject_id, sum(amount_minor - refunded_minor)::bigint as minor
      from payment where organization_id = ${organizationId} and subject_type = ${BILL}
        and state in ('verified', 'refunded') and not owed group by subject_id
    ), standing as (
      select customer_id, count(*) as bills, sum(amount_minor)::bigint as total, sum(paid_minor)::bigint as paid
      from exhibition_bill where organization_id = ${organizationId} and voided_at is null group by customer_id
    )
    select 'bill_differs' as kind, b.id as subject,
      format('bill %s has %s in it, its payments %s', b.code, b.paid_minor - b.refunded_minor, coalesce(c.minor, 0)) as detail
    from exhibition_bill b left join came c on c.subject_id = b.id
    where b.organization_id = ${organizationId} and b.paid_minor - b.refunded_minor <> coalesce(c.minor, 0)
    union all
    select 'bill_missing', c.subject_id, format('payments of %s are for no bill', c.minor)
    from came c where not exists (
      select from exhibition_bill b where b.organization_id = ${organizationId} and b.id = c.subject_id)
    union all
    select 'customer_differs', x.id,
      format('customer %s: %s in %s bills, %s paid; the bills say %s in %s, %s', x.code, x.total_minor, x.bill_count,
        x.paid_minor, coalesce(s.total, 0), coalesce(s.bills, 0), coalesce(s.paid, 0))
    from exhibition_customer x left join standing s on s.customer_id = x.id
    where x.organization_id = ${organizationId} and (x.total_minor, x.bill_count, x.paid_minor)
      is distinct from (coalesce(s.total, 0), coalesce(s.bills, 0), coalesce(s.paid, 0))`.execute(system);
  return rows.map(({ kind, subject, detail }) => ({ kind, entryId: null, subjectId: subject, detail }));
};
