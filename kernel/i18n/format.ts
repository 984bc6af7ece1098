/**
 * Formats numbers, dates and money the way people write them, with the runtime's own tables (Intl), in the
 * organization's time zone.
 */

import { LimitedMap } from '../lib/limited-map.ts';
import { formatAmount } from '../lib/money.ts';
import { moneyFormat } from '../lib/money-format.ts';

/** What formatting needs to know; `formattingOf` reads it from a ctx that has an organization. */
export type Formatting = {
  /** BCP 47; the region matters: en-IN groups 12,34,567 */
  locale: string;
  /** IANA zone */
  timeZone: string;
};

/** `hi` in `IN` → `hi-IN`; a tag that already names a region keeps it. */
export function localeIn(language: string, country: string | undefined): string {
  try {
    const locale = new Intl.Locale(language);
    return locale.region || !country ? locale.toString() : new Intl.Locale(language, { region: country }).toString();
  } catch {
    return 'en';
  }
}

/**
 * The formatting of a ctx, or of an object with the same two fields: its language with the organization's country and
 * zone.
 */
export function formattingOf(ctx: {
  locale: string;
  organization: { country: string; timeZone: string } | null;
}): Formatting {
  return { locale: localeIn(ctx.locale, ctx.organization?.country), timeZone: ctx.organization?.timeZone ?? 'UTC' };
}

/**
 * Making an Intl formatter costs 20–50 µs, using one less than 1 µs. There are few distinct ones, so they are cached.
 */
const kept = new LimitedMap<string, unknown>(500);
function keep<T>(key: string, make: () => T): T {
  let it = kept.get(key) as T | undefined;
  if (it === undefined) {
    it = make();
    kept.set(key, it);
  }
  return it;
}

export function formatNumber(
  value: number,
  { locale }: Pick<Formatting, 'locale'>,
  options: Intl.NumberFormatOptions = {},
): string {
  return keep(`n ${locale} ${JSON.stringify(options)}`, () => new Intl.NumberFormat(locale, options)).format(value);
}

/** Minor units → `₹12,34,567.50`. Exact: the formatter takes the decimal text, not a float. */
export function formatMoney(minor: number, currency: string, { locale }: Pick<Formatting, 'locale'>): string {
  const format = keep(`m ${locale} ${currency}`, () => moneyFormat(locale, currency));
  return format.format(formatAmount(minor, currency) as `${number}`);
}

export type DateStyle = 'short' | 'medium' | 'long' | 'full';

/**
 * The day of an instant in the zone, or a calendar day (`2026-11-21`, which no zone shifts): `21 Nov 2026`. Throws
 * RangeError when the value is not a date.
 */
export function formatDate(value: Date | string, formatting: Formatting, style: DateStyle = 'medium'): string {
  const day = typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value);
  const { locale } = formatting;
  const timeZone = day ? 'UTC' : formatting.timeZone;
  const format = keep(
    `d ${locale} ${timeZone} ${style}`,
    () => new Intl.DateTimeFormat(locale, { dateStyle: style, timeZone }),
  );
  return format.format(new Date(value));
}

/** An instant's time of day in the zone: `5:30 pm`. */
export function formatTime(value: Date | string, { locale, timeZone }: Formatting): string {
  const format = keep(
    `t ${locale} ${timeZone}`,
    () => new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone }),
  );
  return format.format(new Date(value));
}

/** An instant in the zone: `21 Nov 2026, 5:30 pm`. */
export function formatDateTime(
  value: Date | string,
  { locale, timeZone }: Formatting,
  style: DateStyle = 'medium',
): string {
  const make = () => new Intl.DateTimeFormat(locale, { dateStyle: style, timeStyle: 'short', timeZone });
  return keep(`dt ${locale} ${timeZone} ${style}`, make).format(new Date(value));
}
