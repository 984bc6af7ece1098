import { moneyFormat } from '../../../../kernel/lib/money-format.ts';
import { localeOf } from '../../../../kernel/ui/light/index.ts';

/** Formats of the public page, with the locale of the phone for dates and amounts. */
export function formatsOf(language: string) {
  const locale = localeOf(language);
  const number = new Intl.NumberFormat(locale);
  const dateTime = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeZone: 'UTC' });
  return {
    number: (value: number) => number.format(value),
    /** @param minor in the currency's minor units */
    money(minor: number, currency: string) {
      const format = moneyFormat(locale, currency);
      const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
      const round = minor % 10 ** digits === 0;
      // ₹50 rather than ₹50.00, as people write prices on posters and in chats.
      return moneyFormat(locale, currency, { minimumFractionDigits: round ? 0 : digits }).format(minor / 10 ** digits);
    },
    dateTime: (iso: string) => dateTime.format(new Date(iso)),
    /** A plain date ('2026-11-21'), which belongs to no time zone. */
    day: (iso: string) => day.format(new Date(`${iso}T00:00:00Z`)),
  };
}

export type Formats = ReturnType<typeof formatsOf>;
