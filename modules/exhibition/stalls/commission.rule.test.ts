import { expect, test } from 'vitest';
import { commissionOf } from './commission.rule.ts';

test.each([
  [0, 1000, 0],
  [10_000, 1250, 1250],
  [5, 1000, 1],
  [4, 1000, 0],
  [9_999_999_900, 10_000, 9_999_999_900],
])('of %i at %i basis points the house keeps %i', (minor, points, kept) => {
  expect(commissionOf(minor, points)).toBe(kept);
});
