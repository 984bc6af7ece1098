import { sql } from 'kysely';
import type { LedgerCheck } from '../../../kernel/ledger/index.ts';

/**
 * Compares vouchers with what stands on them: redemptions with the energy ledger, sales with their sums by day, and what
 * agents owe with their moves and their account of the money's ledger.
 */
export const voucherCheck: LedgerCheck = async (system, organizationId) => {
  // Raw SQL: sums of several tables side by side.
  const { rows } = await sql<{ kind: string; entry: string | null; subject: string; detail: string }>`
    select 'energy_voucher_differs' as kind, x.id as entry, coalesce(v.id, x.source_id) as subject,
      format('the voucher is %s, it was redeemed for %s Wh, its entry has %s Wh', v.state, r.wh, x.wh) as detail
    from electricity_voucher v
    left join electricity_redemption r on r.organization_id = ${organizationId} and r.id = v.id
    full join (select * from electricity_entry where organization_id = ${organizationId} and kind = 'voucher') x
      on x.organization_id = v.organization_id and x.source_id = v.id
    where coalesce(v.organization_id, x.organization_id) = ${organizationId}
      and (v.id is null or (v.state = 'redeemed') <> (x.id is not null) or (r.id is not null) <> (x.id is not null)
        or x.wh <> r.wh or x.meter_id <> r.meter_id)
    union all
    select 'voucher_sales_differ', null, k.id,
      format('%s sold and %s paid back at %s, the sums by day have %s and %s', v.sold, v.returned, k.price_minor,
        coalesce(d.sold, 0), coalesce(d.returned, 0))
    from electricity_voucher_batch k
    join (
      select batch_id, count(sold_at) as sold, count(*) filter (where sold_at is not null and state = 'cancelled') as returned
      from electricity_voucher where organization_id = ${organizationId} group by batch_id
    ) v on v.batch_id = k.id
    left join (
      select batch_id, sum(sold) as sold, sum(returned) as returned, sum(amount_minor) as amount, sum(returned_minor) as back
      from electricity_voucher_day where organization_id = ${organizationId} group by batch_id
    ) d on d.batch_id = k.id
    where k.organization_id = ${organizationId}
      and (v.sold, v.returned, v.sold * k.price_minor, v.returned * k.price_minor)
        is distinct from (coalesce(d.sold, 0), coalesce(d.returned, 0), coalesce(d.amount, 0), coalesce(d.back, 0))
    union all
    select 'voucher_agent_differs', null, a.id,
      format('owed %s, moved %s, in the account %s', a.owed_minor, m.moved, coalesce(l.kept, 0))
    from electricity_agent a
    cross join lateral (
      select coalesce(sum(case kind when 'sale' then amount_minor else -amount_minor end), 0)::bigint as moved
      from electricity_agent_move m where m.organization_id = ${organizationId} and m.agent_id = a.id
    ) m
    left join lateral (
      select sum(l.amount_minor)::bigint as kept from ledger_line l
      where l.organization_id = ${organizationId} and l.account = 'assets:agent:' || lower(a.code)
    ) l on true
    where a.organization_id = ${organizationId} and not (a.owed_minor = m.moved and m.moved = coalesce(l.kept, 0))`.execute(
    system,
  );
  return rows.map(({ kind, entry, subject, detail }) => ({ kind, entryId: entry, subjectId: subject, detail }));
};
