import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { addDays, dayBounds, dayIn } from '../../../kernel/lib/time.ts';
import { type Forecast, forecast, type UseDay } from './forecast.rule.ts';

/** How far back days tell what is usual. */
export const LEARNED_DAYS = 28;

export type MaterialAt = { machine_id: string; material_id: string; level_milli: number };

/** How long each material of a machine lasts, by `machine material`; none when nobody can tell. */
export async function forecastsOf(ctx: Ctx, stocks: MaterialAt[]): Promise<Map<string, Forecast>> {
  if (stocks.length === 0) return new Map();
  const { timeZone, id } = orgOf(ctx);
  const now = ctx.clock.now();
  const today = dayIn(timeZone, now);
  const { from, to } = dayBounds(timeZone, today);
  const rest = (to.getTime() - now.getTime()) / (to.getTime() - from.getTime());
  const rows = await ctx.db
    .selectFrom('coffee_use_day')
    .select(['machine_id', 'material_id', 'used_on', 'milli'])
    .where('organization_id', '=', id)
    .where('machine_id', '=', (eb) => eb.fn.any(eb.val([...new Set(stocks.map(({ machine_id }) => machine_id))])))
    .where('used_on', '>=', addDays(today, -LEARNED_DAYS))
    .where('used_on', '<', today)
    .execute();
  const known = Map.groupBy(rows, ({ machine_id, material_id }) => `${machine_id} ${material_id}`);
  const found = new Map<string, Forecast>();
  for (const { machine_id, material_id, level_milli } of stocks) {
    const key = `${machine_id} ${material_id}`;
    const lasts = forecast(level_milli, daysOf(known.get(key) ?? [], today), weekdayOf(today), rest);
    if (lasts) found.set(key, lasts);
  }
  return found;
}

const weekdayOf = (day: string) => Temporal.PlainDate.from(day).dayOfWeek;

/** From the first day on which anything was used until yesterday; a day without a row used nothing. */
function daysOf(rows: { used_on: string; milli: number }[], today: string): UseDay[] {
  const used = new Map(rows.map(({ used_on, milli }) => [used_on, milli]));
  const first = [...used.keys()].sort()[0];
  const days: UseDay[] = [];
  for (let day = first; day !== undefined && day < today; day = addDays(day, 1))
    days.push({ weekday: weekdayOf(day), milli: used.get(day) ?? 0 });
  return days;
}
