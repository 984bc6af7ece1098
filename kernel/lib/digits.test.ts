import { expect, test } from 'vitest';
import { latinDigits } from './digits.ts';

test.each([
  ['१२५', '125'],
  ['٠١٢٣٤٥٦٧٨٩', '0123456789'],
  ['۷', '7'],
  ['９８７', '987'],
  ['𝟘𝟡𝟬', '090'],
  ['+९१ ९८१२३ ४५६७८', '+91 98123 45678'],
  ['7KQ2M९XA', '7KQ2M9XA'],
  ['1️⃣', '1'],
  ['5️⃣ 1️⃣2️⃣', '5 12'],
  ['①②', '1 2'],
  ['⑳ ❸ 🔟', '20 3 10'],
  ['5² ½ Ⅷ', '5² ½ Ⅷ'],
])('%s → %s', (typed, latin) => expect(latinDigits(typed)).toBe(latin));

test('the ten digits of every script count from nought to nine', () => {
  for (let code = 0, next = 0; code < 0x20000; code++) {
    if (!/\p{Nd}/u.test(String.fromCodePoint(code))) continue;
    expect([code, latinDigits(String.fromCodePoint(code))]).toEqual([code, String(next)]);
    next = (next + 1) % 10;
  }
});
