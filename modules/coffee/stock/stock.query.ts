import { sql } from 'kysely';
import { type Ctx, inOrg, onOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { ok, type Result } from '../../../kernel/lib/result.ts';
import { addDays, dayIn } from '../../../kernel/lib/time.ts';
import { getSettings } from '../../../kernel/settings/index.ts';
import { levelIn, lowIn, reportedIn, usedIn } from '../machines/bin-levels.query.ts';
import { getMachine } from '../machines/machines.query.ts';
import { fromMilli } from '../quantity.rule.ts';
import { coffeeSettings } from '../settings.ts';
import type { RoundFilter, RoundRow, Stock } from './contract.ts';
import type { Forecast } from './forecast.rule.ts';
import { forecastsOf, LEARNED_DAYS } from './forecasts.query.ts';
import { ticksOf } from './ticks.query.ts';

/** More nobody drives to in a day. */
const MAX_BINS = 500;

function binRows(ctx: Ctx) {
  return ctx.db
    .selectFrom('coffee_bin as b')
    .innerJoin('coffee_machine as m', onOrg('m.id', 'b.machine_id'))
    .leftJoin('coffee_material as t', onOrg('t.id', 'b.material_id'))
    .select(['b.machine_id', 'b.position', 'b.material_id', 'b.capacity_milli', 'b.threshold_milli'])
    .select(['b.since_at', 'b.reckoned_milli', 'b.unknown_items'])
    .select([levelIn('m').as('level_milli'), usedIn('m').as('used_milli'), reportedIn('m').as('reported_at')])
    .select(['t.code', 't.name as material_name', 't.unit'])
    .where(inOrg(ctx, 'b'));
}
type BinRow = Awaited<ReturnType<ReturnType<typeof binRows>['execute']>>[number];

const materialOf = ({ material_id, code, material_name, unit }: BinRow) =>
  material_id === null ? null : { id: material_id, code: code ?? '', name: material_name ?? '', unit: unit as 'g' };

const keyOf = ({ machine_id, material_id }: BinRow) => `${machine_id} ${material_id}`;

/** Bins with the same material in one machine empty together. */
async function lasting(ctx: Ctx, bins: BinRow[]): Promise<Map<string, Forecast>> {
  const levels = new Map<string, { machine_id: string; material_id: string; level_milli: number }>();
  for (const bin of bins) {
    const { machine_id, material_id, level_milli } = bin;
    if (material_id === null || level_milli === null) continue;
    const known = levels.get(keyOf(bin))?.level_milli ?? 0;
    levels.set(keyOf(bin), { machine_id, material_id, level_milli: known + level_milli });
  }
  return forecastsOf(ctx, [...levels.values()]);
}

const shown = (lasts: Forecast | undefined) => {
  const tenth = (days: number) => Math.round(days * 10) / 10;
  const error = lasts?.errorPercent ?? null;
  return {
    days_left: lasts ? tenth(lasts.daysLeft) : null,
    error_days: lasts && error !== null ? tenth((lasts.daysLeft * error) / 100) : null,
  };
};

/** The stock of a machine, bin by bin. Refuses with `coffee.machine.not_found`. */
export async function stockOf(ctx: Ctx, reference: string): Promise<Result<Stock[]>> {
  const machine = await getMachine(ctx, reference);
  if (!machine.ok) return machine;
  const bins = await binRows(ctx).where('b.machine_id', '=', machine.data.id).orderBy('b.position').execute();
  const forecasts = await lasting(ctx, bins);
  return ok(
    bins.map((bin) => {
      const same = bins.filter((one) => one.material_id !== null && one.material_id === bin.material_id);
      const sum = (name: 'used_milli' | 'reckoned_milli') => same.reduce((all, one) => all + one[name], 0);
      return {
        position: bin.position,
        material: materialOf(bin),
        ...shown(forecasts.get(keyOf(bin))),
        since: bin.since_at?.toISOString() ?? null,
        used: fromMilli(sum('used_milli')),
        sold: bin.unknown_items > 0 || same.length === 0 ? null : fromMilli(sum('reckoned_milli')),
      };
    }),
    { next: null },
  );
}

/**
 * What a technician has to fill: bins that are low, and those that will be empty within some days, by location and
 * machine; 500 at most, the emptiest first when there are more.
 */
export async function refillRound(ctx: Ctx, filter: RoundFilter): Promise<Result<RoundRow[]>> {
  const organizationId = orgOf(ctx).id;
  const settings = await getSettings(ctx, coffeeSettings);
  const days = filter.days ?? settings.round_days;
  const from = addDays(dayIn(orgOf(ctx).timeZone, ctx.clock.now()), -LEARNED_DAYS);
  // A day may use twice as much as the mean of all days; the forecast decides afterwards.
  const soon = sql<boolean>`${levelIn('m')} <= (select 2 * ${days}::int * sum(d.milli) / ${LEARNED_DAYS}::int
    from coffee_use_day d where d.organization_id = ${organizationId} and d.machine_id = b.machine_id
      and d.material_id = b.material_id and d.used_on >= ${from}::date)`;
  let rows = binRows(ctx)
    .innerJoin('coffee_merchant as h', onOrg('h.id', 'm.merchant_id'))
    .leftJoin('coffee_location as l', onOrg('l.id', 'm.location_id'))
    .select(['m.serial', 'm.name as machine_name', 'm.address', 'h.id as merchant_id', 'h.name as merchant_name'])
    .select(['l.id as location_id', 'l.name as location_name', 'l.address as location_address'])
    .where('m.state', '=', 'active')
    .where('b.material_id', 'is not', null)
    .where(levelIn('m'), 'is not', null)
    .where((is) => is.or([lowIn('m'), soon]))
    .orderBy(sql`${levelIn('m')}::float / b.capacity_milli`)
    .limit(MAX_BINS);
  if (filter.merchant_id) rows = rows.where('m.merchant_id', '=', filter.merchant_id);
  if (filter.location_id) rows = rows.where('m.location_id', '=', filter.location_id);
  const bins = await rows.execute();
  const asked = bins.map(({ machine_id, position }) => ({ machine_id, position }));
  const [forecasts, ticks] = await Promise.all([lasting(ctx, bins), ticksOf(ctx, asked)]);
  const round = bins.flatMap((bin): RoundRow[] => {
    const lasts = forecasts.get(keyOf(bin));
    const level = bin.level_milli ?? 0;
    const low = level <= bin.threshold_milli;
    const material = materialOf(bin);
    if (!material || (!low && (!lasts || lasts.daysLeft > days))) return [];
    const { machine_id: id, serial, machine_name: name, address, position } = bin;
    return [
      {
        id: `${id}-${position}`,
        machine: { id, serial, name, address },
        location:
          bin.location_id === null
            ? null
            : { id: bin.location_id, name: bin.location_name ?? '', address: bin.location_address ?? '' },
        merchant: { id: bin.merchant_id, name: bin.merchant_name },
        position,
        material,
        level: fromMilli(level),
        capacity: fromMilli(bin.capacity_milli),
        missing: fromMilli(bin.capacity_milli - level),
        low,
        ...shown(lasts),
        level_at: (bin.reported_at as Date).toISOString(),
        filled: ticks.get(`${id}-${position}`) ?? null,
      },
    ];
  });
  const place = ({ location, merchant, machine, position }: RoundRow) =>
    [location?.name ?? '\uffff', merchant.name, machine.serial, String(position).padStart(2, '0')].join('\n');
  return ok(
    round.toSorted((a, b) => place(a).localeCompare(place(b))),
    { next: null },
  );
}
