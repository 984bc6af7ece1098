import { sql } from 'kysely';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { formatAmount } from '../../../kernel/lib/money.ts';
import { ok } from '../../../kernel/lib/result.ts';
import { addDays, dayIn, dayStarts, hourStarts } from '../../../kernel/lib/time.ts';
import { idBounds } from '../customers/customers.query.ts';

/** Days that the charts show, today included. */
const DAYS = 14;

type Counted = { place: number; registrations: number };
/** `place`: the hour, from 1 on. */
type Visited = { place: number; visits: number; visitors: number };
type Sold = { place: number; currency: string; bills: number; total: number };

/** Today's and the last fortnight's registrations and sales, by the organization's calendar, and who bought most. */
export async function dashboard(ctx: Ctx) {
  const { id: org, timeZone } = orgOf(ctx);
  const today = dayIn(timeZone, ctx.clock.now());
  const first = addDays(today, 1 - DAYS);
  const { from } = idBounds(ctx, { from: first });
  // The earlier days, then today's hours. The server computes them, because the database may have other time zone
  // rules.
  const starts = [...dayStarts(timeZone, first, DAYS - 1), ...hourStarts(timeZone, today)];
  const place = sql`width_bucket(created_at, ${starts}::timestamptz[])`;
  const [counted, sold, visited, top, by_exhibition] = await Promise.all([
    sql<Counted>`select ${place} as place, count(*) as registrations
      from exhibition_customer where organization_id = ${org} and id >= ${from} group by 1`.execute(ctx.db),
    // A sale without a network counts when it was made, by the device's clock, and not when it came.
    sql<Sold>`select width_bucket(coalesce(least(o.sold_at, o.received_at), b.created_at), ${starts}::timestamptz[]) as place,
        b.currency, count(*) as bills, sum(b.amount_minor)::bigint as total
      from exhibition_bill b left join exhibition_offline_sale o on o.organization_id = ${org} and o.bill_id = b.id
      where b.organization_id = ${org} and b.id >= ${from} and b.voided_at is null group by 1, 2`.execute(ctx.db),
    sql<Visited>`select width_bucket(at, ${hourStarts(timeZone, today)}::timestamptz[]) as place, count(*)::int as visits,
        (count(*) filter (where first))::int as visitors
      from exhibition_visit where organization_id = ${org} and day = ${today} group by 1`.execute(ctx.db),
    sql<{ id: string; code: string; name: string; currency: string; bill_count: number; total: number }>`
      select c.id, c.code, c.name, t.currency, t.bill_count, t.total from (
        select customer_id, currency, count(*) as bill_count, sum(amount_minor)::bigint as total
        from exhibition_bill where organization_id = ${org} and id >= ${from} and voided_at is null
        group by 1, 2 order by total desc limit 8) t
      join exhibition_customer c on c.organization_id = ${org} and c.id = t.customer_id order by t.total desc`.execute(
      ctx.db,
    ),
    // Raw SQL: sums with conditions read better in SQL.
    sql<{ id: string; name: string; currency: string; registrations: number; bills: number; total: number }>`
      select e.id, e.name, e.currency, count(c.id) as registrations, coalesce(sum(c.bill_count), 0)::bigint as bills,
        coalesce(sum(c.total_minor), 0)::bigint as total
      from exhibition e left join exhibition_customer c on c.organization_id = e.organization_id and c.exhibition_id = e.id
      where e.organization_id = ${org} and e.ends_on >= ${first} group by e.id, e.name, e.currency, e.starts_on order by e.starts_on desc limit 12`.execute(
      ctx.db,
    ),
  ]);
  const days = Array.from({ length: DAYS }, (_, i) =>
    daySums(addDays(first, i), counted.rows, sold.rows, (at) => Math.min(at, DAYS) === i + 1),
  );
  const now = days.at(-1) ?? daySums(today, [], [], () => false);
  const hours = (rows: (Counted | Sold)[], hour: number) => rows.filter((r) => r.place === DAYS + hour);
  return ok({
    today: {
      ...now,
      visitors: visited.rows.reduce((n, r) => n + r.visitors, 0),
      visits: visited.rows.reduce((n, r) => n + r.visits, 0),
    },
    by_day: days,
    by_hour: Array.from({ length: 24 }, (_, hour) => ({
      hour,
      registrations: (hours(counted.rows, hour) as Counted[]).reduce((n, r) => n + r.registrations, 0),
      bills: (hours(sold.rows, hour) as Sold[]).reduce((n, r) => n + r.bills, 0),
      visits: visited.rows.find(({ place }) => place === hour + 1)?.visits ?? 0,
    })),
    top_customers: top.rows.map((r) => ({ ...r, bill_count: r.bill_count, total: formatAmount(r.total, r.currency) })),
    by_exhibition: by_exhibition.rows.map((r) => ({ ...r, total: formatAmount(r.total, r.currency) })),
  });
}

function daySums(day: string, counted: Counted[], sold: Sold[], holds: (place: number) => boolean) {
  const here = sold.filter((r) => holds(r.place));
  const totals = new Map<string, number>();
  for (const row of here) totals.set(row.currency, (totals.get(row.currency) ?? 0) + row.total);
  return {
    day,
    registrations: counted.filter((r) => holds(r.place)).reduce((n, r) => n + r.registrations, 0),
    bills: here.reduce((n, r) => n + r.bills, 0),
    sales: [...totals].map(([currency, total_minor]) => ({
      currency,
      total_minor,
      total: formatAmount(total_minor, currency),
    })),
  };
}
