import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { addDays } from '../../../kernel/lib/time.ts';

export type Step = 'hour' | 'day' | 'week';
export type Span = { from: string; to: string; by: Step; days: number };

/** Two years are 730 rows of a day; more is an export. */
const MAX_DAYS = 732;
/** A fortnight by the hour is 336 points, as many as a chart shows. */
const MAX_HOUR_DAYS = 14;
const DAY_MS = 86_400_000;

/** The days of a summary, and the step of its trend. Refusals: `coffee.span.backwards`, `coffee.span.too_long`. */
export function spanOf(asked: { from?: string; to?: string; by?: Step }, today: string): Result<Span> {
  const to = asked.to ?? today;
  const from = asked.from ?? addDays(to, -29);
  const days = Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS) + 1;
  if (days < 1) return refuse('coffee.span.backwards', undefined, { to: 'coffee.span.backwards' });
  const by = asked.by ?? (days <= 2 ? 'hour' : days >= 100 ? 'week' : 'day');
  const most = by === 'hour' ? MAX_HOUR_DAYS : MAX_DAYS;
  if (days > most) return refuse('coffee.span.too_long', { most }, { from: 'coffee.span.too_long' });
  return ok({ from, to, by, days });
}

/** The Monday of a day's week. */
export function mondayOf(day: string): string {
  const weekday = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
  return addDays(day, -weekday);
}
