import { sql } from 'kysely';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { ok, type Result } from '../../../kernel/lib/result.ts';
import type { DayRange } from '../calendar/days.rule.ts';
import { daysOf, percentOf } from '../cook-count/cook-count.rule.ts';
import { mealDays } from '../cook-count/meal-days.query.ts';
import { daysOfScans, scanIds } from '../door/scans.query.ts';
import type { ScanReport } from './contract.ts';
import { reportDays } from './report-days.ts';

/** How many were served and turned away at the door, day by day, and why. */
export async function scanReport(ctx: Ctx, asked: Partial<DayRange>): Promise<Result<ScanReport>> {
  const range = reportDays(ctx, asked);
  if (!range.ok) return range;
  const { from, to } = range.data;
  const { first, end } = scanIds(ctx, daysOfScans(range.data));
  const [counts, { rows }, { rows: byHand }] = await Promise.all([
    mealDays(ctx, range.data),
    sql<{ day: string; reason: string; count: number }>`
      select service_on as day, reason, count(*)::int as count from mess_scan
      where organization_id = ${orgOf(ctx).id} and id >= ${first} and id < ${end} and service_on between ${from}::date and ${to}::date and not allowed
      group by 1, 2`.execute(ctx.db),
    // Raw SQL: nested conditions read better in SQL.
    sql<{ count: number }>`
      select count(*)::int as count from mess_scan n
      where n.organization_id = ${orgOf(ctx).id} and n.id >= ${first} and n.id < ${end} and n.service_on between ${from}::date and ${to}::date
        and n.by_hand_reason is not null and exists (select from mess_service v where v.organization_id = n.organization_id
          and v.student_id = n.student_id and v.service_on = n.service_on and v.meal_id = n.meal_id and v.scan_id = n.id)`.execute(
      ctx.db,
    ),
  ]);
  const reasons = new Map<string, number>();
  for (const { reason, count } of rows) reasons.set(reason, (reasons.get(reason) ?? 0) + count);
  const sum = (numbers: number[]) => numbers.reduce((total, each) => total + each, 0);
  const days = daysOf(range.data).map((day) => ({
    day,
    served: sum(counts.filter((each) => each.day === day).map(({ served }) => served)),
    refused: sum(rows.filter((row) => row.day === day).map(({ count }) => count)),
  }));
  const [served, refused] = [sum(days.map((day) => day.served)), sum(days.map((day) => day.refused))];
  return ok({
    from,
    to,
    served,
    by_hand: byHand[0]?.count ?? 0,
    refused,
    refused_percent: percentOf(refused, served + refused),
    reasons: [...reasons].map(([reason, count]) => ({ reason, count })).sort((a, b) => b.count - a.count),
    days,
  });
}
