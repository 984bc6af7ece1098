import { latinDigits } from './digits.ts';

/** Where numbers are written: the organization's language (BCP 47) and country (ISO 3166-1 alpha-2). */
export type Region = { language: string; country: string };

/** With a decimal point, as programs write numbers. */
export const PLAIN: Region = { language: 'en', country: 'US' };

/** ASCII digits and separators in place of those of other scripts, plain spaces, trimmed. */
export function normalizeCharacters(text: string): string {
  return latinDigits(text)
    .replaceAll(/[．٫]/g, '.')
    .replaceAll(/[，٬]/g, ',')
    .replaceAll(/\s/g, ' ')
    .replaceAll('’', "'")
    .trim();
}

const grouped = (separator: string) =>
  `\\d{1,3}(?:${separator}\\d{3})+|\\d{1,2}(?:${separator}\\d{2})+${separator}\\d{3}`;
/**
 * Groups of three, or of two before the last three as in India, with the decimal separators that may follow each kind.
 */
const GROUPED = [
  new RegExp(`^(${grouped(',')})(?:\\.(\\d+))?$`),
  new RegExp(`^(${grouped('\\.')})(?:,(\\d+))?$`),
  new RegExp(`^(${grouped("[ ']")})(?:[.,](\\d+))?$`),
];

/**
 * The digits before and after the decimal separator of a number as people type it, with at most `places` decimals:
 * `1,000.50`, `1,00,000`, `1.000,50`, `1 000`, `.5`. `text` is the result of `normalizeCharacters`.
 *
 * A single point or comma is the decimal separator, unless exactly three digits follow it: then it may separate
 * thousands or decimals. Such a comma separates thousands where people write a decimal point and the number can't have
 * three decimals. Such a point is decimal there, as in programs. Everything else is ambiguous: where people write a
 * decimal comma, `1.000` may come from a person or from a program.
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
  const [, whole = '', separator, fraction = ''] = single;
  if (whole === '' && fraction === '') return 'malformed';
  const mayGroup = fraction.length === 3 && /^[1-9]\d{0,2}$/.test(whole);
  if (!mayGroup) return { whole, fraction };
  const point = decimalSeparator(region) === '.';
  if (separator === '.') return point ? { whole, fraction } : 'ambiguous';
  return point && places < 3 ? { whole: whole + fraction, fraction: '' } : 'ambiguous';
}

/**
 * Converts the number that a person typed into a form to the form that programs use: `१,०००` → `1000`, `18,5` → `18.5`.
 * An ambiguous or malformed text is returned unchanged, so that the server refuses it with a message.
 */
export function typedNumber(text: string, places: number, region: Region = PLAIN): string {
  const read = readDecimal(normalizeCharacters(text), places, region);
  if (typeof read === 'string') return text.trim();
  return read.fraction ? `${read.whole || '0'}.${read.fraction}` : read.whole;
}

function decimalSeparator({ language, country }: Region): '.' | ',' {
  const key = `${language} ${country}`;
  let separator = separators.get(key);
  if (separator === undefined) {
    const locale = new Intl.Locale(language, /^[A-Z]{2}$/.test(country) ? { region: country } : {});
    const parts = new Intl.NumberFormat(locale, { numberingSystem: 'latn' }).formatToParts(0.5);
    separator = parts.find((part) => part.type === 'decimal')?.value === ',' ? ',' : '.';
    separators.set(key, separator);
  }
  return separator;
}
const separators = new Map<string, '.' | ','>();
