import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatAmount } from '../../kernel/lib/money.ts';
import { parseBillAmount } from './amount.rule.ts';

const cases: [string, string, number | string][] = [
  ['12.50', 'INR', 1250],
  ['12.5', 'INR', 1250],
  ['12', 'INR', 1200],
  ['0.01', 'INR', 1],
  ['99999999.99', 'INR', 9_999_999_999],
  ['12', 'RWF', 12],
  ['1.25', 'KWD', 1250],
  ['100000000', 'INR', 'exhibition.bill.amount_too_large'],
  ['100000000000000000000', 'INR', 'exhibition.bill.amount_malformed'],
  ['0', 'INR', 'exhibition.bill.amount_zero'],
  ['0.00', 'INR', 'exhibition.bill.amount_zero'],
  ['-5', 'INR', 'exhibition.bill.amount_malformed'],
  ['1.234', 'INR', 'exhibition.bill.amount_decimals'],
  ['1.505', 'KWD', 1505],
  ['99999999.999', 'KWD', 99_999_999_999],
  ['100000000', 'KWD', 'exhibition.bill.amount_too_large'],
  ['99999999', 'RWF', 99_999_999],
  ['1.5055', 'KWD', 'exhibition.bill.amount_decimals'],
  ['1.5', 'RWF', 'exhibition.bill.amount_decimals'],
  ['1e3', 'INR', 'exhibition.bill.amount_malformed'],
  ['1,000', 'INR', 100_000],
  ['1,00,000.50', 'INR', 10_000_050],
  ['₹ 50', 'INR', 5000],
  ['.5', 'INR', 50],
  ['१२५', 'INR', 12_500],
  ['1,000', 'KWD', 'exhibition.bill.amount_ambiguous'],
  ['', 'INR', 'exhibition.bill.amount_malformed'],
  ['١٢', 'INR', 1200],
];

test.each(cases)('%s %s → %s', (text, currency, expected) => {
  const result = parseBillAmount(text, currency);
  expect(result.ok ? result.data : result.code).toBe(expected);
});

test('every amount a bill may have is read back to the cent', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9_999_999_999 }), fc.constantFrom('INR', 'USD', 'KWD'), (minor, currency) => {
      expect(parseBillAmount(formatAmount(minor, currency), currency)).toEqual({ ok: true, data: minor });
    }),
  );
});
