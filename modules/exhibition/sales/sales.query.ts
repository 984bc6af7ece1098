import { sql } from 'kysely';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { formatAmount } from '../../../kernel/lib/money.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { addDays, dayBounds, dayIn, hourStarts } from '../../../kernel/lib/time.ts';
import type { PaymentMethod } from '../../../kernel/payments/index.ts';
import { asBill, billRows } from '../bills/bills.query.ts';
import { idBounds } from '../customers/customers.query.ts';
import { BILL } from '../names.ts';
import type { Sales, SalesQuery } from './contract.ts';

/** A year: the hours of its days are the buckets of one statement. */
const MAX_DAYS = 366;
/** Unpaid bills that are listed; the list of bills has all. */
const UNPAID = 200;

type Sum = { currency: string; count: number; minor: number };

/** What was sold and paid on some days, by the organization's calendar. Refuses a span that ends first or is too long. */
export async function salesOf(ctx: Ctx, query: SalesQuery): Promise<Result<Sales>> {
  const { id: org, timeZone } = orgOf(ctx);
  const from = query.from ?? dayIn(timeZone, ctx.clock.now());
  const to = query.to ?? from;
  if (to < from) return refuse('exhibition.dates_reversed', undefined, { to: 'exhibition.dates_reversed' });
  if (to > addDays(from, MAX_DAYS - 1)) return refuse('exhibition.span_too_long', { days: MAX_DAYS });
  const at = query.exhibition_id ?? null;
  const ids = idBounds(ctx, { from, to });
  const bounds = { from: dayBounds(timeZone, from).from, to: dayBounds(timeZone, to).to };
  // Raw SQL: sums with conditions read better in SQL.
  const bills = sql`from exhibition_bill b where b.organization_id = ${org} and b.id >= ${ids.from} and b.id < ${ids.to}
    and (${at}::uuid is null or b.exhibition_id = ${at})`;
  const standing = sql`${bills} and b.voided_at is null`;
  const summed = sql`b.currency, count(*)::int as count, sum(b.amount_minor)::bigint as minor`;
  // The server knows when the hours of a day begin; the database may have other rules of the zone.
  const starts: Date[] = [];
  const hours: number[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) {
    for (const [hour, start] of hourStarts(timeZone, day).entries()) {
      starts.push(start);
      hours.push(hour);
    }
  }
  const [totals, methods, cashiers, places, items, unpaid] = await Promise.all([
    sql<Sum & { paid: number; refunded: number; voided: number }>`
      select b.currency, count(*) filter (where b.voided_at is null)::int as count, count(b.voided_at)::int as voided,
        coalesce(sum(b.amount_minor) filter (where b.voided_at is null), 0)::bigint as minor,
        coalesce(sum(b.paid_minor) filter (where b.voided_at is null), 0)::bigint as paid,
        coalesce(sum(b.refunded_minor) filter (where b.voided_at is null), 0)::bigint as refunded
      ${bills} group by b.currency order by b.currency`.execute(ctx.db),
    sql<Sum & { method: PaymentMethod; refunded: number }>`
      select p.method, p.currency, count(*)::int as count, sum(p.amount_minor)::bigint as minor,
        sum(p.refunded_minor)::bigint as refunded
      from payment p join exhibition_bill b on b.organization_id = ${org} and b.id = p.subject_id
      where p.organization_id = ${org} and p.subject_type = ${BILL} and p.state in ('verified', 'refunded') and not p.owed
        and p.decided_at >= ${bounds.from} and p.decided_at < ${bounds.to}
        and (${at}::uuid is null or b.exhibition_id = ${at})
      group by 1, 2 order by 4 desc`.execute(ctx.db),
    sql<Sum & { cashier: string }>`
      select b.created_by_name as cashier, ${summed} ${standing} group by 1, 2 order by 4 desc limit 100`.execute(
      ctx.db,
    ),
    sql<Sum & { place: number }>`
      select width_bucket(b.created_at, ${starts}::timestamptz[]) as place, ${summed} ${standing} group by 1, 2`.execute(
      ctx.db,
    ),
    sql<Sum & { item: string }>`
      select b.description as item, ${summed} ${standing} group by 1, 2 order by 4 desc limit 100`.execute(ctx.db),
    billRows(ctx)
      .where('b.id', '>=', ids.from as string)
      .where('b.id', '<', ids.to as string)
      .where('b.state', 'in', ['open', 'part_paid'])
      .where(sql<boolean>`(${at}::uuid is null or b.exhibition_id = ${at})`)
      .orderBy('b.id', 'desc')
      .limit(UNPAID)
      .execute(),
  ]);
  const byHour = new Map<string, Sum & { hour: number }>();
  for (const { place, ...sum } of places.rows) {
    const hour = hours[place - 1] ?? 0;
    const key = `${hour} ${sum.currency}`;
    const before = byHour.get(key);
    byHour.set(key, {
      ...sum,
      hour,
      count: sum.count + (before?.count ?? 0),
      minor: sum.minor + (before?.minor ?? 0),
    });
  }
  return ok({
    from,
    to,
    totals: totals.rows.map(({ currency, count, minor, paid, refunded, voided }) => ({
      currency,
      bills: count,
      total: formatAmount(minor, currency),
      total_minor: minor,
      paid: formatAmount(paid, currency),
      refunded: formatAmount(refunded, currency),
      due: formatAmount(minor - paid, currency),
      voided,
    })),
    by_method: methods.rows.map(({ method, refunded, ...sum }) => ({
      method,
      ...asSum(sum),
      refunded: formatAmount(refunded, sum.currency),
      refunded_minor: refunded,
    })),
    by_cashier: cashiers.rows.map(({ cashier, ...sum }) => ({ cashier, ...asSum(sum) })),
    by_hour: [...byHour.values()].sort((a, b) => a.hour - b.hour).map(({ hour, ...sum }) => ({ hour, ...asSum(sum) })),
    by_item: items.rows.map(({ item, ...sum }) => ({ item, ...asSum(sum) })),
    unpaid: unpaid.map(asBill),
  });
}

const asSum = ({ currency, count, minor }: Sum) => ({
  count,
  amount: formatAmount(minor, currency),
  amount_minor: minor,
  currency,
});
