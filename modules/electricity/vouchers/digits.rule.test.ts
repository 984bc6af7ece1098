import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readDigits, showDigits, withCheck } from './digits.rule.ts';

const nineteen = fc.stringMatching(/^[0-9]{19}$/);

test('digits are read as they are shown; one wrong digit is seen, and so are two neighbours exchanged', () => {
  fc.assert(
    fc.property(nineteen, fc.nat(18), fc.integer({ min: 1, max: 9 }), (random, at, by) => {
      const digits = withCheck(random);
      expect(readDigits(showDigits(digits))).toEqual({ ok: true, data: digits });
      const other = String((Number(digits[at]) + by) % 10);
      expect(readDigits(digits.slice(0, at) + other + digits.slice(at + 1)).ok).toBe(false);
      const [a, b] = [digits[at] as string, digits[at + 1] as string];
      // Luhn doesn't see 0 and 9 exchanged.
      if (a !== b && a + b !== '09' && a + b !== '90')
        expect(readDigits(digits.slice(0, at) + b + a + digits.slice(at + 2)).ok).toBe(false);
    }),
  );
  expect(readDigits('1234')).toMatchObject({ code: 'electricity.voucher.malformed' });
});
