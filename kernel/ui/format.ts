import { useMemo } from 'react';
import { useLocaleState } from 'react-admin';
import { moneyFormat } from '../lib/money-format.ts';
import { useSession } from './session.tsx';

const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/**
 * How numbers are written: as the person's language is in the organization's country. English in Spain would have 1.234,5
 * machines and €1,234.50, so its numbers are those of English anywhere.
 */
function numberLocale(language: string, country: string): string {
  const decimal = (options?: Intl.NumberFormatOptions) =>
    new Intl.NumberFormat(`${language}-${country}`, options).formatToParts(0.5).find(({ type }) => type === 'decimal');
  return decimal()?.value === decimal({ style: 'currency', currency: 'EUR' })?.value
    ? `${language}-${country}`
    : language;
}

/** Formatters in the person's language and the organization's country, currency and time zone. */
export function useFormat() {
  const [language] = useLocaleState();
  const { organization } = useSession();
  return useMemo(() => {
    const locale = `${language}-${organization.country}`;
    const numbers = numberLocale(language, organization.country);
    const timeZone = organization.timeZone;
    const dateTime = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone });
    const date = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone });
    const time = new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone });
    const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' });
    const days = new Intl.DateTimeFormat(locale, {
      day: 'numeric',
      month: 'short',
      year: 'numeric',
      timeZone: 'UTC',
    });
    const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
    const number = new Intl.NumberFormat(numbers);
    return {
      locale,
      /** '12.50' as '₹12.50'. The decimal string goes to Intl unchanged, without floats. */
      money: (amount: string, currency = organization.currency) =>
        moneyFormat(numbers, currency).format(amount as Intl.StringNumericLiteral),
      /** A short form for chart axes: '₹1.2L'. */
      shortMoney: (amount: number, currency = organization.currency) =>
        moneyFormat(numbers, currency, { notation: 'compact' }).format(amount),
      number: (value: number) => number.format(value),
      /** With so many decimals, for numbers that stand below each other. */
      decimal: (value: number, digits: number) =>
        value.toLocaleString(numbers, { minimumFractionDigits: digits, maximumFractionDigits: digits }),
      dateTime: (iso: string) => dateTime.format(new Date(iso)),
      date: (iso: string) => date.format(new Date(iso)),
      time: (iso: string) => time.format(new Date(iso)),
      /** A plain date ('2026-11-21'), which belongs to no time zone. */
      day: (iso: string) => day.format(new Date(`${iso}T00:00:00Z`)),
      /** A range of plain dates with the year: '1 – 30 Nov 2026'. */
      days: (from: string, to: string) => days.formatRange(new Date(`${from}T00:00:00Z`), new Date(`${to}T00:00:00Z`)),
      /** 'five minutes ago' up to a week, then the date. */
      ago: (iso: string) => {
        const seconds = (new Date(iso).getTime() - Date.now()) / 1000;
        if (Math.abs(seconds) > 7 * 86_400) return date.format(new Date(iso));
        const [unit, size] = UNITS.find(([, length]) => Math.abs(seconds) >= length) ?? (['second', 1] as const);
        return relative.format(Math.round(seconds / size), unit);
      },
    };
  }, [language, organization]);
}
