import { describe, expect, test } from 'vitest';
import { setBit } from '../../bitmap.rule.ts';
import { blocksOf, changedPlaces, labelAt, type Numbers, numbersOf, randomFree, stateAt } from './state.ts';

function numbers(count: number, sold: number[] = [], reserved: number[] = []): Numbers {
  const made: Numbers = { first: 1, count, digits: 4, sold: bits(count), reserved: bits(count) };
  for (const place of sold) setBit(made.sold, place);
  for (const place of reserved) setBit(made.reserved, place);
  return made;
}
const bits = (count: number) => new Uint8Array(Math.ceil(count / 8));

describe('the numbers of a raffle', () => {
  test('are read from the API’s bits', () => {
    const read = numbersOf(
      { firstNumber: 100, total: 10, soldBits: btoa('\x01\x02'), reservedBits: btoa('\x04\x00') },
      3,
    );
    expect([0, 1, 2, 9].map((place) => stateAt(read, place))).toEqual(['sold', 'free', 'reserved', 'sold']);
    expect(labelAt(read, 9)).toBe('109');
  });

  test('show what changed since, and nothing when the range changed', () => {
    const before = numbers(100, [3], [40]);
    expect(changedPlaces(before, numbers(100, [3, 40, 99], []))).toEqual([40, 99]);
    expect(changedPlaces(before, numbers(101, [3], [40]))).toBeNull();
  });

  test('fall into at most 400 blocks of a round size, which count them all', () => {
    const blocks = blocksOf(numbers(99_999, [0, 1, 99_998], [2]));
    expect(blocks).toHaveLength(400);
    expect(blocks[0]).toEqual({ from: 0, size: 250, sold: 2, reserved: 1 });
    expect(blocks.at(-1)).toEqual({ from: 99_750, size: 249, sold: 1, reserved: 0 });
  });

  test('at random are free ones, none twice, none of those chosen, and no more than there are', () => {
    const few = numbers(20, [0, 1, 2, 3], [4, 5]);
    const picked = randomFree(few, 50, new Set([6]));
    expect(picked).toEqual([7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19]);
    expect(new Set(randomFree(few, 5, new Set())).size).toBe(5);
  });
});
