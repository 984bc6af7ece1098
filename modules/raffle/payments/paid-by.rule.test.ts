import { expect, test } from 'vitest';
import { paidBy } from './paid-by.rule.ts';

test.each([
  ['', null],
  ['No', null],
  ['Yes', 'cash'],
  ['CASH', 'cash'],
  ['Pagado', 'cash'],
  ['हाँ', 'cash'],
  ['✓', 'cash'],
  ['UPI', 'transfer'],
  ['M-Pesa', 'transfer'],
])('%j is %j', (text, meant) => expect(paidBy(text)).toEqual({ ok: true, data: meant }));

test('another word is asked about', () => {
  expect(paidBy('Tuesday')).toMatchObject({ ok: false, code: 'raffle.paid_unknown', detail: { word: 'Tuesday' } });
});
