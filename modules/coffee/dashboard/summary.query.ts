import { CompiledQuery } from 'kysely';
import { type Ctx, limitOf, orgOf } from '../../../kernel/ctx/index.ts';
import { gather } from '../../../kernel/lib/gather.ts';
import { LimitedMap } from '../../../kernel/lib/limited-map.ts';
import { formatAmount } from '../../../kernel/lib/money.ts';
import { ok, type Result } from '../../../kernel/lib/result.ts';
import { addDays, dayBounds, dayIn, hourStarts } from '../../../kernel/lib/time.ts';
import type { Summary, SummaryQuery } from './contract.ts';
import { fleetCounts } from './fleet-counts.query.ts';
import { mondayOf, type Span, spanOf } from './span.rule.ts';

// Raw SQL: one statement that people ask for by the hundred. It reads a row for each day and method, and one for each
// day and product, of one merchant or of all: never an order. Measured in bench/coffee.ts.
const SALES = `
  with d as materialized (
    select sold_on, payment_method, orders, items, amount_minor, refunds, refunded_minor from coffee_day
    where organization_id = $1 and scope_id = $2 and sold_on between $3 and $4 and currency = $5
  ), p as (
    select product, sum(items)::bigint as items, sum(amount_minor)::bigint as amount_minor from coffee_product_day
    where organization_id = $1 and scope_id = $2 and sold_on between $3 and $4 and currency = $5
    group by product order by sum(amount_minor) desc, product limit 10
  )
  select
    (select json_build_object('orders', coalesce(sum(orders), 0), 'items', coalesce(sum(items), 0),
      'sold', coalesce(sum(amount_minor), 0), 'refunds', coalesce(sum(refunds), 0),
      'refunded', coalesce(sum(refunded_minor), 0)) from d) as totals,
    (select coalesce(json_agg(json_build_array(payment_method, orders, net) order by net desc, payment_method), '[]')
      from (select payment_method, sum(orders) as orders, sum(amount_minor - refunded_minor) as net from d group by 1) m)
      as methods,
    (select coalesce(json_agg(json_build_array(sold_on, orders, net) order by sold_on), '[]')
      from (select sold_on, sum(orders) as orders, sum(amount_minor - refunded_minor) as net from d group by 1) t) as days,
    (select coalesce(json_agg(json_build_array(p.product, coalesce(r.name, p.product), p.items, p.amount_minor)
      order by p.amount_minor desc, p.product), '[]')
      from p left join coffee_recipe r on r.organization_id = $1 and r.code = p.product) as products`;

const HOURS = `
  select hour_at, orders, amount_minor - refunded_minor as net from coffee_scope_hour
  where organization_id = $1 and scope_id = $2 and hour_at >= $3 and hour_at < $4 and currency = $5 order by hour_at`;

type Sales = {
  totals: { orders: number; items: number; sold: number; refunds: number; refunded: number };
  methods: [string, number, number][];
  days: [string, number, number][];
  products: [string, string, number, number][];
};

/**
 * Sales of a span of days and the state of the machines, of all merchants or one. Somebody who is limited to a merchant
 * gets theirs. Refusals: `coffee.span.backwards`, `coffee.span.too_long`.
 */
export async function summaryOf(ctx: Ctx, asked: SummaryQuery): Promise<Result<Summary>> {
  const { id, timeZone } = orgOf(ctx);
  const span = spanOf(asked, dayIn(timeZone, ctx.clock.now()));
  if (!span.ok) return span;
  const limit = limitOf(ctx.actor)?.id ?? null;
  // Another merchant than theirs has no rows for them: row-level security.
  const merchantId = asked.merchant_id ?? limit;
  if (ctx.inTransaction) return ok(await summarize(ctx, span.data, merchantId));
  const { from, to, by } = span.data;
  const key = [id, limit, merchantId, from, to, by].join();
  const all = shared(ctx);
  const ask =
    all.get(key) ??
    gather<Ctx, Summary>(async (asking) => {
      const summary = await summarize(asking[0] as Ctx, span.data, merchantId);
      return asking.map(() => summary);
    });
  all.set(key, ask);
  return ok(await ask(ctx));
}

/**
 * Pages ask again when an order has come, all at the same moment: those with the same question share an answer,
 * which is read after the last of them has asked.
 */
const questions = new WeakMap<object, LimitedMap<string, (ctx: Ctx) => Promise<Summary>>>();
function shared({ services }: Ctx) {
  const known = questions.get(services) ?? new LimitedMap<string, (ctx: Ctx) => Promise<Summary>>(500);
  questions.set(services, known);
  return known;
}

async function summarize(ctx: Ctx, { from, to, by }: Span, merchantId: string | null): Promise<Summary> {
  const { id, currency } = orgOf(ctx);
  const scope = merchantId ?? id;
  const [sales, hours, fleet] = await Promise.all([
    ctx.db.executeQuery<Sales>(CompiledQuery.raw(SALES, [id, scope, from, to, currency])),
    by === 'hour' ? hoursOf(ctx, scope, from, to) : [],
    fleetCounts(ctx, merchantId),
  ]);
  const { totals, methods, days, products } = sales.rows[0] as Sales;
  const money = (minor: number) => ({ amount: formatAmount(minor, currency), amount_minor: minor });
  const net = totals.sold - totals.refunded;
  const sold = by === 'hour' ? hours : by === 'day' ? days : byWeek(days);
  const points = withoutGaps(sold, placesOf(ctx, { from, to, by }));
  const { total, online, fault, waiting, lowBins, exceptions, alarms, criticalAlarms } = fleet;
  return {
    from,
    to,
    currency,
    sales: formatAmount(net, currency),
    sales_minor: net,
    sold_minor: totals.sold,
    refunded: formatAmount(totals.refunded, currency),
    refunded_minor: totals.refunded,
    refunds: totals.refunds,
    orders: totals.orders,
    items: totals.items,
    average: formatAmount(totals.orders === 0 ? 0 : Math.round(net / totals.orders), currency),
    machines: { total, online, fault, waiting },
    online_percent: total === waiting ? 0 : Math.round((100 * online) / (total - waiting)),
    low_bins: lowBins,
    open_exceptions: exceptions,
    open_alarms: alarms,
    critical_alarms: criticalAlarms,
    methods: methods.map(([method, orders, minor]) => ({ method, orders, ...money(minor) })),
    top_products: products.map(([product, name, items, minor]) => ({ product, name, items, ...money(minor) })),
    by,
    trend: points.map(([at, orders, minor]) => ({ at, orders, ...money(minor) })),
  };
}

async function hoursOf(ctx: Ctx, scope: string, from: string, to: string): Promise<[string, number, number][]> {
  const { id, timeZone, currency } = orgOf(ctx);
  const values = [id, scope, dayBounds(timeZone, from).from, dayBounds(timeZone, to).to, currency];
  const asked = CompiledQuery.raw(HOURS, values);
  const { rows } = await ctx.db.executeQuery<{ hour_at: Date; orders: number; net: number }>(asked);
  return rows.map(({ hour_at, orders, net }) => [hour_at.toISOString(), orders, net]);
}

/** Each day, week or hour of a span that has begun: one without sales is a point too. */
function placesOf(ctx: Ctx, { from, to, by }: Pick<Span, 'from' | 'to' | 'by'>): string[] {
  const { timeZone } = orgOf(ctx);
  const now = ctx.clock.now();
  const places: string[] = [];
  for (let day = from; day <= to && day <= dayIn(timeZone, now); day = addDays(day, 1)) {
    if (by === 'day') places.push(day);
    else if (by === 'week') places.push(mondayOf(day));
    else places.push(...hourStarts(timeZone, day).flatMap((at) => (at <= now ? [at.toISOString()] : [])));
  }
  return places;
}

function withoutGaps(sold: [string, number, number][], places: string[]): [string, number, number][] {
  const known = new Map(sold.map((point) => [point[0], point]));
  const all = [...new Set([...places, ...known.keys()])].sort();
  return all.map((at) => known.get(at) ?? [at, 0, 0]);
}

function byWeek(days: [string, number, number][]): [string, number, number][] {
  const weeks = new Map<string, [string, number, number]>();
  for (const [day, orders, net] of days) {
    const monday = mondayOf(day);
    const week = weeks.get(monday) ?? [monday, 0, 0];
    weeks.set(monday, [monday, week[1] + orders, week[2] + net]);
  }
  return [...weeks.values()];
}
