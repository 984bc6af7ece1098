import { sql } from 'kysely';
import { type Ctx, inOrg, onOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { addDays, dayBounds } from '../../../kernel/lib/time.ts';
import { getSettings } from '../../../kernel/settings/index.ts';
import { monthOf, today } from '../days.ts';
import { lastsOf } from '../readings/past.query.ts';
import { electricitySettings } from '../settings.ts';
import type { Facts } from './alert-kinds.rule.ts';

/** As many as one step looks at: some 100 ms. */
const BATCH = 200;
const HOUR_MS = 3_600_000;
const USUAL_DAYS = 28;
/** Only a meter whose units last less than this on its usual days is worth a forecast by the hour. */
const SOON_DAYS = 21;

export type Watched = {
  id: string;
  customerId: string;
  active: boolean;
  facts: Facts;
  /** when the balance last changed, as the database writes it */
  updatedAt: string;
};

/** The next meters to look at: those whose balance changed, and those that nobody looked at for an hour. */
export async function metersToWatch(tx: Ctx): Promise<Watched[]> {
  const now = tx.clock.now();
  const settings = await getSettings(tx, electricitySettings);
  const meters = await tx.db
    .selectFrom('electricity_meter as m')
    .innerJoin('electricity_balance as b', onOrg('b.meter_id', 'm.id'))
    .leftJoin('electricity_watch as w', onOrg('w.meter_id', 'm.id'))
    .leftJoin('electricity_meter_limit as l', onOrg('l.meter_id', 'm.id'))
    .select(['m.id', 'm.customer_id', 'm.state', 'm.device_id', 'b.balance_wh', 'b.read_at'])
    .select(['m.history_from as since', 'm.history_on'])
    .select(['l.low_wh', 'l.day_wh', 'l.month_wh'])
    .select(sql<string>`b.updated_at::text`.as('updated_at'))
    .where(inOrg(tx, 'm'))
    .where('m.customer_id', 'is not', null)
    .where(sql<boolean>`electricity_look_due(w.looked_at, w.seen_at, b.updated_at, ${now})`)
    .orderBy('w.looked_at', (by) => by.asc().nullsFirst())
    .limit(BATCH)
    .execute();
  if (meters.length === 0) return [];
  const ids = meters.map(({ id }) => id);
  const day = today(tx);
  const [days, months] = await Promise.all([usedByDay(tx, ids, day), usedInMonth(tx, ids, monthOf(day))]);
  const soon = meters.filter(({ id, balance_wh }) => {
    const used = [...(days.get(id)?.values() ?? [])].reduce((sum, wh) => sum + wh, 0);
    return used > 0 && balance_wh < (used / USUAL_DAYS) * SOON_DAYS;
  });
  const lasts = await lastsOf(tx, soon);
  return meters.map(({ id, ...meter }) => {
    const used = days.get(id) ?? new Map<string, number>();
    const last = lastWholeDay(tx, meter.read_at, day);
    return {
      id,
      customerId: meter.customer_id ?? '',
      active: meter.state !== 'inactive',
      updatedAt: meter.updated_at,
      facts: {
        balanceWh: meter.balance_wh,
        lowWh: meter.low_wh ?? settings.low_kwh * 1000,
        hoursLeft: lasts.get(id)?.hoursLeft ?? null,
        warnDays: settings.warn_days,
        lastDayWh: last === null ? null : (used.get(last) ?? 0),
        daysBefore: [...used].flatMap(([on, wh]) =>
          last !== null && on < last && on >= (meter.history_on ?? on) ? [wh] : [],
        ),
        dayWh: used.get(day) ?? 0,
        monthWh: months.get(id) ?? 0,
        dayLimitWh: meter.day_wh,
        monthLimitWh: meter.month_wh,
        quietHours:
          meter.device_id === null || meter.read_at === null
            ? null
            : (now.getTime() - meter.read_at.getTime()) / HOUR_MS,
        silentHours: settings.silent_hours,
      },
    };
  });
}

/** Yesterday, once the meter was read after its end. */
function lastWholeDay(tx: Ctx, readAt: Date | null, day: string): string | null {
  return readAt !== null && readAt >= dayBounds(orgOf(tx).timeZone, day).from ? addDays(day, -1) : null;
}

async function usedByDay(tx: Ctx, ids: string[], day: string): Promise<Map<string, Map<string, number>>> {
  const rows = await tx.db
    .selectFrom('electricity_usage_day')
    .select(['meter_id', 'used_on', 'wh'])
    .where(inOrg(tx))
    .where('meter_id', 'in', ids)
    .where('used_on', '>=', addDays(day, -USUAL_DAYS - 1))
    .where('used_on', '<=', day)
    .execute();
  const byMeter = Map.groupBy(rows, ({ meter_id }) => meter_id);
  return new Map([...byMeter].map(([id, of]) => [id, new Map(of.map(({ used_on, wh }) => [used_on, wh]))]));
}

async function usedInMonth(tx: Ctx, ids: string[], month: string): Promise<Map<string, number>> {
  const rows = await tx.db
    .selectFrom('electricity_usage_month')
    .select(['meter_id', 'wh'])
    .where(inOrg(tx))
    .where('meter_id', 'in', ids)
    .where('month_on', '=', month)
    .execute();
  return new Map(rows.map(({ meter_id, wh }) => [meter_id, wh]));
}
