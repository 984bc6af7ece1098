import fc from 'fast-check';
import { expect, test } from 'vitest';
import { discountsAbove, readPercent, readQuantity, shareOut, sumLines } from './lines.rule.ts';
import { taxesBetween } from './tax.rule.ts';

const line = (unitPriceMinor: number, more: object = {}) => ({
  unitPriceMinor,
  quantityMilli: 1000,
  taxBasisPoints: 500,
  ...more,
});
const INR = { currency: 'INR', whole: false };

test('three items of two tax rates and 10 % off', () => {
  const lines = [line(7500, { quantityMilli: 2000 }), line(9999, { taxBasisPoints: 1800 }), line(1000)];
  const sum = sumLines(lines, { ...INR, discount: { basisPoints: 1000 } });
  expect(sum).toEqual({
    ok: true,
    data: {
      grossMinor: 25_999,
      discountMinor: 2600,
      roundingMinor: 0,
      totalMinor: 23_399,
      lines: [
        { grossMinor: 15_000, discountMinor: 1500, amountMinor: 13_500 },
        { grossMinor: 9999, discountMinor: 1000, amountMinor: 8999 },
        { grossMinor: 1000, discountMinor: 100, amountMinor: 900 },
      ],
      taxes: [
        { basis_points: 500, net_minor: 13_714, tax_minor: 686 },
        { basis_points: 1800, net_minor: 7626, tax_minor: 1373 },
      ],
    },
  });
  expect(sumLines(lines, { ...INR, whole: true, discount: { basisPoints: 1000 } })).toMatchObject({
    data: { totalMinor: 23_400, roundingMinor: 1, discountMinor: 2600 },
  });
});

test('weights, amounts off a line, and a line without tax', () => {
  const lines = [
    line(32_050, { quantityMilli: 250, taxBasisPoints: null }),
    line(1000, { quantityMilli: 3000, discount: { minor: 500 } }),
  ];
  expect(sumLines(lines, INR)).toMatchObject({
    data: {
      lines: [{ amountMinor: 8013 }, { grossMinor: 3000, amountMinor: 2500 }],
      totalMinor: 10_513,
      taxes: [{ basis_points: 500, net_minor: 2381, tax_minor: 119 }],
    },
  });
});

test('more off than there is is refused, at its line', () => {
  const refused = sumLines([line(100), line(100, { discount: { minor: 101 } })], INR);
  expect(refused).toMatchObject({ code: 'exhibition.bill.discount_too_large', detail: { line: 2 } });
  expect(sumLines([line(100)], { ...INR, discount: { minor: 101 } })).toMatchObject({ detail: { line: 0 } });
});

test.each([
  ['1', 1000],
  ['0.25', 250],
  ['0.250', 250],
  ['99999.999', 99_999_999],
  ['0', null],
  ['-1', null],
  ['1.2345', null],
  ['100000', null],
  ['', null],
  ['1e3', null],
])('the quantity %s is %s', (text, milli) => {
  expect(readQuantity(text)).toBe(milli);
});

test('a percentage is above 0 and 100 at most', () => {
  expect(['10', '12.5', '100'].map(readPercent)).toEqual([1000, 1250, 10_000]);
  for (const text of ['0', '100.01', '101', 'x', '']) expect(readPercent(text)).toBe(null);
});

test('a discount is above the limit on the bill, or on one line of it', () => {
  const above = (lines: ReturnType<typeof line>[], percent: number, discount?: { basisPoints: number }) => {
    const sum = sumLines(lines, { ...INR, discount });
    if (!sum.ok) throw new Error(sum.code);
    return discountsAbove(percent, sum.data);
  };
  expect(above([line(33), line(33), line(33)], 10, { basisPoints: 1000 })).toBe(false);
  expect(above([line(10_000)], 10, { basisPoints: 1001 })).toBe(true);
  expect(above([line(10_000), line(100, { discount: { minor: 100 } })], 10)).toBe(true);
  expect(above([line(100, { discount: { minor: 100 } })], 0)).toBe(false);
});

const anyLine = fc.record({
  unitPriceMinor: fc.integer({ min: 1, max: 9_999_999_999 }),
  quantityMilli: fc.integer({ min: 1, max: 99_999_999 }),
  taxBasisPoints: fc.constantFrom(null, 0, 500, 1200, 1800, 2800),
  discount: fc.oneof(fc.constant(undefined), fc.record({ basisPoints: fc.integer({ min: 1, max: 10_000 }) })),
});

test('lines, discounts, rounding and taxes of any bill add up to its total; all its payments to its taxes', () => {
  fc.assert(
    fc.property(
      fc.array(anyLine, { minLength: 1, maxLength: 8 }),
      fc.integer({ min: 0, max: 10_000 }),
      fc.boolean(),
      fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 5 }),
      (lines, basisPoints, whole, weights) => {
        const read = sumLines(lines, { currency: 'INR', whole, discount: { basisPoints } });
        if (!read.ok) throw new Error(read.code);
        const { totalMinor, roundingMinor, taxes } = read.data;
        if (!Number.isSafeInteger(read.data.grossMinor)) return;
        const of = (points: number | null) =>
          read.data.lines.reduce(
            (sum, { amountMinor }, at) => sum + (lines[at]?.taxBasisPoints === points ? amountMinor : 0),
            0,
          );
        const taxed = taxes.reduce((sum, { net_minor, tax_minor }) => sum + net_minor + tax_minor, 0);
        expect(taxed + of(null) + roundingMinor).toBe(totalMinor);
        expect(read.data.lines.every(({ amountMinor, discountMinor }) => amountMinor >= 0 && discountMinor >= 0)).toBe(
          true,
        );
        if (totalMinor === 0) return;
        let from = 0;
        const sums = taxes.map(() => ({ net: 0, tax: 0 }));
        for (const part of shareOut(totalMinor, weights)) {
          const to = from + part;
          for (const [at, { net_minor, tax_minor }] of taxesBetween(taxes, totalMinor, { from, to }).entries()) {
            expect(Math.min(net_minor, tax_minor)).toBeGreaterThanOrEqual(0);
            (sums[at] as { net: number }).net += net_minor;
            (sums[at] as { tax: number }).tax += tax_minor;
          }
          from = to;
        }
        expect(sums).toEqual(taxes.map(({ net_minor: net, tax_minor: tax }) => ({ net, tax })));
      },
    ),
  );
});
