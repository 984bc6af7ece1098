import { sql } from 'kysely';
import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { ok, type Result } from '../../../kernel/lib/result.ts';
import { holds, minuteOf, wallTime } from '../calendar/days.rule.ts';
import { closedDaysIn } from '../closures/closures.query.ts';
import { keptCounts, mealEnds, servedByMeal } from '../cook-count/meal-days.query.ts';
import { eatersByMeal, peopleOfDay } from '../cook-count/people-of-day.query.ts';
import { daysOfScans, scanIds } from '../door/scans.query.ts';
import { asNamedMeal, mealsOf } from '../meals/meals.query.ts';
import { type MealWindow, type Slot, slotAt } from '../meals/slot.rule.ts';
import { CYCLE_PAYMENT } from '../names.ts';
import type { Board } from './contract.ts';

/**
 * Today at the mess: who may eat, each meal's served against expected, and what waits for the office. After midnight it
 * shows the previous day while that day's dinner is on. For the console's board and for "today's numbers" in a chat.
 */
export async function todayBoard(ctx: Ctx): Promise<Result<Board>> {
  const now = ctx.clock.now();
  const { timeZone } = orgOf(ctx);
  const meals = (await mealsOf(ctx)).filter(({ active }) => active);
  const slot = slotAt(meals, timeZone, now);
  const day = slot.serviceOn;
  const range = { from: day, to: day };
  const isOver = (meal: MealWindow) => stateOf(meal, slot, timeZone, now) === 'over';
  const [people, before, closed, served, refused, kept, waiting] = await Promise.all([
    peopleOfDay(ctx, day),
    eatersByMeal(ctx, mealEnds(ctx, [day], meals.filter(isOver))),
    closedDaysIn(ctx, range),
    servedByMeal(ctx, range),
    refusedByMeal(ctx, day),
    keptCounts(ctx, range),
    waitingForOffice(ctx),
  ]);
  return ok({
    day,
    at: now.toISOString(),
    people,
    meals: meals.map((meal) => {
      const shut = closed.some((days) => holds(days, day) && (days.mealId === null || days.mealId === meal.id));
      return {
        meal: asNamedMeal(meal),
        state: shut ? ('closed' as const) : stateOf(meal, slot, timeZone, now),
        // A student who was approved, or paid, after a meal is not expected at it.
        expected: shut ? 0 : isOver(meal) ? (before.get(`${day} ${meal.id}`) ?? 0) : people.eating,
        forecast: kept.find(({ mealId }) => mealId === meal.id)?.forecast ?? null,
        served: served.get(`${day} ${meal.id}`) ?? 0,
        refused: refused.get(meal.id) ?? 0,
      };
    }),
    waiting,
  });
}

function stateOf(meal: MealWindow, slot: Slot, zone: string, now: Date): 'ahead' | 'on' | 'over' {
  if (slot.meal?.id === meal.id) return 'on';
  const wall = wallTime(zone, now);
  return wall.day === slot.serviceOn && wall.minute < minuteOf(meal.starts) ? 'ahead' : 'over';
}

async function refusedByMeal(ctx: Ctx, day: string): Promise<Map<string | null, number>> {
  const { first, end } = scanIds(ctx, daysOfScans({ from: day, to: day }));
  const rows = await ctx.db
    .selectFrom('mess_scan')
    .select(({ fn }) => ['meal_id as meal', fn.countAll<number>().as('refused')])
    .where(inOrg(ctx))
    .where('id', '>=', first)
    .where('id', '<', end)
    .where('service_on', '=', day)
    .where('allowed', '=', false)
    .groupBy('meal_id')
    .execute();
  return new Map(rows.map(({ meal, refused }) => [meal, refused]));
}

async function waitingForOffice(ctx: Ctx): Promise<Board['waiting']> {
  const { id } = orgOf(ctx);
  // Raw SQL: nested conditions read better in SQL.
  const { rows } = await sql<Board['waiting']>`select
    (select count(*) from mess_student where organization_id = ${id} and state = 'pending')::int as registrations,
    (select count(*) from payment where organization_id = ${id} and state = 'submitted' and subject_type = ${CYCLE_PAYMENT})::int as proofs,
    (select count(*) from mess_scan where organization_id = ${id} and settle is not null and decision is null)::int as settlements`.execute(
    ctx.db,
  );
  return rows[0] as Board['waiting'];
}
