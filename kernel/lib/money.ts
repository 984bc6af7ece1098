import { ok, type Result, refuse } from './result.ts';

/**
 * Money is an integer of minor units and an ISO 4217 code. Amounts fit a safe integer: 2^53 minor units are
 * ninety trillion of a currency with two decimals.
 */

/** Decimals of an ISO 4217 currency by the runtime's own table, e.g. INR 2, RWF 0, KWD 3. */
export function decimalsOf(currency: string): number {
  let digits = decimals.get(currency);
  if (digits === undefined) {
    digits = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
    decimals.set(currency, digits);
  }
  return digits;
}
const decimals = new Map<string, number>();

/**
 * "12.50" → 1250 for a currency with two decimals. Takes digits and one point only: no sign, exponent or grouping,
 * because a guess about money is worse than a question. Refuses with `money.malformed` or `money.too_many_decimals`.
 */
export function parseAmount(text: string, currency: string): Result<number> {
  const match = /^(\d{1,15})(?:\.(\d+))?$/.exec(text.trim());
  if (!match) return refuse('money.malformed');
  const places = decimalsOf(currency);
  const fraction = match[2] ?? '';
  if (fraction.length > places) return refuse('money.too_many_decimals', { decimals: places });
  const minor = Number(match[1] + fraction.padEnd(places, '0'));
  return Number.isSafeInteger(minor) ? ok(minor) : refuse('money.malformed');
}

/** 1250 → "12.50" for programs: plain digits, a point, as many decimals as the currency has. */
export function formatAmount(minor: number, currency: string): string {
  const places = decimalsOf(currency);
  const digits = String(Math.abs(minor)).padStart(places + 1, '0');
  const sign = minor < 0 ? '-' : '';
  return places === 0 ? sign + digits : `${sign}${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

/**
 * What a person typed, for `parseAmount`: "12,50" → "12.50", since many a phone's number pad has a comma and no point. Only a comma
 * before the last one or two digits can be that; "1,234" may be a thousand or a bit more than one, and stays to be refused.
 */
export function typedAmount(text: string): string {
  return text.trim().replace(/^(\d+),(\d{1,2})$/, '$1.$2');
}
