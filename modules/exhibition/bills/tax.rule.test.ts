import { expect, test } from 'vitest';
import { containedTax } from './tax.rule.ts';

test.each([
  [11_800, 1800, 1800],
  [100, 1800, 15],
  [1, 1800, 0],
  [0, 1800, 0],
  [9_999_999_999, 1800, 1_525_423_729],
  [105, 500, 5],
])('of %i minor units at %i basis points, %i are tax', (total, rate, tax) => {
  expect(containedTax(total, rate)).toBe(tax);
});
