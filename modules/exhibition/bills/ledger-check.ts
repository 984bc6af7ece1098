import { sql } from 'kysely';
import type { LedgerCheck } from '../../../kernel/ledger/index.ts';
import { BILL } from '../names.ts';

/** Compares the sums on bills with their payments and their lines, and those of customers with their bills. */
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
    ), sold as (
      select bill_id, sum(amount_minor)::bigint as minor, sum(discount_minor)::bigint as discount,
        coalesce(sum(amount_minor) filter (where tax_basis_points is not null), 0)::bigint as taxed
      from exhibition_bill_line where organization_id = ${organizationId} group by bill_id
    ), taxed as (
      select b.id, coalesce(sum(t.net_minor + t.tax_minor), 0)::bigint as minor
      from exhibition_bill b cross join lateral jsonb_to_recordset(b.taxes) as t(net_minor bigint, tax_minor bigint)
      where b.organization_id = ${organizationId} and jsonb_typeof(b.taxes) = 'array' group by b.id
    )
    select 'bill_differs' as kind, b.id as subject,
      format('bill %s has %s in it, its payments %s', b.code, b.paid_minor - b.refunded_minor, coalesce(c.minor, 0)) as detail
    from exhibition_bill b left join came c on c.subject_id = b.id
    where b.organization_id = ${organizationId} and b.paid_minor - b.refunded_minor <> coalesce(c.minor, 0)
    union all
    select 'bill_lines_differ', b.id,
      format('bill %s: %s, discount %s, rounding %s; its lines say %s, discount %s, of which %s with tax, its taxes %s',
        b.code, b.amount_minor, b.discount_minor, b.rounding_minor, s.minor, s.discount, s.taxed, coalesce(t.minor, 0))
    from exhibition_bill b join sold s on s.bill_id = b.id left join taxed t on t.id = b.id
    where b.organization_id = ${organizationId} and (b.amount_minor, b.discount_minor, coalesce(t.minor, 0))
      is distinct from (s.minor + b.rounding_minor, s.discount, s.taxed)
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
