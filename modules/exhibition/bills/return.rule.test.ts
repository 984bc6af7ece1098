import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sumLines } from './lines.rule.ts';
import { movedBy } from './pay.rule.ts';
import { linesBack, moneyBack, type SoldLine, taxesIn, withBack } from './return.rule.ts';
import { lessTaxes, type RateTax } from './tax.rule.ts';

const line = fc.record({
  unitPriceMinor: fc.integer({ min: 1, max: 90_000 }),
  pieces: fc.integer({ min: 1, max: 4 }),
  rate: fc.constantFrom(null, 0, 500, 1200, 1800),
});
const step = fc.oneof(
  fc.record({ kind: fc.constant('return' as const), at: fc.nat(4), pieces: fc.integer({ min: 1, max: 4 }) }),
  fc.record({ kind: fc.constant('refund' as const), part: fc.integer({ min: 1, max: 100 }) }),
  fc.record({ kind: fc.constant('mistake' as const), part: fc.integer({ min: 1, max: 100 }) }),
  fc.record({ kind: fc.constant('pay' as const) }),
);

test('payments, returns, refunds and a void in any order have exactly the taxes of the bill, by rate', () => {
  fc.assert(
    fc.property(
      fc.array(line, { minLength: 1, maxLength: 5 }),
      fc.integer({ min: 0, max: 5_000 }),
      fc.boolean(),
      fc.array(step, { maxLength: 12 }),
      (sold, discount, whole, steps) => {
        const priced = sold.map(({ unitPriceMinor, pieces, rate }) => ({
          unitPriceMinor,
          quantityMilli: pieces * 1000,
          taxBasisPoints: rate,
        }));
        const summed = sumLines(priced, { whole, currency: 'INR', discount: { basisPoints: discount } });
        if (!summed.ok || summed.data.totalMinor === 0) return;
        const charged = summed.data.taxes;
        let bill = { amount_minor: summed.data.totalMinor, paid_minor: 0, refunded_minor: 0 };
        let lines: SoldLine[] = priced.map((one, at) => ({
          position: at + 1,
          unit: 'piece',
          quantity_milli: one.quantityMilli,
          amount_minor: summed.data.lines[at]?.amountMinor ?? 0,
          returned_milli: 0,
          returned_minor: 0,
          tax_basis_points: one.taxBasisPoints,
        }));
        const came: RateTax[] = [];
        const went: RateTax[] = [];
        const move = (paid: number, refunded: number, after = lines) => {
          const before = taxesIn(bill, charged, lines);
          bill = { ...bill, paid_minor: bill.paid_minor + paid, refunded_minor: bill.refunded_minor + refunded };
          lines = after;
          const now = taxesIn(bill, charged, lines);
          if (paid > 0) came.push(...lessTaxes(now, before));
          else went.push(...lessTaxes(before, now));
        };
        const inIt = () => bill.paid_minor - bill.refunded_minor;
        const partOf = (percent: number) => Math.ceil((inIt() * percent) / 100);
        const giveBack = (amountMinor: number, mistaken: boolean) => {
          const { paid, refunded } = movedBy(bill, { amountMinor, mistaken });
          move(paid, refunded);
        };
        const pay = () => {
          if (bill.paid_minor < bill.amount_minor) move(bill.amount_minor - bill.paid_minor, 0);
        };
        pay();
        expect(lessTaxes(taxesIn(bill, charged, lines), charged).every(isNothing)).toBe(true);
        for (const one of steps) {
          if (one.kind === 'pay') pay();
          else if (inIt() === 0) break;
          else if (one.kind === 'refund') giveBack(partOf(one.part), false);
          else if (one.kind === 'mistake') giveBack(partOf(one.part), true);
          else if (bill.paid_minor === bill.amount_minor) {
            const back = linesBack(lines, [{ position: one.at + 1, quantityMilli: one.pieces * 1000 }]);
            if (!back.ok) continue;
            const amountMinor = moneyBack(bill, lines, back.data);
            if (amountMinor > inIt()) continue;
            const moved = withBack(lines, back.data).map((row) => ({
              ...row,
              returned_milli: row.returned_milli + (row.position === one.at + 1 ? one.pieces * 1000 : 0),
            }));
            move(0, amountMinor, moved);
          }
        }
        if (inIt() > 0) giveBack(inIt(), false);
        expect(lessTaxes(came, went).every(isNothing)).toBe(true);
      },
    ),
    { numRuns: 2000 },
  );
});

const isNothing = ({ net_minor, tax_minor }: RateTax) => net_minor === 0 && tax_minor === 0;
