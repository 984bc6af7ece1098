import { sql } from 'kysely';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import type { DayPeople } from './contract.ts';

/**
 * The students of a day, as of now: the door's questions (`FACTS` in door/facts.ts), counted. Payments are looked up
 * one by one, for the few who have not paid: a join read the whole table for each student while its statistics were
 * new.
 */
export async function peopleOfDay(ctx: Ctx, day: string): Promise<DayPeople> {
  // Raw SQL: sums with conditions read better in SQL.
  const { rows } = await sql<DayPeople>`
    select count(*)::int as approved,
      count(*) filter (where paid and not cut)::int as eating,
      count(*) filter (where paid and cut)::int as away,
      count(*) filter (where not paid)::int as unpaid,
      count(*) filter (where not paid and (
        select p.state = 'submitted' from payment p where p.organization_id = ${orgOf(ctx).id} and p.id = student.payment_id
      ))::int as proof_waits
    from (
      select coalesce(cp.state = 'verified' or cp.grace_until >= ${day}::date, false) as paid, cp.payment_id, x.student_id is not null as cut
      from mess_student s
      left join mess_cycle c on c.organization_id = s.organization_id and c.starts_on <= ${day}::date and c.ends_on >= ${day}::date
      left join mess_cycle_payment cp on cp.organization_id = s.organization_id and cp.student_id = s.id and cp.cycle_id = c.id
      left join mess_cut x on x.organization_id = s.organization_id and x.student_id = s.id and x.state = 'active'
        and x.from_on <= ${day}::date and x.to_on >= ${day}::date
      where s.organization_id = ${orgOf(ctx).id} and s.state = 'approved'
    ) as student`.execute(ctx.db);
  return rows[0] as DayPeople;
}

/** A meal of a day, and when it ends. */
export type MealEnd = { day: string; mealId: string; ends: Date };

/**
 * How many could eat at each of these meals: approved and paid, or within grace, before it ended, and not away that
 * day. A student who was approved in the evening does not count at breakfast. Students who were suspended or left since
 * are not included. By `<day> <meal id>`; meals without anybody are missing.
 */
export async function eatersByMeal(ctx: Ctx, meals: MealEnd[]): Promise<Map<string, number>> {
  if (meals.length === 0) return new Map();
  const { id } = orgOf(ctx);
  const { rows } = await sql<{ day: string; meal: string; eaters: number }>`
    select d.day, d.meal, count(*)::int as eaters
    from unnest(${meals.map(({ day }) => day)}::date[], ${meals.map(({ mealId }) => mealId)}::uuid[],
      ${meals.map(({ ends }) => ends.toISOString())}::timestamptz[]) as d (day, meal, ends)
    join mess_cycle c on c.organization_id = ${id} and c.starts_on <= d.day and c.ends_on >= d.day
    join mess_cycle_payment cp on cp.organization_id = ${id} and cp.cycle_id = c.id
      and (cp.state = 'verified' and cp.verified_at < d.ends or cp.grace_until >= d.day)
    join mess_student s on s.organization_id = ${id} and s.id = cp.student_id and s.state = 'approved' and s.decided_at < d.ends
    left join mess_cut x on x.organization_id = ${id} and x.student_id = s.id and x.state = 'active' and x.from_on <= d.day and x.to_on >= d.day
    where x.id is null
    group by 1, 2`.execute(ctx.db);
  return new Map(rows.map(({ day, meal, eaters }) => [`${day} ${meal}`, eaters]));
}
