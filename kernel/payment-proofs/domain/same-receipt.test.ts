import { expect, test } from 'vitest';
import type { Receipt } from './read-receipt.ts';
import { compareReceipts, distance } from './same-receipt.ts';

const first: Receipt = {
  amountMinor: 50_000,
  day: '2026-11-21',
  time: '11:32',
  payer: 'Asha Verma',
  reference: '632514576177',
  numbers: ['632514576177', 'T2611211903006987064280'],
};
const cut = { day: null, time: null, payer: null, reference: null, numbers: [] };

test.each([
  ['itself', {}, 'same'],
  ['with a sign of its number misread', { reference: '632514576171', numbers: ['632514576171'] }, 'same'],
  ['with the second number cut off', { numbers: ['632514576177'] }, 'same'],
  ['with only the second number left', { ...cut, numbers: ['T2611211903006987064280'] }, 'same'],
  ['with its numbers cut off', { reference: null, numbers: [] }, 'same'],
  ['with three signs misread, all else the same', { reference: '682514516171', numbers: ['682514516171'] }, 'same'],
  ['with a name misread and the numbers cut off', { payer: 'Asha Verna', reference: null, numbers: [] }, 'same'],
  ['another transfer', { time: '11:40', reference: '632514611802', numbers: ['632514611802'] }, 'different'],
  [
    'another transfer in the same minute',
    { payer: 'Ravi Nair', numbers: ['632514611802'], reference: null },
    'different',
  ],
  [
    'paid again, an account of the payee on both',
    {
      time: '11:40',
      reference: '632514611802',
      numbers: ['632514611802', 'T2611211903006987064280'],
    },
    'different',
  ],
  ['without numbers, at another time', { ...cut, day: '2026-11-21', time: '11:40' }, 'different'],
  ['without numbers, on another day', { ...cut, day: '2026-11-20' }, 'different'],
  ['without numbers, by somebody else', { ...cut, day: '2026-11-21', time: '11:32', payer: 'Ravi Nair' }, 'different'],
  ['without numbers and name', { ...cut, day: '2026-11-21', time: '11:32' }, 'unclear'],
  ['of which only the amount is left', cut, 'unclear'],
] as const)('a receipt and one %s', (_, change, expected) => {
  const other = {
    ...first,
    ...change,
    numbers: [...((change as Partial<Receipt>).numbers ?? first.numbers)],
  } as Receipt;
  expect(compareReceipts(first, other)).toBe(expected);
  expect(compareReceipts(other, first)).toBe(expected);
});

test('distance counts changed, added and missing characters', () => {
  expect([distance('', 'abc'), distance('kitten', 'sitting'), distance('6325', '6325')]).toEqual([3, 3, 0]);
});
