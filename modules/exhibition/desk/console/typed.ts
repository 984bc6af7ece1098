import { normalizeCharacters, type Region } from '../../../../kernel/lib/numbers.ts';
import { parseBillAmount } from '../../amount.rule.ts';
import type { Item } from '../../items/console/types.ts';

/** Taken off, as the server reads it. */
export type Off = { percent: string } | { amount: string };
export type Sold = Pick<Item, 'id' | 'name' | 'code' | 'quickKey'>;
export type Typed<I> =
  | { kind: 'item'; item: I; quantity: string }
  | { kind: 'amount'; amount: string; quantity: string | null }
  | { kind: 'off'; of: 'bill' | 'line'; off: Off }
  | { kind: 'fault'; code: string };

const TIMES = /^(\d{1,5}(?:[.,]\d{1,3})?)\s*[*×]\s*(.*)$/s;

/** The quantity before a `*`, and what stands behind it. */
export function splitTimes(text: string): { quantity: string | null; rest: string } {
  const plain = normalizeCharacters(text);
  const [, quantity, rest = ''] = TIMES.exec(plain) ?? [];
  return quantity === undefined ? { quantity: null, rest: plain } : { quantity: quantity.replace(',', '.'), rest };
}

/**
 * What a cashier typed into the desk's one field: an item's code, `#` and the number of its key, or its name; an amount;
 * each with `3*` before it; `10%` off the bill, `-10%` or `-5` off the last line. A code comes before an amount.
 */
export function readTyped<I extends Sold>(
  text: string,
  items: readonly I[],
  { currency, region }: { currency: string; region: Region },
): Typed<I> {
  const { quantity, rest } = splitTimes(text);
  const [, minus, percent] = /^(-?)\s*(\d{1,3}(?:[.,]\d{1,2})?)\s*%$/.exec(rest) ?? [];
  if (percent !== undefined)
    return { kind: 'off', of: minus ? 'line' : 'bill', off: { percent: percent.replace(',', '.') } };
  if (rest.startsWith('-')) {
    const read = parseBillAmount(rest.slice(1), currency, region);
    return read.ok ? { kind: 'off', of: 'line', off: { amount: rest.slice(1).trim() } } : fault(read.code);
  }
  const item = find(rest, items);
  if (item) return { kind: 'item', item, quantity: quantity ?? '1' };
  const amount = parseBillAmount(rest, currency, region);
  if (amount.ok) return { kind: 'amount', amount: rest, quantity };
  return /^\d/.test(rest) || items.length === 0 ? fault(amount.code) : { kind: 'fault', code: 'item_unknown' };
}

const fault = (code: string) => ({ kind: 'fault' as const, code: code.split('.').at(-1) ?? code });

/** The item of a code or key, or else the only one whose name has what was typed. */
export function find<I extends Sold>(text: string, items: readonly I[]): I | null {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return null;
  const coded = items.find(({ code }) => code?.toLowerCase() === wanted);
  if (coded) return coded;
  const [, key] = /^#(\d{1,2})$/.exec(wanted) ?? [];
  if (key !== undefined) return items.find(({ quickKey }) => quickKey === Number(key)) ?? null;
  // Digits are an amount or a code, never a part of a name.
  if (wanted.length < 2 || /^[\d.,]+$/.test(wanted)) return null;
  const named = items.filter(({ name }) => name.toLowerCase().includes(wanted));
  return named.length === 1 ? (named[0] ?? null) : (named.find(({ name }) => name.toLowerCase() === wanted) ?? null);
}
