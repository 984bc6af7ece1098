import { sql } from 'kysely';
import type { LedgerCheck } from '../../../kernel/ledger/index.ts';
import { COMMISSION, STALL_PAYOUT, STALL_SHARE } from '../names.ts';

/**
 * Compares stalls with the ledger: their shares and the commission with the money in their bills, the pay-outs with their
 * entries, and the balance of the account, less what is in the stall's drawer, with what the statement says is owed.
 */
export const stallsCheck: LedgerCheck = async (system, organizationId) => {
  // Raw SQL: sums that are compared read better in SQL.
  const { rows } = await sql<{ kind: string; subject: string; detail: string }>`
    with billed as (
      select stall_id, sum(net)::bigint as money, sum((net * points + 5000) / 10000)::bigint as commission
      from (select stall_id, paid_minor - refunded_minor as net, commission_basis_points::bigint as points
        from exhibition_bill where organization_id = ${organizationId} and stall_id is not null) b group by stall_id
    ), paid as (
      select stall_id, sum(amount_minor)::bigint as minor from exhibition_stall_payout
      where organization_id = ${organizationId} group by stall_id
    ), posted as (
      select l.account, coalesce(-sum(l.amount_minor) filter (where e.kind = ${STALL_SHARE}), 0)::bigint as shares,
        coalesce(sum(l.amount_minor) filter (where e.kind = ${STALL_PAYOUT}), 0)::bigint as paid,
        coalesce(sum(l.amount_minor) filter (where e.kind like 'payment.%'), 0)::bigint as corrected,
        -sum(l.amount_minor)::bigint as balance
      from ledger_line l join ledger_entry e on e.organization_id = l.organization_id and e.id = l.entry_id
      where l.organization_id = ${organizationId} and l.account like 'liabilities:stall:%' group by l.account
    ), drawers as (
      select s.owner_account as account, sum(m.amount_minor) filter (where s.closed_at is null)::bigint as inside,
        sum(m.amount_minor) filter (where m.kind in ('sale', 'refund'))::bigint as kept
      from till_session s join till_movement m on m.organization_id = s.organization_id and m.session_id = s.id
      where s.organization_id = ${organizationId} and s.owner_account is not null group by 1
    ), stalls as (
      select s.id, s.code, coalesce(b.money, 0) as money, coalesce(b.commission, 0) as commission,
        coalesce(o.minor, 0) as paid_out, coalesce(p.shares, 0) as shares, coalesce(p.paid, 0) as posted_out,
        coalesce(p.balance, 0) - coalesce(d.inside, 0) as owed, coalesce(d.kept, 0) + coalesce(p.corrected, 0) as kept
      from exhibition_stall s left join billed b on b.stall_id = s.id left join paid o on o.stall_id = s.id
      left join posted p on p.account = s.account left join drawers d on d.account = s.account
      where s.organization_id = ${organizationId}
    )
    select 'stall_share_differs' as kind, id as subject,
      format('stall %s: %s in its bills, commission %s; the ledger gives it %s', code, money, commission, shares) as detail
    from stalls where money - commission <> shares
    union all
    select 'stall_payouts_differ', id, format('stall %s: %s paid out, the ledger says %s', code, paid_out, posted_out)
    from stalls where paid_out <> posted_out
    union all
    select 'stall_owed_differs', id,
      format('stall %s: %s owed by its account, %s by its bills, drawer and pay-outs', code, owed, shares - kept - paid_out)
    from stalls where owed <> shares - kept - paid_out
    union all
    select 'stall_commission_differs', ${organizationId}::uuid,
      format('commission of %s in the bills, the ledger says %s', c.billed, c.posted)
    from (select (select coalesce(sum(commission), 0)::bigint from billed) as billed,
      (select coalesce(-sum(amount_minor), 0)::bigint from ledger_line
        where organization_id = ${organizationId} and account = ${COMMISSION}) as posted) c
    where c.billed <> c.posted`.execute(system);
  return rows.map(({ kind, subject, detail }) => ({ kind, entryId: null, subjectId: subject, detail }));
};
