import type { Receipt } from './read-receipt.ts';

/** What two readings tell: one transfer, two transfers, or too little to decide. */
export type Comparison = 'same' | 'different' | 'unclear';

/**
 * Whether two receipts are of one transfer. Either may be cropped and a character may be misread, so numbers are equal
 * when at most one character differs. Other numbers than the transfer's (an account, a phone) are on all receipts of
 * one payee: they don't count when both receipts have numbers that the other lacks.
 */
export function compareReceipts(a: Receipt, b: Receipt): Comparison {
  const alone = (mine: Receipt, other: Receipt) => mine.numbers.filter((n) => !other.numbers.some((o) => nearly(n, o)));
  const shared = a.numbers.some((n) => b.numbers.some((o) => nearly(n, o)));
  const both = alone(a, b).length > 0 && alone(b, a).length > 0;
  const when = timesOf(a, b);
  if (shared) {
    if (a.reference && b.reference && nearly(a.reference, b.reference)) return 'same';
    return both || when === 'different' ? 'different' : 'same';
  }
  const payers = namesOf(a, b);
  const alike = when === 'same' && amountsOf(a, b) !== 'different' && payers !== 'different';
  // Both numbers were read and they differ by more than a character: a misread one would have the same time, amount and
  // payer.
  if (a.numbers.length > 0 && b.numbers.length > 0) {
    const misread = a.numbers.some((n) => b.numbers.some((o) => distance(n, o) <= MISREAD));
    return alike && payers === 'same' && misread ? 'same' : 'different';
  }
  if (when === 'different' || payers === 'different') return 'different';
  return alike && payers === 'same' ? 'same' : 'unclear';
}

/** Characters of a number that a blurred photo may change when everything else is the same. */
const MISREAD = 3;
/** Letters of a name that may be misread. */
const NAME_MISREAD = 2;

type Pair = 'same' | 'different' | 'unknown';

function timesOf(a: Receipt, b: Receipt): Pair {
  if (a.day && b.day && a.day !== b.day) return 'different';
  if (!a.time || !b.time) return 'unknown';
  if (a.time !== b.time) return 'different';
  return a.day && b.day ? 'same' : 'unknown';
}

function amountsOf(a: Receipt, b: Receipt): Pair {
  if (a.amountMinor === null || b.amountMinor === null) return 'unknown';
  return a.amountMinor === b.amountMinor ? 'same' : 'different';
}

function namesOf(a: Receipt, b: Receipt): Pair {
  if (!a.payer || !b.payer) return 'unknown';
  const letters = (name: string) => name.toLowerCase().replaceAll(/[^\p{L}]/gu, '');
  return distance(letters(a.payer), letters(b.payer)) <= NAME_MISREAD ? 'same' : 'different';
}

/** The same number, perhaps with one character misread, or without the letter before it. */
function nearly(a: string, b: string): boolean {
  return a === b || (Math.min(a.length, b.length) >= 8 && distance(a, b) <= 1);
}

/** The number of characters to change, add or remove to get from one to the other (Levenshtein). */
export function distance(a: string, b: string): number {
  if (a === b) return 0;
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row[b.length] as number;
}
