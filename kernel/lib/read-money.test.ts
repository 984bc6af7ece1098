import { expect, test } from 'vitest';
import { readMoney } from './read-money.ts';

test.each([
  ['1,234.50', '.', 'INR', 123450],
  ['12,34,567.00', '.', 'INR', 123456700],
  ['1.234,50', ',', 'EUR', 123450],
  ['1 234,5', ',', 'EUR', 123450],
  ["1'234.50", '.', 'CHF', 123450],
  ['₹300', '.', 'INR', 30000],
  ['Rs. 300.25', '.', 'INR', 30025],
  ['INR 1,250.00', '.', 'INR', 125000],
  ['-40.00', '.', 'USD', -4000],
  ['$-40.00', '.', 'USD', -4000],
  ['40.00-', '.', 'USD', -4000],
  ['(40.00)', '.', 'USD', -4000],
  ['300.00 Cr', '.', 'INR', 30000],
  ['300.00Dr.', '.', 'INR', -30000],
  ['5,000', '.', 'RWF', 5000],
  ['5000.00', '.', 'RWF', 5000],
  ['1.5', '.', 'KWD', 1500],
  ['300.370', '.', 'INR', 30037],
  ['0', '.', 'INR', 0],
  // A refusal is better than a wrong guess about money.
  ['12,50', '.', 'INR', null],
  ['1.234,50', '.', 'INR', null],
  ['1,234.50', ',', 'EUR', null],
  ['300.375', '.', 'INR', null],
  ['5000.50', '.', 'RWF', null],
  ['(40.00', '.', 'USD', null],
  ['', '.', 'INR', null],
  ['free', '.', 'INR', null],
  ['99999999999999999', '.', 'INR', null],
] as const)('%s with %s in %s is %s', (text, decimal, currency, minor) => {
  expect(readMoney(text, decimal, currency)).toBe(minor);
});
