import { sql } from 'kysely';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { formatAmount } from '../../../kernel/lib/money.ts';
import { ok, type Result } from '../../../kernel/lib/result.ts';
import { addDays } from '../../../kernel/lib/time.ts';
import { monthOf, today } from '../days.ts';
import type { Dashboard } from './contract.ts';

const MONTHS = 12;
const DAYS = 30;

type Sold = {
  key: string;
  sales: number;
  net_minor: number;
  refunded_minor: number;
  vat_minor: number;
  sold_wh: number;
};
type Used = { key: string; wh: number };

/**
 * Revenue and consumption of the last twelve months and thirty days, from the sums that each sale and each reading keeps.
 * No purchase, voucher, entry or reading is read, so a year of 1,000 meters takes a few milliseconds.
 */
export async function dashboard(ctx: Ctx): Promise<Result<Dashboard>> {
  const day = today(ctx);
  const months = lastMonths(day);
  const days = Array.from({ length: DAYS }, (_, i) => addDays(day, i + 1 - DAYS));
  const [soldDays, classes, methods, usedMonths, usedDays] = await Promise.all([
    sold(ctx, income, sql`sold_on`, months[0] as string),
    sold(ctx, credited, sql`tariff_class`, monthOf(day)),
    sold(ctx, income, sql`method`, monthOf(day)),
    used(ctx, 'month', months[0] as string),
    used(ctx, 'day', days[0] as string),
  ]);
  const soldMonths = byMonth(soldDays);
  const { currency } = orgOf(ctx);
  const money = (minor: number) => formatAmount(minor, currency);
  const sums = ({ sales, net_minor, refunded_minor, vat_minor, sold_wh }: Omit<Sold, 'key'>) => ({
    sales,
    net: money(net_minor),
    net_minor,
    refunded: money(refunded_minor),
    vat: money(vat_minor),
    sold_wh,
  });
  const span = (key: string, soldBy: Map<string, Sold>, usedBy: Map<string, number>) => ({
    ...sums(soldBy.get(key) ?? NOTHING),
    used_wh: usedBy.get(key) ?? 0,
  });
  const by_month = months.map((month) => ({ ...span(month, soldMonths, usedMonths), month }));
  const by_day = days.map((one) => ({ ...span(one, soldDays, usedDays), day: one }));
  const bySize = (all: Map<string, Sold>) => [...all.values()].sort((a, b) => b.net_minor - a.net_minor);
  return ok({
    currency,
    today: span(day, soldDays, usedDays),
    month: span(monthOf(day), soldMonths, usedMonths),
    last_month: span(months.at(-2) as string, soldMonths, usedMonths),
    by_month,
    by_day,
    by_class: bySize(classes).map((one) => ({ ...sums(one), class: one.key })),
    by_method: bySize(methods).map((one) => ({ ...sums(one), method: one.key })),
  });
}

/** What was paid today without what was given back, by currency. */
export async function soldToday(ctx: Ctx): Promise<{ currency: string; minor: number }[]> {
  const { rows } = await sql<{ currency: string; minor: number }>`
    select currency, sum(amount_minor - refunded_minor)::bigint as minor
    from ${income(orgOf(ctx).id)} as of_day where sold_on = ${today(ctx)}::date group by currency`.execute(ctx.db);
  return rows;
}

const NOTHING = { sales: 0, net_minor: 0, refunded_minor: 0, vat_minor: 0, sold_wh: 0 };
const SUMS = Object.keys(NOTHING) as (keyof typeof NOTHING)[];

/** The sums of days, by the first day of their month. */
function byMonth(days: Map<string, Sold>): Map<string, Sold> {
  const months = new Map<string, Sold>();
  for (const [day, one] of days) {
    const key = monthOf(day);
    const sum = months.get(key) ?? { ...NOTHING, key };
    for (const name of SUMS) sum[name] += one[name];
    months.set(key, sum);
  }
  return months;
}

/** The first days of the last twelve months, this one last. */
function lastMonths(day: string): string[] {
  const all = [monthOf(day)];
  while (all.length < MONTHS) all.unshift(monthOf(addDays(all[0] as string, -1)));
  return all;
}

/** Raw SQL: what each meter was credited, with redeemed vouchers at what they cost. */
const credited = (id: string) => sql`(select * from electricity_sale_day where organization_id = ${id})`;

/** Income and units: a voucher's income is that of its sale, its units and its VAT are those of its redemption. */
const income = (id: string) => sql`(
  select sold_on, method, currency, vat_minor, wh, refunded_wh, refunded_minor,
    case method when 'voucher' then 0 else sales end as sales,
    case method when 'voucher' then 0 else amount_minor end as amount_minor
  from electricity_sale_day where organization_id = ${id}
  union all
  select sold_on, 'voucher', currency, 0, 0, 0, returned_minor, sold, amount_minor
  from electricity_voucher_day where organization_id = ${id})`;

/** One statement, summed by whatever is asked. */
async function sold(ctx: Ctx, rowsOf: typeof income, by: ReturnType<typeof sql>, from: string) {
  const { id, currency } = orgOf(ctx);
  const { rows } = await sql<Sold>`
    select ${by} as key, sum(sales)::bigint as sales, sum(amount_minor - refunded_minor)::bigint as net_minor,
      sum(refunded_minor)::bigint as refunded_minor, sum(vat_minor)::bigint as vat_minor,
      sum(wh - refunded_wh)::bigint as sold_wh
    from ${rowsOf(id)} as of_day
    where sold_on >= ${from}::date and currency = ${currency}
    group by 1`.execute(ctx.db);
  return new Map(rows.map((row) => [row.key, row]));
}

async function used(ctx: Ctx, by: 'day' | 'month', from: string): Promise<Map<string, number>> {
  const table = sql.table(`electricity_usage_${by}`);
  const at = sql.ref(by === 'day' ? 'used_on' : 'month_on');
  const { rows } = await sql<Used>`
    select ${at} as key, sum(wh)::bigint as wh from ${table}
    where organization_id = ${orgOf(ctx).id} and ${at} >= ${from}::date group by 1`.execute(ctx.db);
  return new Map(rows.map(({ key, wh }) => [key, wh]));
}
