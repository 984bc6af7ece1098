import { sql } from 'kysely';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { firstIdAt } from '../../../kernel/lib/ids.ts';
import { ok, type Result } from '../../../kernel/lib/result.ts';
import { dayBounds } from '../../../kernel/lib/time.ts';
import type { DayRange } from '../calendar/days.rule.ts';
import { percentOf } from '../cook-count/cook-count.rule.ts';
import type { RegistrationReport } from './contract.ts';
import { reportDays } from './report-days.ts';

type Row = Pick<RegistrationReport, 'registered' | 'approved' | 'denied' | 'pending' | 'left' | 'minutes_to_decide'>;

/** The outcome of the registrations of these days, and how long students waited for it. */
export async function registrationReport(ctx: Ctx, asked: Partial<DayRange>): Promise<Result<RegistrationReport>> {
  const range = reportDays(ctx, asked);
  if (!range.ok) return range;
  const { id, timeZone } = orgOf(ctx);
  const { from, to } = range.data;
  const first = firstIdAt(dayBounds(timeZone, from).from.getTime());
  const end = firstIdAt(dayBounds(timeZone, to).to.getTime());
  // Raw SQL: sums with conditions read better in SQL.
  const { rows } = await sql<Row>`
    select count(*)::int as registered, count(*) filter (where state in ('approved', 'suspended'))::int as approved,
      count(*) filter (where state = 'denied')::int as denied, count(*) filter (where state = 'pending')::int as pending,
      count(*) filter (where state = 'left')::int as left,
      percentile_cont(0.5) within group (order by extract(epoch from decided_at - created_at) / 60)
        filter (where state in ('approved', 'denied') and decided_at > created_at) as minutes_to_decide
    from mess_student where organization_id = ${id} and id >= ${first} and id < ${end}`.execute(ctx.db);
  const row = rows[0] as Row;
  const minutes = row.minutes_to_decide;
  return ok({
    ...range.data,
    ...row,
    approved_percent: percentOf(row.approved, row.approved + row.denied),
    minutes_to_decide: minutes === null ? null : Math.round(Number(minutes) * 10) / 10,
  });
}
