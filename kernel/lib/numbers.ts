import { latinDigits } from './digits.ts';

/** How numbers are written where the organization is: its language (BCP 47) and country (ISO 3166-1 alpha-2). */
export type Region = { language: string; country: string };

/** With a decimal point, as programs write. */
export const PLAIN: Region = { language: 'en', country: 'US' };

/** Digits of any script as ours, full-width and Arabic signs as ours, any space as a space, nothing around it. */
export function usualSigns(text: string): string {
  return latinDigits(text)
    .replaceAll(/[．٫]/g, '.')
    .replaceAll(/[，٬]/g, ',')
    .replaceAll(/\s/g, ' ')
    .replaceAll('’', "'")
    .trim();
}

const grouped = (sign: string) => `\\d{1,3}(?:${sign}\\d{3})+|\\d{1,2}(?:${sign}\\d{2})+${sign}\\d{3}`;
/** Groups of three, or of two before the last three as in India, with what may stand before the decimals after each. */
const GROUPED = [
  new RegExp(`^(${grouped(',')})(?:\\.(\\d+))?$`),
  new RegExp(`^(${grouped('\\.')})(?:,(\\d+))?$`),
  new RegExp(`^(${grouped("[ ']")})(?:[.,](\\d+))?$`),
];

/**
 * The digits before and after the decimal sign of a number as people type it, of at most `places` decimals: `1,000.50`,
 * `1,00,000`, `1.000,50`, `1 000`, `.5`. Takes what `usualSigns` gives.
 *
 * A lone point or comma is the decimal sign, unless exactly three digits follow: then it may be a thousand or a part of
 * one. Such a comma groups where people write a decimal point, and the number can't have three decimals anyway. Such a
 * point is decimal there, as in programs. All else is ambiguous: where people write a decimal comma, `1.000` may come
 * from a person or from a program.
 */
export function readDecimal(
  text: string,
  places: number,
  region: Region = PLAIN,
): { whole: string; fraction: string } | 'malformed' | 'ambiguous' {
  const single = /^(\d{0,15})([.,])(\d*)$/.exec(text);
  if (!single) {
    if (/^\d{1,15}$/.test(text)) return { whole: text, fraction: '' };
    const match = GROUPED.map((pattern) => pattern.exec(text)).find((found) => found !== null);
    const whole = match?.[1]?.replaceAll(/\D/g, '');
    return whole && whole.length <= 15 ? { whole, fraction: match?.[2] ?? '' } : 'malformed';
  }
  const [, whole = '', sign, fraction = ''] = single;
  if (whole === '' && fraction === '') return 'malformed';
  const mayGroup = fraction.length === 3 && /^[1-9]\d{0,2}$/.test(whole);
  if (!mayGroup) return { whole, fraction };
  const point = decimalSign(region) === '.';
  if (sign === '.') return point ? { whole, fraction } : 'ambiguous';
  return point && places < 3 ? { whole: whole + fraction, fraction: '' } : 'ambiguous';
}

/**
 * What was typed into a form's field for a number, as programs write it: `१,०००` → `1000`, `18,5` → `18.5`. What can't
 * be read for certain comes back as it is, for the server to refuse in words.
 */
export function typedNumber(text: string, places: number, region: Region = PLAIN): string {
  const read = readDecimal(usualSigns(text), places, region);
  if (typeof read === 'string') return text.trim();
  return read.fraction ? `${read.whole || '0'}.${read.fraction}` : read.whole;
}

function decimalSign({ language, country }: Region): '.' | ',' {
  const key = `${language} ${country}`;
  let sign = decimalSigns.get(key);
  if (sign === undefined) {
    const locale = new Intl.Locale(language, /^[A-Z]{2}$/.test(country) ? { region: country } : {});
    const parts = new Intl.NumberFormat(locale, { numberingSystem: 'latn' }).formatToParts(0.5);
    sign = parts.find((part) => part.type === 'decimal')?.value === ',' ? ',' : '.';
    decimalSigns.set(key, sign);
  }
  return sign;
}
const decimalSigns = new Map<string, '.' | ','>();
