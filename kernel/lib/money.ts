import { latinDigits } from './digits.ts';
import { normalizeCharacters, PLAIN, type Region, readDecimal } from './numbers.ts';
import { ok, type Result, refuse } from './result.ts';

/**
 * Money is an integer of minor units and an ISO 4217 code. Amounts fit a safe integer: 2^53 minor units are
 * ninety trillion of a currency with two decimals.
 */

/** Decimals of an ISO 4217 currency by the runtime's table, e.g. INR 2, RWF 0, KWD 3. */
export function decimalsOf(currency: string): number {
  let digits = decimals.get(currency);
  if (digits === undefined) {
    digits = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
    decimals.set(currency, digits);
  }
  return digits;
}
const decimals = new Map<string, number>();

/** Whether a code is a currency in the runtime's table of ISO 4217: `INR` is one, `XYZ` and `inr` are not. */
export function isCurrency(code: string): boolean {
  // Made at the first call: browsers load this file too, and old ones don't have this table.
  currencies ??= new Set(Intl.supportedValuesOf('currency'));
  return currencies.has(code);
}
let currencies: Set<string> | undefined;

/**
 * Reads an amount that a person typed, in minor units: `12.50`, `1,000.50`, `1,00,000`, `₹50`, `.5`, `१२५`, `1 000,50`.
 *
 * `readDecimal` explains how `1,000` and `1.000` are read or refused: nothing is guessed by a factor of a thousand.
 *
 * Refusals: `money.malformed`, `money.too_many_decimals` (`decimals`), `money.ambiguous` (`typed`, `large`,
 * `decimals`).
 */
export function parseAmount(text: string, currency: string, region: Region = PLAIN): Result<number> {
  const places = decimalsOf(currency);
  const read = readDecimal(withoutCurrency(normalizeCharacters(text), currency), places, region);
  if (read === 'malformed') return refuse('money.malformed');
  if (read === 'ambiguous') {
    const large = latinDigits(text).replaceAll(/\D/g, '');
    return refuse('money.ambiguous', { typed: text.trim(), large, decimals: places });
  }
  if (read.fraction.length > places) return refuse('money.too_many_decimals', { decimals: places });
  const minor = Number(read.whole + read.fraction.padEnd(places, '0'));
  return Number.isSafeInteger(minor) ? ok(minor) : refuse('money.malformed');
}

/**
 * Reads an amount of a program, such as a machine, in minor units: a number, or strictly decimal text (`2.50`). Digits
 * of other scripts, names of currencies and groups of thousands are a person's, and in a program's text a fault:
 * `1,250` may be 1250 or 1.25, and nobody is there to be asked. Refusals: `money.malformed`, `money.too_many_decimals`.
 */
export function readAmount(value: string | number, currency: string): Result<number> {
  const places = decimalsOf(currency);
  if (typeof value === 'number') {
    // 1250.35 is 1250.3499755859375 in the four bytes of a small processor; a third decimal is far more.
    const minor = Math.round(value * 10 ** places);
    if (!(Number.isSafeInteger(minor) && minor >= 0)) return refuse('money.malformed');
    const off = Math.abs(value * 10 ** places - minor);
    return off < 0.01 ? ok(minor) : refuse('money.too_many_decimals', { decimals: places });
  }
  const [, whole = '', fraction = ''] = /^(\d{1,15})(?:\.(\d{1,15}))?$/.exec(value) ?? [];
  if (whole === '') return refuse('money.malformed');
  if (fraction.length > places) return refuse('money.too_many_decimals', { decimals: places });
  const minor = Number(whole + fraction.padEnd(places, '0'));
  return Number.isSafeInteger(minor) ? ok(minor) : refuse('money.malformed');
}

/** Symbols and short names of currencies that the runtime's tables don't have. */
const ALSO: Record<string, string[]> = {
  INR: ['rs.', 'rs', '₨', 'रु.', 'रु', 'रू', '₹'],
  RWF: ['frw', 'rf'],
  KES: ['ksh'],
  UGX: ['ush'],
};

/** Removes the symbol or name of the currency, before or after the amount, and the `/-` of Indian bills. */
function withoutCurrency(text: string, currency: string): string {
  let bare = text.replace(/\/[-=]$/, '').toLowerCase();
  const names = namesOf(currency);
  const before = names.find((name) => bare.startsWith(name));
  if (before) bare = bare.slice(before.length);
  const behind = names.find((name) => bare.endsWith(name));
  if (behind && !before) bare = bare.slice(0, -behind.length);
  return bare.trim();
}

function namesOf(currency: string): string[] {
  let names = currencyNames.get(currency);
  if (!names) {
    const shown = (['symbol', 'narrowSymbol'] as const).map(
      (currencyDisplay) =>
        new Intl.NumberFormat('en', { style: 'currency', currency, currencyDisplay })
          .formatToParts(0)
          .find((part) => part.type === 'currency')?.value ?? currency,
    );
    names = [...new Set([currency, ...shown, ...(ALSO[currency] ?? [])].map((name) => name.toLowerCase()))];
    // The longest first: "Rs." before "Rs".
    names.sort((a, b) => b.length - a.length);
    currencyNames.set(currency, names);
  }
  return names;
}
const currencyNames = new Map<string, string[]>();

/** 1250 → "12.50" for programs: plain digits, a point, as many decimals as the currency has. */
export function formatAmount(minor: number, currency: string): string {
  const places = decimalsOf(currency);
  const digits = String(Math.abs(minor)).padStart(places + 1, '0');
  const sign = minor < 0 ? '-' : '';
  return places === 0 ? sign + digits : `${sign}${digits.slice(0, -places)}.${digits.slice(-places)}`;
}
