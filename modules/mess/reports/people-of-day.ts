import { sql } from 'kysely';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { dayBounds } from '../../../kernel/lib/time.ts';
import { daysOf } from '../domain/cook-count.ts';
import type { DayRange } from '../domain/days.ts';
import type { DayPeople } from '../reports-contract.ts';

/** The students of a day, as things stand now: the same questions that the door asks (`FACTS` in door/facts.ts), counted. */
export async function peopleOfDay(ctx: Ctx, day: string): Promise<DayPeople> {
  const { rows } = await sql<DayPeople>`
    select count(*)::int as approved,
      count(*) filter (where paid and not cut)::int as eating,
      count(*) filter (where paid and cut)::int as away,
      count(*) filter (where not paid)::int as unpaid,
      count(*) filter (where not paid and p_state = 'submitted')::int as proof_waits
    from (
      select coalesce(cp.state = 'verified' or cp.grace_until >= ${day}::date, false) as paid, p.state as p_state, x.student_id is not null as cut
      from mess_student s
      left join mess_cycle c on c.organization_id = s.organization_id and c.starts_on <= ${day}::date and c.ends_on >= ${day}::date
      left join mess_cycle_payment cp on cp.organization_id = s.organization_id and cp.student_id = s.id and cp.cycle_id = c.id
      left join payment p on p.organization_id = cp.organization_id and p.id = cp.payment_id and cp.state <> 'verified'
      left join mess_cut x on x.organization_id = s.organization_id and x.student_id = s.id and x.state = 'active'
        and x.from_on <= ${day}::date and x.to_on >= ${day}::date
      where s.organization_id = ${orgOf(ctx).id} and s.state = 'approved'
    ) as student`.execute(ctx.db);
  return rows[0] as DayPeople;
}

/**
 * How many could eat on each day of a range that is over: approved and paid, or within grace, by the end of that day, and not away. Students who were
 * suspended or left since are not in it; days without anybody are missing.
 */
export async function eatersByDay(ctx: Ctx, { from, to }: DayRange): Promise<Map<string, number>> {
  const { id, timeZone } = orgOf(ctx);
  const days = daysOf({ from, to });
  const { rows } = await sql<{ day: string; eaters: number }>`
    select d.day, count(*)::int as eaters
    from unnest(${days}::date[], ${days.map((day) => dayBounds(timeZone, day).to)}::timestamptz[]) as d (day, ends)
    join mess_cycle c on c.organization_id = ${id} and c.starts_on <= d.day and c.ends_on >= d.day
    join mess_cycle_payment cp on cp.organization_id = ${id} and cp.cycle_id = c.id
      and (cp.state = 'verified' and cp.verified_at < d.ends or cp.grace_until >= d.day)
    join mess_student s on s.organization_id = ${id} and s.id = cp.student_id and s.state = 'approved' and s.decided_at < d.ends
    left join mess_cut x on x.organization_id = ${id} and x.student_id = s.id and x.state = 'active' and x.from_on <= d.day and x.to_on >= d.day
    where x.id is null
    group by 1`.execute(ctx.db);
  return new Map(rows.map(({ day, eaters }) => [day, eaters]));
}
