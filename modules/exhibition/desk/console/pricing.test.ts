import { describe, expect, it } from 'vitest';
import { parseAmount } from '../../../../kernel/lib/money.ts';
import { priceSale } from './pricing.ts';

const TEA = { id: 'tea', name: 'Tea', unit: 'kg', hsn: '0902', priceMinor: 40_000, taxPercent: '5' } as const;
const HOW = {
  currency: 'INR',
  whole: true,
  minorOf: (text: string) => {
    const read = parseAmount(text, 'INR');
    return read.ok ? read.data : 0;
  },
};

describe('the price of a sale at the desk', () => {
  it('is of the items as they are, and of what was typed', () => {
    const lines = [
      { itemId: 'tea', quantity: '0.25', discount: { percent: '10' } },
      { price: '12.40', quantity: '1', description: 'Bag' },
    ];
    const { sold, sum } = priceSale({ lines, discount: { amount: '2' } }, [TEA], HOW, 1800);
    expect(sold.map(({ name, unit, taxBasisPoints }) => [name, unit, taxBasisPoints])).toEqual([
      ['Tea', 'kg', 500],
      ['Bag', 'piece', 1800],
    ]);
    // 90.00 + 12.40 − 2.00, in whole rupees
    expect(sum).toMatchObject({ ok: true, data: { totalMinor: 10_000, roundingMinor: -40 } });
  });

  it('is nothing for an item that is gone', () => {
    const { sold } = priceSale({ lines: [{ itemId: 'gone', quantity: '1' }] }, [TEA], HOW);
    expect(sold).toMatchObject([{ name: '', unitPriceMinor: 0, taxBasisPoints: null }]);
  });

  it('refuses more off than there is', () => {
    const { sum } = priceSale({ lines: [{ price: '5', quantity: '1' }], discount: { amount: '6' } }, [], HOW);
    expect(sum).toMatchObject({ ok: false, code: 'exhibition.bill.discount_too_large' });
  });
});
