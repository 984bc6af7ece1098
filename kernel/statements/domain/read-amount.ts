import { latinDigits } from '../../lib/digits.ts';
import { decimalsOf, isCurrency } from '../../lib/money.ts';
import type { DecimalSign } from '../../lib/read-money.ts';
import type { Way } from './direction.ts';

/** An amount without its sign, and what stands around it. */
export type Amount = { minor: number; sign: '+' | '-' | null; mark: Way | null };

/** Words beside an amount that say its direction. A single letter only behind it: "S/ 300" are soles. */
const MARKS: Record<string, Way> = {
  cr: 'in',
  crdt: 'in',
  credit: 'in',
  c: 'in',
  h: 'in',
  dr: 'out',
  dbit: 'out',
  debit: 'out',
  db: 'out',
  d: 'out',
  s: 'out',
};
const MONEY_WORDS = new Set([
  'rs',
  'rupees',
  'frw',
  'rf',
  'ksh',
  'kshs',
  'ush',
  'tsh',
  'tzs',
  'sh',
  'fcfa',
  'cfa',
  'rm',
]);
const ALSO = new Set(['s', 'r', 'us', 'mx', 'q', 'k', 'f', 'rs', 'रु', 'रू', 'रुपये', 'रुपए', 'pesos', 'only']);

/**
 * Reads an amount as banks write it: `1,234.50`, `12,34,567.00`, `1.234,50`, `1 234,5`, `₹300`, `Rs. 3,200/-`,
 * `-40.00`, `40.00-`, `40.00+`, `(40.00)`, `Dr. 300.00`, `300.00 (Cr)`, `300.00/Dr`. An amount that doesn't fit the
 * decimal separator is null, not guessed: `3.200` is three thousand or three, and its column says which.
 */
export function readAmount(text: string, decimal: DecimalSign, currency: string): Amount | null {
  const plain = latinDigits(text)
    .replaceAll(/[\u00a0\u202f\s]+/g, ' ')
    .trim();
  const parts = /^([^\d]*?)([.,]?\d(?:[\d.,'’ ]*\d)?)([^\d]*)$/.exec(plain);
  if (!parts || plain.length > 60) return null;
  const [, before = '', digits = '', behind = ''] = parts;
  const minor = plainNumber(digits.replaceAll(/(?<=\d)[ '’](?=\d{2,3}(?!\d))/g, ''), decimal, decimalsOf(currency));
  if (minor === null) return null;
  const around = signsOf(before, behind.replace(/^\s*\/[-=](?=$|\s|\))/, ''));
  return around && { minor, ...around };
}

function signsOf(before: string, behind: string): Omit<Amount, 'minor'> | null {
  const brackets = /\(\s*(?![^)]*\p{L}{2,}\.?\s*\))/u.test(before) && /^\s*\.?\s*\)/.test(behind);
  let sign: Amount['sign'] = brackets ? '-' : null;
  let mark: Way | null = null;
  for (const [where, piece] of [
    ...(before.match(TOKENS) ?? []).map((one) => ['before', one] as const),
    ...(behind.match(TOKENS) ?? []).map((one) => ['behind', one] as const),
  ]) {
    if (/^[-−–]$/.test(piece)) {
      if (sign) return null;
      sign = '-';
    } else if (piece === '+') {
      if (sign) return null;
      sign = '+';
    } else if (/^[\p{L}\p{M}]/u.test(piece)) {
      const word = piece.toLowerCase();
      const says = word.length > 1 || where === 'behind' ? MARKS[word] : undefined;
      if (says && mark && says !== mark) return null;
      if (says) mark = says;
      else if (!MONEY_WORDS.has(word) && !ALSO.has(word) && !isCurrency(word.toUpperCase())) return null;
    } else if (!/^[\p{Sc}().*/: ]$/u.test(piece)) return null;
  }
  return { sign, mark };
}
const TOKENS = /[\p{L}\p{M}]+|./gu;

const GROUPS: Record<DecimalSign, RegExp> = { '.': /^\d{1,3}(,\d{2,3})*,\d{3}$/, ',': /^\d{1,3}(\.\d{2,3})*\.\d{3}$/ };

function plainNumber(digits: string, decimal: DecimalSign, places: number): number | null {
  const at = digits.lastIndexOf(decimal);
  const whole = at < 0 ? digits : digits.slice(0, at);
  const fraction = at < 0 ? '' : digits.slice(at + 1);
  if (!/^\d*$/.test(whole) && !GROUPS[decimal].test(whole)) return null;
  if (!/^\d*$/.test(fraction) || whole + fraction === '' || /[1-9]/.test(fraction.slice(places))) return null;
  // Three digits behind the sign are thousands unless the currency has three, or no thousands could begin so.
  if (fraction.length === 3 && places !== 3 && /^[1-9]\d{0,2}$/.test(whole)) return null;
  const minor = Number(whole.replaceAll(/[.,]/g, '') + fraction.slice(0, places).padEnd(places, '0'));
  return Number.isSafeInteger(minor) ? minor : null;
}
