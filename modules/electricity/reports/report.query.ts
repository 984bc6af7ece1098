import { sql } from 'kysely';
import { type Ctx, inOrg, onOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { isUuid } from '../../../kernel/lib/ids.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { addDays } from '../../../kernel/lib/time.ts';
import { monthOf, today } from '../days.ts';
import { fileLink } from '../file-link.ts';
import { showNumber } from '../meters/contract.ts';
import { getMeter } from '../meters/meters.query.ts';
import type { Report, ReportLine } from './contract.ts';

/** More meters than a large institution has, and as many lines as a page should show; of all meters the first ones. */
const MAX_METERS = 2000;

export type Scope = {
  kind: Report['kind'];
  id: string;
  title: string;
  customerId: string | null;
  holder: string;
  /** for the holder of the meters, without what their earlier holders used and bought */
  own: boolean;
};
type Named = Pick<Scope, 'kind' | 'id' | 'own'>;

/** What a link to a report as a file leads to. */
export type ReportFile = Named & { month: string; customerId: string | null };

/** What a report is about. Refuses with `electricity.meter.not_found`, `place.not_found`, `customer.not_found`. */
export async function scopeOf(ctx: Ctx, { kind, id, own }: Named): Promise<Result<Scope>> {
  if (kind === 'all') {
    const { name } = orgOf(ctx);
    return own
      ? refuse('electricity.customer.not_found')
      : ok({ kind, id: '', title: name, customerId: null, holder: name, own });
  }
  if (kind === 'meter') {
    const meter = await getMeter(ctx, id);
    if (!meter.ok) return meter;
    const { name, place, number, customer } = meter.data;
    const title = name || place || showNumber(number);
    const [customerId, holder] = [customer?.id ?? null, customer?.name ?? ''];
    return ok({ kind, id: meter.data.id, title, customerId, holder, own });
  }
  const missing = kind === 'customer' ? 'electricity.customer.not_found' : 'electricity.place.not_found';
  if (!isUuid(id)) return refuse(missing);
  if (kind === 'customer') {
    const row = await ctx.db
      .selectFrom('electricity_customer')
      .select('name')
      .where(inOrg(ctx))
      .where('id', '=', id)
      .executeTakeFirst();
    return row ? ok({ kind, id, title: row.name, customerId: id, holder: row.name, own }) : refuse(missing);
  }
  const row = await ctx.db
    .selectFrom(`electricity_${kind}`)
    .select(['name', 'customer_id'])
    .where(inOrg(ctx))
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) return refuse(missing);
  const customer = await scopeOf(ctx, { kind: 'customer', id: row.customer_id, own });
  return customer.ok ? ok({ ...customer.data, kind, id, title: row.name }) : customer;
}

/** The last whole month, as its first day. */
export const lastMonth = (ctx: Ctx): string => monthOf(addDays(monthOf(today(ctx)), -1));

/** A month of a meter, a building, a department, a customer or all meters, from the sums by month and by day alone: no entry is read. */
export async function reportOf(ctx: Ctx, scope: Scope, month: string): Promise<Report> {
  const meters = await metersOf(ctx, scope);
  const ids = idsOf(meters);
  const first = addMonths(month, -12);
  const last = addDays(addMonths(month, 1), -1);
  const [byMonth, byDay, bought] = await Promise.all([
    usedByMonth(ctx, scope, meters, first, month),
    ids.length === 0
      ? []
      : ctx.db
          .selectFrom('electricity_usage_day as u')
          .innerJoin('electricity_meter as m', onOrg('m.id', 'u.meter_id'))
          .select(['u.used_on as at', sql<string>`sum(u.wh)`.as('wh')])
          .where(inOrg(ctx, 'u'))
          .where('u.meter_id', 'in', ids)
          .where('u.used_on', '>=', month)
          .where('u.used_on', '<=', last)
          .$if(scope.own, (own) => own.where(sql<boolean>`(m.history_on is null or u.used_on >= m.history_on)`))
          .groupBy('u.used_on')
          .execute(),
    creditedTo(ctx, scope, ids, first, month),
  ]);
  const lines = meters.map(({ id, number, name }): ReportLine => {
    const used = new Map(byMonth.flatMap((row) => (row.meter_id === id ? [[row.month_on, row.wh]] : [])));
    const used_wh = used.get(month) ?? 0;
    const { year, paid } = bought.get(id) ?? { year: { minor: 0, wh: 0 }, paid: { minor: 0, wh: 0 } };
    return {
      id,
      number,
      name,
      used_wh,
      before_wh: used.get(addMonths(month, -1)) ?? 0,
      year_ago_wh: used.get(first) ?? 0,
      cost_minor: year.wh > 0 ? Math.round((used_wh * year.minor) / year.wh) : null,
      paid_minor: paid.minor,
      bought_wh: paid.wh,
    };
  });
  const sums = new Map<string, number>();
  for (const { month_on, wh } of byMonth) sums.set(month_on, (sums.get(month_on) ?? 0) + wh);
  const days = new Map(byDay.map(({ at, wh }) => [at, Number(wh)]));
  const { kind, id, title, holder, customerId, own } = scope;
  const file: ReportFile = { kind, id, month, own, customerId };
  return {
    kind,
    id,
    title,
    holder,
    customer_id: customerId,
    month,
    currency: orgOf(ctx).currency,
    made_at: ctx.clock.now().toISOString(),
    meters: lines,
    total: totalOf(lines),
    days: daysOf(month, last).map((at) => ({ at, wh: days.get(at) ?? 0 })),
    months: Array.from({ length: 13 }, (_, i) => addMonths(first, i)).map((at) => ({ at, wh: sums.get(at) ?? 0 })),
    files: { pdf: fileLink(ctx, 'reports', file, 'pdf'), xlsx: fileLink(ctx, 'reports', file, 'xlsx') },
  };
}

function totalOf(lines: ReportLine[]): Report['total'] {
  const sum = (of: (line: ReportLine) => number) => lines.reduce((all, line) => all + of(line), 0);
  const priced = lines.some(({ cost_minor }) => cost_minor !== null);
  return {
    used_wh: sum((line) => line.used_wh),
    before_wh: sum((line) => line.before_wh),
    year_ago_wh: sum((line) => line.year_ago_wh),
    cost_minor: priced ? sum((line) => line.cost_minor ?? 0) : null,
    paid_minor: sum((line) => line.paid_minor),
    bought_wh: sum((line) => line.bought_wh),
  };
}

type Listed = Awaited<ReturnType<typeof metersOf>>[number];
const idsOf = (meters: Listed[]) => meters.map(({ id }) => id);

function metersOf(ctx: Ctx, { kind, id }: Scope) {
  const column = kind === 'meter' ? 'id' : kind === 'all' ? null : (`${kind}_id` as const);
  return ctx.db
    .selectFrom('electricity_meter')
    .select(['id', 'number', 'name', 'history_on'])
    .where(inOrg(ctx))
    .$if(column !== null, (of) => of.where(column ?? 'id', '=', id))
    .orderBy('number')
    .limit(MAX_METERS)
    .execute();
}

/** What each meter used in the months from `first` to `month`. */
async function usedByMonth(ctx: Ctx, { own }: Scope, meters: Listed[], first: string, month: string) {
  if (meters.length === 0) return [];
  const whole = ctx.db
    .selectFrom('electricity_usage_month as u')
    .innerJoin('electricity_meter as m', onOrg('m.id', 'u.meter_id'))
    .select(['u.meter_id', 'u.month_on', 'u.wh'])
    .where(inOrg(ctx, 'u'))
    .where('u.meter_id', 'in', idsOf(meters))
    .where('u.month_on', '>=', first)
    .where('u.month_on', '<=', month)
    .$if(own, (of) => of.where(sql<boolean>`(m.history_on is null or u.month_on >= m.history_on)`))
    .execute();
  if (!own) return whole;
  // Of the month in which a meter changed hands, its holder's days.
  const changed = Map.groupBy(meters, ({ history_on }) => (history_on ? monthOf(history_on) : ''));
  const parts = [...changed].map(([at, of]) => (at >= first && at <= month ? daysFrom(ctx, of, at) : []));
  return (await Promise.all([whole, ...parts])).flat();
}

/** What meters that changed hands in a month used in the rest of it. */
async function daysFrom(ctx: Ctx, meters: Listed[], month: string) {
  const rows = await ctx.db
    .selectFrom('electricity_usage_day as u')
    .innerJoin('electricity_meter as m', onOrg('m.id', 'u.meter_id'))
    .select(['u.meter_id', sql<string>`sum(u.wh)`.as('wh')])
    .where(inOrg(ctx, 'u'))
    // From the first of a month on the whole month is the holder's.
    .where('u.meter_id', 'in', idsOf(meters))
    .where('m.history_on', '>', month)
    .whereRef('u.used_on', '>=', 'm.history_on')
    .where('u.used_on', '<', addMonths(month, 1))
    .groupBy('u.meter_id')
    .execute();
  return rows.map(({ meter_id, wh }) => ({ meter_id, month_on: month, wh: Number(wh) }));
}

type Bought = { minor: number; wh: number };

/**
 * What each meter was credited, less what was taken back: in the twelve months to this one, and in this one. The sums
 * are by day, so its holder's begin with their first whole day.
 */
async function creditedTo(ctx: Ctx, { own }: Scope, ids: string[], first: string, month: string) {
  if (ids.length === 0) return new Map<string, { year: Bought; paid: Bought }>();
  const now = sql<boolean>`sold_on >= ${month}::date`;
  const rows = await ctx.db
    .selectFrom('electricity_sale_day as s')
    .innerJoin('electricity_meter as m', onOrg('m.id', 's.meter_id'))
    .select(['s.meter_id', sql<string>`sum(amount_minor - refunded_minor)`.as('minor')])
    .select(sql<string>`sum(wh - refunded_wh)`.as('wh'))
    .select([
      sql<string>`coalesce(sum(amount_minor - refunded_minor) filter (where ${now}), 0)`.as('month_minor'),
      sql<string>`coalesce(sum(wh - refunded_wh) filter (where ${now}), 0)`.as('month_wh'),
    ])
    .where(inOrg(ctx, 's'))
    .where('s.meter_id', 'in', ids)
    .where('s.currency', '=', orgOf(ctx).currency)
    .where('s.sold_on', '>=', addMonths(first, 1))
    .where('s.sold_on', '<', addMonths(month, 1))
    .$if(own, (of) => of.where(sql<boolean>`(m.history_on is null or s.sold_on >= m.history_on)`))
    .groupBy('s.meter_id')
    .execute();
  return new Map(
    rows.map((row) => [
      row.meter_id,
      {
        year: { minor: Number(row.minor), wh: Number(row.wh) },
        paid: { minor: Number(row.month_minor), wh: Number(row.month_wh) },
      },
    ]),
  );
}

const addMonths = (month: string, count: number) => Temporal.PlainDate.from(month).add({ months: count }).toString();

function daysOf(first: string, last: string): string[] {
  const days = [first];
  for (let day = first; day < last; ) {
    day = addDays(day, 1);
    days.push(day);
  }
  return days;
}

/** The organizations in which somebody can get a report; the job runs without one, so the tables' owner looks. */
export async function withMembers(ctx: Ctx): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select electricity_with_members() as id`.execute(ctx.db);
  return rows.map(({ id }) => id);
}
