import { sql } from 'kysely';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { formatAmount } from '../../../kernel/lib/money.ts';
import { ok, type Result } from '../../../kernel/lib/result.ts';
import { addDays, dayIn, dayStarts } from '../../../kernel/lib/time.ts';
import { getRaffle } from '../raffles/raffles.query.ts';
import type { Sales } from './contract.ts';

/** The most days that a chart shows; the last ones count. */
const DAYS = 92;

/** The sales of a raffle: by day of the organization's calendar, by hour of the last 48, and by channel. */
export async function salesOf(ctx: Ctx, reference: string): Promise<Result<Sales>> {
  const raffle = await getRaffle(ctx, reference);
  if (!raffle.ok) return raffle;
  const { id, currency } = raffle.data;
  const { id: organization_id, timeZone } = orgOf(ctx);
  const now = ctx.clock.now();
  const today = dayIn(timeZone, now);
  const earliest = addDays(today, 1 - DAYS);
  const sold = sql`from raffle_order o where o.organization_id = ${organization_id} and o.raffle_id = ${id} and o.state = 'paid'`;
  const [days, hours, channels] = await Promise.all([
    // Place 0 holds the sales before the first of these days. The server computes the days, because the database may
    // have other time zone rules.
    // Raw SQL: Kysely doesn't know these functions.
    sql<{ place: number; orders: number; numbers: number; amount_minor: number; first_at: Date }>`
      select width_bucket(o.paid_at, ${dayStarts(timeZone, earliest, DAYS)}::timestamptz[]) as place, count(*)::int as orders,
        sum(cardinality(o.numbers))::int as numbers, sum(o.amount_minor)::bigint as amount_minor, min(o.paid_at) as first_at
      ${sold} group by 1 order by 1`.execute(ctx.db),
    sql<{ at: Date; orders: number; numbers: number }>`
      select date_bin('1 hour', o.paid_at, to_timestamp(0)) as at, count(*)::int as orders, sum(cardinality(o.numbers))::int as numbers
      ${sold} and o.paid_at > ${new Date(now.getTime() - 48 * 3_600_000)} group by 1 order by 1`.execute(ctx.db),
    sql<{ channel: string; orders: number; numbers: number }>`
      select coalesce((select c.channel from conversation c where c.organization_id = o.organization_id and c.id = o.conversation_id), 'desk') as channel,
        count(*)::int as orders, sum(cardinality(o.numbers))::int as numbers
      ${sold} group by 1 order by 3 desc`.execute(ctx.db),
  ]);
  const first = dayIn(timeZone, days.rows[0]?.first_at ?? new Date(raffle.data.created_at));
  const sums = new Map(days.rows.map((row) => [row.place, row]));
  let total = sums.get(0)?.numbers ?? 0;
  const by_day: Sales['by_day'] = [];
  for (let place = 1; place <= DAYS; place++) {
    const day = addDays(earliest, place - 1);
    if (day < first) continue;
    const row = sums.get(place);
    const amount_minor = row?.amount_minor ?? 0;
    total += row?.numbers ?? 0;
    by_day.push({
      day,
      orders: row?.orders ?? 0,
      numbers: row?.numbers ?? 0,
      amount: formatAmount(amount_minor, currency),
      amount_minor,
      total_numbers: total,
    });
  }
  return ok({
    currency,
    by_day,
    by_hour: hours.rows.map((row) => ({ ...row, at: row.at.toISOString() })),
    by_channel: channels.rows,
  });
}
