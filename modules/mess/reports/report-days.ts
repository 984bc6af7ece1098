import type { Ctx } from '../../../kernel/ctx/index.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { type DayRange, plusDays } from '../calendar/days.rule.ts';
import { todayOf } from '../cycles/cycles.query.ts';

/** A quarter of a year: as many columns as a page shows. */
const MAX_DAYS = 92;

/** A report's days: the last thirty up to today by default, at most 92; refuses with `mess.report.dates_reversed`. */
export function reportDays(ctx: Ctx, asked: Partial<DayRange>): Result<DayRange> {
  const to = asked.to ?? todayOf(ctx);
  const earliest = plusDays(to, 1 - MAX_DAYS);
  const from = asked.from ?? plusDays(to, -29);
  if (to < from) return refuse('mess.report.dates_reversed', undefined, { to: 'mess.report.dates_reversed' });
  return ok({ from: from < earliest ? earliest : from, to });
}
