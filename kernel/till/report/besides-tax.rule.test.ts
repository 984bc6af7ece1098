import { expect, test } from 'vitest';
import { besidesTax } from './besides-tax.rule.ts';

test.each([
  [0, '900.00', '0.00', []],
  [1, '0.00', '0.00', []],
  [2, '0.00', '-0.32', [{ key: 'rounding', amount: '-0.32' }]],
  [
    1,
    '33.33',
    '0.01',
    [
      { key: 'untaxed', amount: '33.33' },
      { key: 'rounding', amount: '0.01' },
    ],
  ],
])('%i rates, %s without tax, rounded by %s', (rates, untaxed, rounding, shown) => {
  expect(besidesTax(Array(rates).fill(null), { untaxed, rounding })).toEqual(shown);
});
