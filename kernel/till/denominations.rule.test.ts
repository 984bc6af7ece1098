import { expect, test } from 'vitest';
import { denominationsOf, sumOf } from './denominations.rule.ts';

test('notes and coins are in minor units, the largest first; an unknown currency has none', () => {
  expect(denominationsOf('INR').slice(0, 3)).toEqual([50_000, 20_000, 10_000]);
  expect(denominationsOf('RWF')[0]).toBe(5000);
  expect(denominationsOf('EUR').at(-1)).toBe(1);
  for (const currency of ['INR', 'RWF', 'EUR', 'USD', 'COP', 'MXN', 'PEN', 'GBP', 'KES', 'UGX']) {
    const values = denominationsOf(currency);
    expect(values.every((value) => Number.isInteger(value) && value > 0)).toBe(true);
    expect(values).toEqual([...values].sort((a, b) => b - a));
  }
  expect(denominationsOf('XOF')).toEqual([]);
});

test.each([
  [
    [
      { valueMinor: 50_000, pieces: 3 },
      { valueMinor: 100, pieces: 2 },
    ],
    150_200,
  ],
  [[], 0],
])('%j is summed', (counts, sum) => {
  expect(sumOf('INR', counts)).toEqual({ ok: true, data: sum });
});

test.each([
  [[{ valueMinor: 300, pieces: 1 }]],
  [
    [
      { valueMinor: 100, pieces: 1 },
      { valueMinor: 100, pieces: 2 },
    ],
  ],
])('%j is refused: no such piece, or one twice', (counts) => {
  expect(sumOf('INR', counts)).toMatchObject({ ok: false, code: 'till.count_unknown' });
});
