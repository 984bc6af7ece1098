import { type RawBuilder, sql } from 'kysely';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { formatAmount } from '../../../kernel/lib/money.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { addDays, dayBounds, dayIn, hourStarts } from '../../../kernel/lib/time.ts';
import type { PaymentMethod } from '../../../kernel/payments/index.ts';
import { soldTaxes } from '../bills/bill-taxes.query.ts';
import { asBill, billRows } from '../bills/bills.query.ts';
import { formatQuantity } from '../bills/lines.rule.ts';
import { idBounds } from '../customers/customers.query.ts';
import { visitorsIn } from '../entrance/visits.query.ts';
import { percent } from '../exhibitions/exhibitions.query.ts';
import { BILL } from '../names.ts';
import type { Sales, SalesQuery } from './contract.ts';

/** A year: the hours of its days are the buckets of one statement. */
const MAX_DAYS = 366;
/** Unpaid bills that are listed; the list of bills has all. */
const UNPAID = 200;

type Sum = { currency: string; count: number; minor: number };

/** What was sold and paid on some days, by the organization's calendar. Refuses a span that ends first or is too long. */
export async function salesOf(ctx: Ctx, query: SalesQuery): Promise<Result<Sales>> {
  const { timeZone } = orgOf(ctx);
  const from = query.from ?? dayIn(timeZone, ctx.clock.now());
  const to = query.to ?? from;
  if (to < from) return refuse('exhibition.dates_reversed', undefined, { to: 'exhibition.dates_reversed' });
  if (to > addDays(from, MAX_DAYS - 1)) return refuse('exhibition.span_too_long', { days: MAX_DAYS });
  const span = await spanOf(ctx, from, to, query.exhibition_id ?? null);
  const hours = hoursOf(timeZone, from, to);
  // A stall's seller may not: whoever comes is the fair's.
  const seesVisitors = ctx.services.authenticator.can(ctx, 'exhibition.customer.read');
  const [totals, methods, cashiers, places, items, stalls, taxes, arrived, visitors, unpaid] = await Promise.all([
    totalsOf(ctx, span),
    byMethod(ctx, span),
    byCashier(ctx, span),
    byHour(ctx, span, hours),
    byItem(ctx, span),
    byStall(ctx, span),
    soldTaxes(ctx, span.bills),
    arrivedLater(ctx, span),
    seesVisitors ? visitorsIn(ctx, { from, to, exhibitionId: span.at, ...hours }) : null,
    unpaidOf(ctx, span),
  ]);
  return ok({
    from,
    to,
    totals: totals.map(({ currency, count, minor, paid, refunded, voided }) => ({
      currency,
      bills: count,
      total: formatAmount(minor, currency),
      total_minor: minor,
      paid: formatAmount(paid, currency),
      refunded: formatAmount(refunded, currency),
      due: formatAmount(minor - paid, currency),
      voided,
    })),
    by_method: methods.map(({ method, refunded, ...sum }) => ({
      method,
      ...asSum(sum),
      refunded: formatAmount(refunded, sum.currency),
      refunded_minor: refunded,
    })),
    by_cashier: cashiers.map(({ cashier, ...sum }) => ({ cashier, ...asSum(sum) })),
    by_hour: places.map(({ hour, ...sum }) => ({ hour, ...asSum(sum) })),
    by_item: items.map(({ item, milli, back_milli, back_minor, ...sum }) => ({
      item,
      quantity: formatQuantity(milli),
      ...asSum(sum),
      returned_quantity: formatQuantity(back_milli),
      returned: formatAmount(back_minor, sum.currency),
      returned_minor: back_minor,
    })),
    by_tax: asTaxes(taxes),
    arrived_later: arrived.map(asSum),
    by_stall: stalls.map(({ stall, code, ...sum }) => ({
      stall_id: stall,
      stall: code,
      ...asSum(sum),
      returned: formatAmount(sum.refunded, sum.currency),
      returned_minor: sum.refunded,
    })),
    visitors,
    unpaid: unpaid.map(asBill),
  });
}

/** Raw SQL: sums with conditions read better in SQL. `bills` is the condition of a bill `b` of the span. */
type Span = {
  bounds: { from: Date; to: Date };
  ids: ReturnType<typeof idBounds>;
  /** the exhibition, where only one is asked for */
  at: string | null;
  bills: RawBuilder<unknown>;
  /** bills that came on other days than they were made, and those of other days that came on these */
  late: string[];
  away: string[];
};

/** A sale without a network is of the day on which it was made, by the device's clock, and not of that on which it came. */
async function spanOf(ctx: Ctx, from: string, to: string, at: string | null): Promise<Span> {
  const { id: org, timeZone } = orgOf(ctx);
  const ids = idBounds(ctx, { from, to });
  const bounds = { from: dayBounds(timeZone, from).from, to: dayBounds(timeZone, to).to };
  const { rows: moved } = await sql<{ id: string; here: boolean }>`
    select bill_id as id, here from (
      select bill_id, sold >= ${bounds.from} and sold < ${bounds.to} as here,
        received_at >= ${bounds.from} and received_at < ${bounds.to} as came
      from (select bill_id, received_at, least(sold_at, received_at) as sold
        from exhibition_offline_sale where organization_id = ${org}) o) s
    where here <> came`.execute(ctx.db);
  const late = moved.filter(({ here }) => here).map(({ id }) => id);
  const away = moved.filter(({ here }) => !here).map(({ id }) => id);
  const bills = sql`b.organization_id = ${org}
    and (b.id >= ${ids.from} and b.id < ${ids.to} and b.id <> all(${away}::uuid[]) or b.id = any(${late}::uuid[]))
    and (${at}::uuid is null or b.exhibition_id = ${at})`;
  return { bounds, ids, at, bills, late, away };
}

/** The server knows when the hours of a day begin; the database may have other rules of the zone. */
function hoursOf(timeZone: string, from: string, to: string): { starts: Date[]; hours: number[] } {
  const starts: Date[] = [];
  const hours: number[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) {
    for (const [hour, start] of hourStarts(timeZone, day).entries()) {
      starts.push(start);
      hours.push(hour);
    }
  }
  return { starts, hours };
}

const SUMMED = sql`b.currency, count(*)::int as count, sum(b.amount_minor)::bigint as minor`;

async function totalsOf(ctx: Ctx, { bills }: Span) {
  const { rows } = await sql<Sum & { paid: number; refunded: number; voided: number }>`
    select b.currency, count(*) filter (where b.voided_at is null)::int as count, count(b.voided_at)::int as voided,
      coalesce(sum(b.amount_minor) filter (where b.voided_at is null), 0)::bigint as minor,
      coalesce(sum(b.paid_minor) filter (where b.voided_at is null), 0)::bigint as paid,
      coalesce(sum(b.refunded_minor) filter (where b.voided_at is null), 0)::bigint as refunded
    from exhibition_bill b where ${bills} group by b.currency order by b.currency`.execute(ctx.db);
  return rows;
}

async function byMethod(ctx: Ctx, { bounds, at, late, away }: Span) {
  const org = orgOf(ctx).id;
  const { rows } = await sql<Sum & { method: PaymentMethod; refunded: number }>`
    select p.method, p.currency, count(*)::int as count, sum(p.amount_minor)::bigint as minor,
      sum(p.refunded_minor)::bigint as refunded
    from payment p join exhibition_bill b on b.organization_id = ${org} and b.id = p.subject_id
    where p.organization_id = ${org} and p.subject_type = ${BILL} and p.state in ('verified', 'refunded') and not p.owed
      and (p.decided_at >= ${bounds.from} and p.decided_at < ${bounds.to} and p.subject_id <> all(${away}::uuid[])
        or p.subject_id = any(${late}::uuid[]))
      and (${at}::uuid is null or b.exhibition_id = ${at})
    group by 1, 2 order by 4 desc`.execute(ctx.db);
  return rows;
}

async function byCashier(ctx: Ctx, { bills }: Span) {
  const { rows } = await sql<Sum & { cashier: string }>`
    select b.created_by_name as cashier, ${SUMMED} from exhibition_bill b where ${bills} and b.voided_at is null
    group by 1, 2 order by 4 desc limit 100`.execute(ctx.db);
  return rows;
}

/** By the hour of the day; the same hour of several days is one. */
async function byHour(ctx: Ctx, { bills }: Span, { starts, hours }: ReturnType<typeof hoursOf>) {
  const { rows } = await sql<Sum & { place: number }>`
    select width_bucket(coalesce(least(o.sold_at, o.received_at), b.created_at), ${starts}::timestamptz[]) as place, ${SUMMED}
    from exhibition_bill b
    left join exhibition_offline_sale o on o.organization_id = ${orgOf(ctx).id} and o.bill_id = b.id
    where ${bills} and b.voided_at is null group by 1, 2`.execute(ctx.db);
  const sums = new Map<string, Sum & { hour: number }>();
  for (const { place, ...sum } of rows) {
    const hour = hours[place - 1] ?? 0;
    const key = `${hour} ${sum.currency}`;
    const before = sums.get(key);
    const [count, minor] = [sum.count + (before?.count ?? 0), sum.minor + (before?.minor ?? 0)];
    sums.set(key, { ...sum, hour, count, minor });
  }
  return [...sums.values()].sort((a, b) => a.hour - b.hour);
}

async function byItem(ctx: Ctx, { bills }: Span) {
  const org = orgOf(ctx).id;
  const { rows } = await sql<Sum & { item: string; milli: number; back_milli: number; back_minor: number }>`
    with sold as (
      select coalesce(l.name, b.description) as item, b.currency, coalesce(l.quantity_milli, 1000) as milli,
        coalesce(l.amount_minor, b.amount_minor) as minor, coalesce(l.returned_milli, 0) as back_milli,
        coalesce(l.returned_minor, 0) as back_minor
      from exhibition_bill b left join exhibition_bill_line l
        on l.organization_id = ${org} and l.bill_id = b.id and b.organization_id = ${org}
      where ${bills} and b.voided_at is null)
    select item, currency, count(*)::int as count, sum(milli - back_milli)::bigint as milli,
      sum(minor - back_minor)::bigint as minor, sum(back_milli)::bigint as back_milli,
      sum(back_minor)::bigint as back_minor
    from sold group by 1, 2 order by 5 desc, 1 limit 100`.execute(ctx.db);
  return rows;
}

async function byStall(ctx: Ctx, { bills }: Span) {
  const { rows } = await sql<Sum & { stall: string | null; code: string | null; refunded: number }>`
    select b.stall_id as stall, t.code || ' ' || t.name as code, ${SUMMED}, sum(b.refunded_minor)::bigint as refunded
    from exhibition_bill b
    left join exhibition_stall t on t.organization_id = ${orgOf(ctx).id} and t.id = b.stall_id
    where ${bills} and b.voided_at is null group by 1, 2, 3 order by 5 desc limit 500`.execute(ctx.db);
  return rows;
}

async function arrivedLater(ctx: Ctx, { bills, late }: Span): Promise<Sum[]> {
  if (late.length === 0) return [];
  const { rows } = await sql<Sum>`
    select ${SUMMED} from exhibition_bill b where ${bills} and b.voided_at is null and b.id = any(${late}::uuid[])
    group by 1 order by 1`.execute(ctx.db);
  return rows;
}

const unpaidOf = (ctx: Ctx, { ids, at }: Span) =>
  billRows(ctx)
    .where('b.id', '>=', ids.from as string)
    .where('b.id', '<', ids.to as string)
    .where('b.state', 'in', ['open', 'part_paid'])
    .where(sql<boolean>`(${at}::uuid is null or b.exhibition_id = ${at})`)
    .orderBy('b.id', 'desc')
    .limit(UNPAID)
    .execute();

const asTaxes = (taxes: Awaited<ReturnType<typeof soldTaxes>>): Sales['by_tax'] =>
  [...taxes]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([currency, rates]) =>
      rates.map(({ basis_points, net_minor, tax_minor }) => ({
        percent: percent(basis_points),
        currency,
        net: formatAmount(net_minor, currency),
        net_minor,
        tax: formatAmount(tax_minor, currency),
        tax_minor,
      })),
    );

const asSum = ({ currency, count, minor }: Sum) => ({
  count,
  amount: formatAmount(minor, currency),
  amount_minor: minor,
  currency,
});
