import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { type DayRange, holds, plusDays } from '../calendar/days.rule.ts';
import { closedDaysIn } from '../closures/closures.query.ts';
import { todayOf } from '../cycles/cycles.query.ts';
import { mealsOf } from '../meals/meals.query.ts';
import type { MealWindow } from '../meals/slot.rule.ts';
import { daysOf } from './cook-count.rule.ts';
import { eatersByMeal, type MealEnd } from './people-of-day.query.ts';

/** A meal of a day: the forecast for the kitchen, if there was one; how many could eat and how many came. */
export type MealDay = {
  day: string;
  mealId: string;
  /** who could eat, when the forecast was stored */
  expected: number | null;
  forecast: number | null;
  keptAt: Date | null;
  entitled: number;
  served: number;
};

/** Offline phones may upload scans this many days late, so these days are counted again each evening. */
export const RECOUNTED_DAYS = 7;

/** The meals of a range of days up to today: stored counts, and new counts for days that have none yet. */
export async function mealDays(ctx: Ctx, range: DayRange): Promise<MealDay[]> {
  const kept = await keptCounts(ctx, range);
  const counted = new Map(kept.flatMap((row) => (row.served === null ? [] : [[row.day, true] as const])));
  const today = todayOf(ctx);
  const open = daysOf(range).filter(
    (day) => day <= today && day >= plusDays(today, -RECOUNTED_DAYS) && !counted.has(day),
  );
  const [first, last] = [open[0], open.at(-1)];
  const live = first && last ? await countDays(ctx, { from: first, to: last }) : [];
  const forecasts = new Map(kept.map((row) => [`${row.day} ${row.mealId}`, row]));
  return [
    ...kept.flatMap(({ entitled, served, ...row }) =>
      entitled === null || served === null ? [] : [{ ...row, entitled, served }],
    ),
    ...live
      .filter(({ day }) => !counted.has(day))
      .map(({ day, mealId, ...counts }) => {
        const { expected = null, forecast = null, keptAt = null } = forecasts.get(`${day} ${mealId}`) ?? {};
        return { day, mealId, expected, forecast, keptAt, ...counts };
      }),
  ].sort((a, b) => (a.day < b.day ? -1 : 1));
}

type Kept = Omit<MealDay, 'entitled' | 'served'> & { entitled: number | null; served: number | null };

/** The stored rows of a range, by day. */
export async function keptCounts(ctx: Ctx, { from, to }: DayRange): Promise<Kept[]> {
  return ctx.db
    .selectFrom('mess_meal_count')
    .select(['service_on as day', 'meal_id as mealId', 'expected', 'forecast', 'kept_at as keptAt'])
    .select(['entitled', 'served'])
    .where(inOrg(ctx))
    .where('service_on', '>=', from)
    .where('service_on', '<=', to)
    .orderBy('service_on')
    .execute();
}

/**
 * Counts each meal of each day of a range. On a day without this meal nobody could eat. Otherwise those who could eat
 * are at least as many as were served, because a student who was admitted by hand or suspended later ate too.
 */
export async function countDays(
  ctx: Ctx,
  range: DayRange,
): Promise<{ day: string; mealId: string; entitled: number; served: number }[]> {
  const meals = await mealsOf(ctx);
  const [eaters, closed, served] = await Promise.all([
    eatersByMeal(ctx, mealEnds(ctx, daysOf(range), meals)),
    closedDaysIn(ctx, range),
    servedByMeal(ctx, range),
  ]);
  return daysOf(range).flatMap((day) =>
    meals.flatMap(({ id, active }) => {
      const came = served.get(`${day} ${id}`) ?? 0;
      if (!active && came === 0) return [];
      const shut = closed.some((days) => holds(days, day) && (days.mealId === null || days.mealId === id));
      return [{ day, mealId: id, entitled: shut ? 0 : Math.max(eaters.get(`${day} ${id}`) ?? 0, came), served: came }];
    }),
  );
}

/** When each of these meals ends on each of these days, in local time. */
export function mealEnds(ctx: Ctx, days: string[], meals: readonly MealWindow[]): MealEnd[] {
  const { timeZone } = orgOf(ctx);
  return days.flatMap((day) =>
    meals.map(({ id, starts, ends }) => {
      const on = Temporal.PlainDate.from(ends < starts ? plusDays(day, 1) : day);
      const over = on.toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(ends) });
      return { day, mealId: id, ends: new Date(over.epochMilliseconds) };
    }),
  );
}

/** How many were served at each meal of a range, by `<day> <meal id>`; uses an index alone. */
export async function servedByMeal(ctx: Ctx, { from, to }: DayRange): Promise<Map<string, number>> {
  const rows = await ctx.db
    .selectFrom('mess_service')
    .select(({ fn }) => ['service_on as day', 'meal_id as meal', fn.countAll<number>().as('served')])
    .where(inOrg(ctx))
    .where('service_on', '>=', from)
    .where('service_on', '<=', to)
    .groupBy(['service_on', 'meal_id'])
    .execute();
  return new Map(rows.map(({ day, meal, served }) => [`${day} ${meal}`, served]));
}
