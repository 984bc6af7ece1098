import { sql } from 'kysely';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { todayOf } from '../cycles/cycles.query.ts';

/**
 * A student's credit that no cycle has used yet, without the named cycle payment; in minor units. The rebates of a
 * cycle count while it is paid: a refund of its price includes its days. The credit is below zero when a cycle had used
 * rebates that were taken back since. The next cycle adds the difference, except the refunded cycle itself, for which
 * they count again once it is paid. Credit in a cycle that is over and was never paid is available for the next one.
 */
export async function creditOf(ctx: Ctx, studentId: string, currency: string, beside: string | null): Promise<number> {
  // Raw SQL: sums with conditions read better in SQL.
  const { rows } = await sql<{ left: number; own: number }>`select
    (coalesce(sum(r.amount_minor) filter (where p.state = 'verified'), 0)
    - coalesce((select sum(t.credit_minor) from mess_cycle_payment t
      join mess_cycle c on c.organization_id = t.organization_id and c.id = t.cycle_id
      where t.organization_id = ${orgOf(ctx).id} and t.student_id = ${studentId} and t.currency = ${currency}
        and (t.state = 'verified' or c.ends_on >= ${todayOf(ctx)}::date) and t.id is distinct from ${beside}::uuid), 0))::bigint as left,
    coalesce(sum(r.amount_minor) filter (where p.state <> 'verified' and p.id = ${beside}::uuid), 0)::bigint as own
    from mess_rebate r
    join mess_cycle_payment p on p.organization_id = r.organization_id and p.student_id = r.student_id and p.cycle_id = r.cycle_id
    where r.organization_id = ${orgOf(ctx).id} and r.student_id = ${studentId} and r.currency = ${currency}`.execute(
    ctx.db,
  );
  const { left, own } = rows[0] ?? { left: 0, own: 0 };
  return Number(left) < 0 ? Math.min(0, Number(left) + Number(own)) : Number(left);
}

/**
 * A student's charges of the settlement that no cycle's amount includes yet, without the named cycle payment; in minor
 * units.
 */
export async function chargesOf(ctx: Ctx, studentId: string, currency: string, beside: string | null): Promise<number> {
  const { rows } = await sql<{ left: number }>`select
    (coalesce((select sum(charge_minor) from mess_scan
      where organization_id = ${orgOf(ctx).id} and student_id = ${studentId} and currency = ${currency} and charge_minor is not null), 0)
    - coalesce((select sum(charges_minor) from mess_cycle_payment
      where organization_id = ${orgOf(ctx).id} and student_id = ${studentId} and currency = ${currency}
        and id is distinct from ${beside}::uuid), 0))::bigint as left`.execute(ctx.db);
  return Math.max(0, Number(rows[0]?.left ?? 0));
}
