import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkDigit, readNumber } from '../number.rule.ts';

test.each([
  ['4242 4242 427', 'electricity.meter.number_wrong'],
  ['0145-0000-011', '01450000011'],
  ['०१४५ ०००० ०११', '01450000011'],
  ['0145000001', 'electricity.meter.number_malformed'],
  ['', 'electricity.meter.number_malformed'],
])('%j is read as %s', (typed, expected) => {
  const read = readNumber(typed);
  expect(read.ok ? read.data : read.code).toBe(expected);
});

test('one wrong digit is always found', () => {
  const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 10, maxLength: 10 });
  fc.assert(
    fc.property(digits, fc.nat(10), fc.integer({ min: 1, max: 9 }), (body, at, by) => {
      const number = body + checkDigit(body);
      const wrong = `${number.slice(0, at)}${(Number(number[at]) + by) % 10}${number.slice(at + 1)}`;
      expect([readNumber(number).ok, readNumber(wrong).ok]).toEqual([true, false]);
    }),
  );
});
