import { sql } from 'kysely';
import type { LedgerCheck } from '../../../kernel/ledger/index.ts';
import { STORE_CREDIT } from '../../../kernel/payments/index.ts';

/** Compares store credit with its movements, and these, payment by payment, with the ledger's account. */
export const creditCheck: LedgerCheck = async (system, organizationId) => {
  // Raw SQL: sums that are compared read better in SQL.
  const { rows } = await sql<{ kind: string; subject: string; detail: string }>`
    with moved as (
      select credit_id, sum(amount_minor)::bigint as minor from exhibition_credit_movement
      where organization_id = ${organizationId} group by credit_id
    ), paid as (
      select payment_id as id, sum(amount_minor)::bigint as minor from exhibition_credit_movement
      where organization_id = ${organizationId} group by payment_id
    ), posted as (
      -- A liability: what is owed to customers is a credit, below zero.
      select e.subject_id as id, -sum(l.amount_minor)::bigint as minor
      from ledger_line l join ledger_entry e on e.organization_id = l.organization_id and e.id = l.entry_id
      where l.organization_id = ${organizationId} and l.account = ${STORE_CREDIT} group by e.subject_id
    )
    select 'credit_differs' as kind, c.id as subject,
      format('store credit has %s, its movements %s', c.balance_minor, coalesce(m.minor, 0)) as detail
    from exhibition_credit c left join moved m on m.credit_id = c.id
    where c.organization_id = ${organizationId} and c.balance_minor <> coalesce(m.minor, 0)
    union all
    select 'credit_account_differs', coalesce(p.id, l.id),
      format('store credit moved by %s, the ledger says %s', coalesce(p.minor, 0), coalesce(l.minor, 0))
    from paid p full join posted l on l.id = p.id
    where coalesce(p.minor, 0) <> coalesce(l.minor, 0)`.execute(system);
  return rows.map(({ kind, subject, detail }) => ({ kind, entryId: null, subjectId: subject, detail }));
};
