import { expect, test } from 'vitest';
import { parseAmount, typedAmount } from './money.ts';

test.each([
  ['12,50', '12.50'],
  [' 7,5 ', '7.5'],
  ['12.50', '12.50'],
  ['1,234', '1,234'],
  ['1,234.50', '1,234.50'],
  ['1.234,50', '1.234,50'],
  [',50', ',50'],
])('%j as typed is %j', (typed, amount) => expect(typedAmount(typed)).toBe(amount));

test('what may mean two amounts is refused, not guessed', () => {
  expect(parseAmount(typedAmount('1,234'), 'INR')).toEqual({ ok: false, code: 'money.malformed' });
  expect(parseAmount(typedAmount('12,50'), 'INR')).toEqual({ ok: true, data: 1250 });
});
