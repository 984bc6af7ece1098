import { bitmapOf, hasBit } from '../../bitmap.rule.ts';
import { label } from '../../label.rule.ts';

export type CellState = 'free' | 'reserved' | 'sold';

/** A raffle's numbers as a grid shows them; bit i is the number `first + i`. */
export type Numbers = {
  first: number;
  count: number;
  digits: number;
  reserved: Uint8Array;
  sold: Uint8Array;
};

/** The API's answer about a raffle's numbers, in the screen's spelling. */
type Answer = { firstNumber: number; total: number; reservedBits: string; soldBits: string };

export function numbersOf(answer: Answer, digits: number): Numbers {
  return {
    first: answer.firstNumber,
    count: answer.total,
    digits,
    reserved: bitmapOf(answer.reservedBits),
    sold: bitmapOf(answer.soldBits),
  };
}

export function stateAt({ sold, reserved }: Numbers, place: number): CellState {
  if (hasBit(sold, place)) return 'sold';
  return hasBit(reserved, place) ? 'reserved' : 'free';
}

export const labelAt = ({ first, digits }: Numbers, place: number) => label(first + place, digits);

/** The places whose state differs; null when the range is another one. */
export function changedPlaces(before: Numbers, after: Numbers): number[] | null {
  if (before.first !== after.first || before.count !== after.count) return null;
  const changed: number[] = [];
  for (let byte = 0; byte < after.sold.length; byte++) {
    let bits =
      ((before.sold[byte] ?? 0) ^ (after.sold[byte] ?? 0)) |
      ((before.reserved[byte] ?? 0) ^ (after.reserved[byte] ?? 0));
    for (let bit = 0; bits > 0; bit++, bits >>= 1) if (bits & 1) changed.push(byte * 8 + bit);
  }
  return changed;
}

/** A range of numbers and how many of it are taken. */
export type Block = { from: number; size: number; sold: number; reserved: number };

/** The most blocks that a person can tell apart on a phone. */
const MAX_BLOCKS = 400;
const SIZES = [10, 20, 25, 50, 100, 200, 250];

/** The whole raffle as ranges of a round size, for an overview that shows where free numbers are left. */
export function blocksOf(numbers: Numbers): Block[] {
  const size = SIZES.find((each) => numbers.count / each <= MAX_BLOCKS) ?? 500;
  const blocks: Block[] = [];
  for (let from = 0; from < numbers.count; from += size) {
    const end = Math.min(numbers.count, from + size);
    const block = { from, size: end - from, sold: 0, reserved: 0 };
    for (let place = from; place < end; place++) {
      if (hasBit(numbers.sold, place)) block.sold++;
      else if (hasBit(numbers.reserved, place)) block.reserved++;
    }
    blocks.push(block);
  }
  return blocks;
}

/**
 * `count` random free places, none of `not`; fewer when fewer are free. A proposal that the visitor sees before buying:
 * the server reserves the numbers, so a page can't favour anyone.
 */
export function randomFree(numbers: Numbers, wanted: number, not: ReadonlySet<number>): number[] {
  const free: number[] = [];
  for (let place = 0; place < numbers.count; place++) {
    if (stateAt(numbers, place) === 'free' && !not.has(place)) free.push(place);
  }
  const picked: number[] = [];
  while (picked.length < wanted && free.length > 0) {
    const at = randomBelow(free.length);
    picked.push(free[at] as number);
    free[at] = free.at(-1) as number;
    free.pop();
  }
  return picked.sort((a, b) => a - b);
}

function randomBelow(n: number): number {
  const beyond = Math.floor(2 ** 32 / n) * n;
  for (;;) {
    const [x = 0] = crypto.getRandomValues(new Uint32Array(1));
    if (x < beyond) return x % n;
  }
}
