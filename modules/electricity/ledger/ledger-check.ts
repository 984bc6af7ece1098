import { sql } from 'kysely';
import type { LedgerCheck } from '../../../kernel/ledger/index.ts';

/**
 * Compares the energy ledger with what stands on it: balances, purchases, readings, tokens, the sums of sales, and the
 * consumption by hour, day and month. `counterfoil ledger verify` and the console run it.
 */
export const energyCheck: LedgerCheck = async (system, organizationId) => {
  // Raw SQL: sums of five tables side by side.
  const { rows } = await sql<{ kind: string; entry: string | null; subject: string | null; detail: string }>`
    with entry as (
      select meter_id, sum(wh)::bigint as wh, -sum(wh) filter (where kind = 'consumption')::bigint as used
      from electricity_entry where organization_id = ${organizationId} group by meter_id
    ), reading as (
      select meter_id, sum(used_wh)::bigint as used
      from electricity_reading where organization_id = ${organizationId} and state = 'counted' group by meter_id
    ), kept as (
      select m.id as meter_id,
        coalesce((select sum(wh) from electricity_usage_hour u where u.organization_id = ${organizationId} and u.meter_id = m.id), 0)::bigint as hours,
        coalesce((select sum(wh) from electricity_usage_day u where u.organization_id = ${organizationId} and u.meter_id = m.id), 0)::bigint as days,
        coalesce((select sum(wh) from electricity_usage_month u where u.organization_id = ${organizationId} and u.meter_id = m.id), 0)::bigint as months
      from electricity_meter m where m.organization_id = ${organizationId}
    )
    select 'energy_balance_differs' as kind, null::uuid as entry, b.meter_id as subject,
      format('the balance is %s Wh, its entries sum to %s Wh', b.balance_wh, coalesce(e.wh, 0)) as detail
    from electricity_balance b left join entry e on e.meter_id = b.meter_id
    where b.organization_id = ${organizationId} and b.balance_wh <> coalesce(e.wh, 0)
    union all
    select 'energy_consumption_differs', null, k.meter_id,
      format('entries %s, readings %s, hours %s, days %s, months %s Wh', coalesce(e.used, 0), coalesce(r.used, 0), k.hours, k.days, k.months)
    from kept k left join entry e on e.meter_id = k.meter_id left join reading r on r.meter_id = k.meter_id
    where not (coalesce(e.used, 0) = coalesce(r.used, 0) and coalesce(e.used, 0) = k.hours and k.hours = k.days and k.days = k.months)
    union all
    select 'energy_purchase_differs', x.id, p.id,
      format('the purchase is %s with %s Wh, its entry has %s Wh', p.state, p.wh, x.wh)
    from electricity_purchase p
    full join (select * from electricity_entry where organization_id = ${organizationId} and kind = 'purchase') x
      on x.organization_id = p.organization_id and x.source_id = p.id
    where coalesce(p.organization_id, x.organization_id) = ${organizationId}
      and (p.id is null or (p.state in ('credited', 'refunded')) <> (x.id is not null) or x.wh <> p.wh or x.meter_id <> p.meter_id)
    union all
    select 'energy_refund_differs', x.id, r.purchase_id,
      format('the refund is of %s Wh, its entry has %s Wh', r.wh, x.wh)
    from electricity_refund r
    full join (select * from electricity_entry where organization_id = ${organizationId} and kind = 'refund') x
      on x.organization_id = r.organization_id and x.source_id = r.id
    where coalesce(r.organization_id, x.organization_id) = ${organizationId}
      and (r.id is null or x.meter_id <> r.meter_id or coalesce(-x.wh, 0) <> r.wh)
    union all
    select 'energy_refund_differs', null, p.id,
      format('the purchase lost %s Wh and %s, its refunds sum to %s Wh and %s', p.refunded_wh, p.refunded_minor, r.wh, r.minor)
    from electricity_purchase p
    left join (
      select purchase_id, sum(wh)::bigint as wh, sum(amount_minor)::bigint as minor
      from electricity_refund where organization_id = ${organizationId} group by purchase_id
    ) r on r.purchase_id = p.id
    where p.organization_id = ${organizationId}
      and (p.refunded_wh <> coalesce(r.wh, 0) or p.refunded_minor <> coalesce(r.minor, 0))
    union all
    select 'energy_tokens_differ', null, k.meter_id,
      format('the keypad was given %s Wh, its tokens sum to %s Wh', k.given_wh, coalesce(t.wh, 0))
    from electricity_keypad k
    left join (
      select meter_id, sum(wh)::bigint as wh from electricity_token
      where organization_id = ${organizationId} and kind = 'add' and state <> 'refused' group by meter_id
    ) t on t.meter_id = k.meter_id
    where k.organization_id = ${organizationId} and k.given_wh <> coalesce(t.wh, 0)
    union all
    select 'energy_sales_differ', null, coalesce(e.meter_id, d.meter_id),
      format('entries credited %s Wh, the sums by day %s Wh', coalesce(e.wh, 0), coalesce(d.wh, 0))
    from (
      select meter_id, sum(wh)::bigint as wh from electricity_entry
      where organization_id = ${organizationId} and kind in ('purchase', 'voucher', 'refund') group by meter_id
    ) e
    full join (
      select meter_id, sum(wh - refunded_wh)::bigint as wh from electricity_sale_day
      where organization_id = ${organizationId} group by meter_id
    ) d on d.meter_id = e.meter_id
    where coalesce(e.wh, 0) <> coalesce(d.wh, 0)`.execute(system);
  return rows.map(({ kind, entry, subject, detail }) => ({ kind, entryId: entry, subjectId: subject, detail }));
};
