import { sql } from 'kysely';
import { type Ctx, inOrg, onOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { formatAmount } from '../../../kernel/lib/money.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { type DayRange, daysIn, holds, plusDays } from '../calendar/days.rule.ts';
import { closedDaysIn } from '../closures/closures.query.ts';
import { wholeDaysClosed } from '../cuts/cuts.rule.ts';
import type { CyclePaymentState } from '../cycles/contract.ts';
import { cycleFor, paymentState, todayOf } from '../cycles/cycles.query.ts';
import type { CutReport, PaymentReport } from './contract.ts';

/**
 * The payments of a cycle by state, today's by default; refuses with `mess.cycle.not_found` or `mess.cycle.none_now`.
 */
export async function paymentReport(ctx: Ctx, cycleId?: string): Promise<Result<PaymentReport>> {
  const cycle = await cycleFor(ctx, cycleId);
  if (!cycle.ok) return cycle;
  const { id, name, starts_on, ends_on, currency } = cycle.data;
  // Raw SQL: sums with conditions read better in SQL.
  const { rows } = await sql<{ state: CyclePaymentState; students: number; money: number; minutes: number | null }>`
    select ${paymentState} as state, count(*)::int as students,
      sum(coalesce(cp.price_minor, c.price_minor) + coalesce(cp.charges_minor, 0)
        - case when cp.state = 'verified' then 0 else coalesce(cp.credit_minor, 0) end)::bigint as money,
      percentile_cont(0.5) within group (order by extract(epoch from p.decided_at - p.submitted_at) / 60)
        filter (where cp.state = 'verified' and p.submitted_at is not null) as minutes
    from mess_student s
    join mess_cycle c on c.organization_id = s.organization_id and c.id = ${id}
    left join mess_cycle_payment cp on cp.organization_id = s.organization_id and cp.student_id = s.id and cp.cycle_id = c.id
    left join payment p on p.organization_id = cp.organization_id and p.id = cp.payment_id
    where s.organization_id = ${orgOf(ctx).id} and (cp.id is not null or s.state = 'approved')
    group by 1`.execute(ctx.db);
  const of = (state: CyclePaymentState) => rows.find((row) => row.state === state);
  const states = ['none', 'uploaded', 'verified', 'denied'] as const;
  const verified_minor = Number(of('verified')?.money ?? 0);
  const due_minor = rows.reduce((sum, row) => (row.state === 'verified' ? sum : sum + Number(row.money)), 0);
  const minutes = of('verified')?.minutes ?? null;
  return ok({
    cycle: { id, name, starts_on, ends_on },
    states: Object.fromEntries(states.map((state) => [state, of(state)?.students ?? 0])) as PaymentReport['states'],
    verified: formatAmount(verified_minor, currency),
    verified_minor,
    due: formatAmount(due_minor, currency),
    due_minor,
    currency,
    minutes_to_verify: minutes === null ? null : Math.round(Number(minutes) * 10) / 10,
  });
}

/** A quarter of a year: as many columns as a page shows. */
const MAX_DAYS = 92;

/**
 * How many approved students are away on each day, for two weeks from today by default; refuses with
 * `mess.cut.dates_reversed`.
 */
export async function cutReport(ctx: Ctx, days: Partial<DayRange>): Promise<Result<CutReport>> {
  const from = days.from ?? todayOf(ctx);
  const latest = plusDays(from, MAX_DAYS - 1);
  const asked = days.to ?? plusDays(from, 13);
  const range = { from, to: asked > latest ? latest : asked };
  if (range.to < from) return refuse('mess.cut.dates_reversed', undefined, { to: 'mess.cut.dates_reversed' });
  const [cuts, closed] = await Promise.all([
    ctx.db
      .selectFrom('mess_cut as x')
      .innerJoin('mess_student as s', onOrg('s.id', 'x.student_id'))
      .select(['x.from_on as from', 'x.to_on as to'])
      .where(inOrg(ctx, 'x'))
      .where('x.state', '=', 'active')
      .where('s.state', '=', 'approved')
      .where('x.from_on', '<=', range.to)
      .where('x.to_on', '>=', range.from)
      .execute(),
    closedDaysIn(ctx, range),
  ]);
  const shut = wholeDaysClosed(closed);
  return ok(
    Array.from({ length: daysIn(range) }, (_, i) => {
      const day = plusDays(from, i);
      return {
        day,
        cut: cuts.filter((cut) => holds(cut, day)).length,
        closed: shut.some((range) => holds(range, day)),
      };
    }),
  );
}
