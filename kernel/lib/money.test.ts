import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decimalsOf, formatAmount, parseAmount } from './money.ts';

const india = { language: 'en', country: 'IN' };
const spain = { language: 'es', country: 'ES' };
const mexico = { language: 'es', country: 'MX' };

const read = (text: string, currency: string, region?: { language: string; country: string }) => {
  const amount = parseAmount(text, currency, region);
  return amount.ok ? formatAmount(amount.data, currency) : amount.code;
};

describe('an amount as people type it', () => {
  test.each([
    ['1000', '1000.00'],
    ['1,000', '1000.00'],
    ['1,000.50', '1000.50'],
    ['1,00,000', '100000.00'],
    ['12,34,567.8', '1234567.80'],
    ['1.000.000', '1000000.00'],
    ['1.000,50', '1000.50'],
    ['12,50', '12.50'],
    ['7,5', '7.50'],
    ['.5', '0.50'],
    ['5.', '5.00'],
    ["1'000.50", '1000.50'],
    ['1 000,50', '1000.50'],
    ['1\u00a00 0', 'money.malformed'],
    ['१२५', '125.00'],
    ['१,२५,०००', '125000.00'],
    ['١٢٫٥', '12.50'],
    ['５０．５', '50.50'],
    ['₹50', '50.00'],
    ['₹ 1,000.50', '1000.50'],
    ['Rs. 500/-', '500.00'],
    ['500 INR', '500.00'],
    ['रु ५०', '50.00'],
    ['$50', 'money.malformed'],
    ['1.234', 'money.too_many_decimals'],
    ['1234,567', 'money.too_many_decimals'],
    ['1,23', '1.23'],
    ['1,0000', 'money.too_many_decimals'],
    ['1,00,00', 'money.malformed'],
    ['1,000,00', 'money.malformed'],
    ['1.000.50', 'money.malformed'],
    ['5²', 'money.malformed'],
    ['-5', 'money.malformed'],
    ['1e3', 'money.malformed'],
    ['.', 'money.malformed'],
    ['', 'money.malformed'],
    ['12 50', 'money.malformed'],
    ['100000000000000000000', 'money.malformed'],
  ])('in India %s is %s', (text, expected) => expect(read(text, 'INR', india)).toBe(expected));

  test.each([
    ['1.000,50', '1000.50'],
    ['1,000.50', '1000.50'],
    ['12,5', '12.50'],
    ['12.5', '12.50'],
    ['1.234.567', '1234567.00'],
    ['50 €', '50.00'],
    ['1.000', 'money.ambiguous'],
    ['1,000', 'money.ambiguous'],
    ['1000,000', 'money.too_many_decimals'],
    ['0,500', 'money.too_many_decimals'],
  ])('in Spain %s is %s', (text, expected) => expect(read(text, 'EUR', spain)).toBe(expected));

  test('follows the country where a language has two conventions', () => {
    expect(read('1,000', 'MXN', mexico)).toBe('1000.00');
    expect(read('1,000', 'KWD', { language: 'en', country: 'KW' })).toBe('money.ambiguous');
    expect(read('1.000', 'KWD', { language: 'en', country: 'KW' })).toBe('1.000');
    expect(read('1,500', 'RWF', { language: 'en', country: 'RW' })).toBe('1500');
  });

  test('says why it is ambiguous', () => {
    expect(parseAmount('1.000', 'EUR', spain)).toMatchObject({
      code: 'money.ambiguous',
      detail: { typed: '1.000', large: '1000', decimals: 2 },
    });
  });
});

test('is never wrong by a factor of a thousand, however it is written', () => {
  const ways = ['en-IN', 'en-US', 'es-ES', 'es-MX', 'hi-IN', 'de-CH', 'fr-FR'];
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 9_999_999_999 }),
      fc.constantFrom('INR', 'EUR', 'RWF', 'KWD'),
      fc.constantFrom(...ways),
      fc.constantFrom(india, spain, mexico),
      fc.boolean(),
      (minor, currency, written, region, whole) => {
        const places = decimalsOf(currency);
        const shown = whole ? Math.max(1, Math.floor(minor / 10 ** places)) * 10 ** places : minor;
        const text = new Intl.NumberFormat(written, {
          minimumFractionDigits: whole ? 0 : places,
          maximumFractionDigits: places,
        }).format(shown / 10 ** places);
        // The one form that programs send too: a point before three decimals, in a currency with three decimals, where
        // people write a point.
        fc.pre(places < 3 || !/^\d{1,3}\.\d{3}$/.test(text) || !whole);
        const amount = parseAmount(text, currency, region);
        if (amount.ok) expect([text, amount.data]).toEqual([text, shown]);
        else expect(['money.ambiguous', 'money.too_many_decimals']).toContain(amount.code);
      },
    ),
    { numRuns: 2000 },
  );
});
