import { expect, test } from 'vitest';
import { type Compared, compareMoney, type Received } from './compare-money.ts';

const asked = { amountMinor: 30_000, currency: 'INR', payer: null };
const phone = { ...asked, payer: '+250788123456' };

const CASES: [string, typeof asked | typeof phone, Received, Compared][] = [
  ['the amount', asked, { amountMinor: 30_000, currency: 'INR' }, { credit: true, surplusMinor: 0 }],
  ['more', asked, { amountMinor: 30_100, currency: 'INR' }, { credit: true, surplusMinor: 100 }],
  ['less', asked, { amountMinor: 29_999, currency: 'INR' }, { credit: false, surplusMinor: 29_999, because: 'amount' }],
  [
    'another currency',
    asked,
    { amountMinor: 30_000, currency: 'USD' },
    { credit: false, surplusMinor: 30_000, because: 'currency' },
  ],
  [
    'somebody else',
    phone,
    { amountMinor: 30_000, currency: 'INR', payer: '+250788000000' },
    { credit: false, surplusMinor: 30_000, because: 'payer' },
  ],
  ['the payer', phone, { amountMinor: 30_000, currency: 'INR', payer: phone.payer }, { credit: true, surplusMinor: 0 }],
  [
    'a payer whom the provider does not name',
    phone,
    { amountMinor: 30_000, currency: 'INR' },
    { credit: true, surplusMinor: 0 },
  ],
];

test.each(CASES)('%s', (_, of, received, compared) => {
  expect(compareMoney(of, received)).toEqual(compared);
});
