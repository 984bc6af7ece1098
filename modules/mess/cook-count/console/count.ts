import type { Camelized } from '../../../../kernel/ui/index.ts';
import type * as cookCount from '../contract.ts';

export type CookCount = Camelized<cookCount.CookCount>;

export type CookMeal = CookCount['meals'][number];

/** What changes a cook count. */
export const COUNT_TOPICS = [
  'mess.student',
  'mess.cycle_payment',
  'mess.cut',
  'mess.closure',
  'mess.meal',
  'mess.count',
  'payment',
];

/** Formats a plain date, which belongs to no time zone. */
export function dayName(day: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`));
}
