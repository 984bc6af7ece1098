import { sql } from 'kysely';
import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { todayByZone } from '../../../kernel/db/index.ts';
import { getSettings } from '../../../kernel/settings/index.ts';
import { type DayRange, minuteOf, plusDays, wallTime } from '../calendar/days.rule.ts';
import { earliestCut } from '../cuts/cuts.rule.ts';
import { mealsOf } from '../meals/meals.query.ts';
import { messSettings } from '../settings.ts';
import { daysOf, LOOK_BACK_DAYS } from './cook-count.rule.ts';
import { keptCounts, RECOUNTED_DAYS } from './meal-days.query.ts';

/** `count`: finished days whose people are to be counted; `toForecast`: coming meals whose forecast is to be stored. */
export type CountsDue = { count: DayRange | null; toForecast: { day: string; meals: string[] }[] };

/** The organizations where a count may be due; called without an organization. */
export async function uncountedOrganizations(ctx: Ctx): Promise<string[]> {
  const { zones, days } = await todayByZone(ctx);
  const { rows } = await sql<{ id: string }>`select mess_uncounted(${zones}::text[], ${days}::date[]) as id`.execute(
    ctx.db,
  );
  return rows.map(({ id }) => id);
}

/**
 * What is due now. Tomorrow's count is stored after the cut-off, when cuts are final. If nothing ran then, today's
 * count is stored late, for the meals that haven't begun. Finished days are counted soon after midnight, and the last
 * week again with each count.
 */
export async function countsDue(ctx: Ctx): Promise<CountsDue> {
  const now = wallTime(orgOf(ctx).timeZone, ctx.clock.now());
  const [tomorrow, yesterday] = [plusDays(now.day, 1), plusDays(now.day, -1)];
  const [meals, kept, start, { cut_off }] = await Promise.all([
    mealsOf(ctx),
    keptCounts(ctx, { from: plusDays(now.day, -LOOK_BACK_DAYS), to: tomorrow }),
    firstDay(ctx),
    getSettings(ctx, messSettings),
  ]);
  if (!start || start > tomorrow) return { count: null, toForecast: [] };
  const forecasts = new Set(
    kept.flatMap(({ day, mealId, forecast }) => (forecast === null ? [] : [`${day} ${mealId}`])),
  );
  const withoutForecast = (day: string, from: number) => ({
    day,
    meals: meals
      .filter(({ id, active, starts }) => active && minuteOf(starts) > from && !forecasts.has(`${day} ${id}`))
      .map(({ id }) => id),
  });
  const final = earliestCut(now, cut_off) > tomorrow;
  const toForecast = [withoutForecast(now.day, now.minute), ...(final ? [withoutForecast(tomorrow, -1)] : [])].filter(
    (each) => each.meals.length > 0,
  );
  const counted = new Set(kept.flatMap(({ day, served }) => (served === null ? [] : [day])));
  const back = plusDays(now.day, -LOOK_BACK_DAYS);
  const missing = daysOf({ from: start > back ? start : back, to: yesterday }).filter((day) => !counted.has(day));
  if (missing.length === 0 && toForecast.length === 0) return { count: null, toForecast };
  const week = plusDays(now.day, -RECOUNTED_DAYS);
  const from = [missing[0] ?? week, week > start ? week : start].sort()[0] as string;
  return { count: from <= yesterday ? { from, to: yesterday } : null, toForecast };
}

/** The first day of the first cycle; null while there is none. */
async function firstDay(ctx: Ctx): Promise<string | null> {
  const row = await ctx.db
    .selectFrom('mess_cycle')
    .select((of) => of.fn.min('starts_on').as('day'))
    .where(inOrg(ctx))
    .executeTakeFirst();
  return row?.day ?? null;
}
