import { sql } from 'kysely';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { formatAmount } from '../../../kernel/lib/money.ts';
import { ok, type Result } from '../../../kernel/lib/result.ts';
import { addDays, dayIn } from '../../../kernel/lib/time.ts';
import type { Sales } from '../contract.ts';
import { getRaffle } from './raffles.ts';

/** A chart shows so many days at most, the last ones. */
const DAYS = 92;

/** What a raffle sold, by day of the organization's calendar, by hour of the last 48, and by the way it was ordered. */
export async function salesOf(ctx: Ctx, reference: string): Promise<Result<Sales>> {
  const raffle = await getRaffle(ctx, reference);
  if (!raffle.ok) return raffle;
  const { id, currency } = raffle.data;
  const { id: organization_id, timeZone } = orgOf(ctx);
  const now = ctx.clock.now();
  const sold = sql`from raffle_order o where o.organization_id = ${organization_id} and o.raffle_id = ${id} and o.state = 'PAID'`;
  const [days, hours, channels] = await Promise.all([
    sql<{ day: string; orders: number; numbers: number; amount_minor: number }>`
      select to_char(o.paid_at at time zone ${timeZone}, 'YYYY-MM-DD') as day, count(*)::int as orders,
        sum(cardinality(o.numbers))::int as numbers, sum(o.amount_minor)::bigint as amount_minor
      ${sold} group by 1 order by 1`.execute(ctx.db),
    sql<{ at: Date; orders: number; numbers: number }>`
      select date_trunc('hour', o.paid_at) as at, count(*)::int as orders, sum(cardinality(o.numbers))::int as numbers
      ${sold} and o.paid_at > ${new Date(now.getTime() - 48 * 3_600_000)} group by 1 order by 1`.execute(ctx.db),
    sql<{ channel: string; orders: number; numbers: number }>`
      select coalesce((select c.channel from conversation c where c.organization_id = o.organization_id and c.id = o.conversation_id), 'desk') as channel,
        count(*)::int as orders, sum(cardinality(o.numbers))::int as numbers
      ${sold} group by 1 order by 3 desc`.execute(ctx.db),
  ]);
  const today = dayIn(timeZone, now);
  const earliest = addDays(today, 1 - DAYS);
  const first = days.rows[0]?.day ?? dayIn(timeZone, new Date(raffle.data.created_at));
  let total = days.rows.filter((row) => row.day < earliest).reduce((sum, row) => sum + row.numbers, 0);
  const by_day: Sales['by_day'] = [];
  for (let day = first < earliest ? earliest : first; day <= today; day = addDays(day, 1)) {
    const row = days.rows.find((one) => one.day === day);
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
