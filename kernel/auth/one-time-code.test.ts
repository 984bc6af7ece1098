import { expect, test } from 'vitest';
import { stepOf } from './one-time-code.ts';

// RFC 6238, appendix B, the SHA-1 rows; the last six digits of each code.
const SECRET = '12345678901234567890';

test.each([
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130'],
])('the code of second %i is %s', (second, code) => {
  const step = Math.floor(second / 30);
  expect(stepOf(SECRET, code, step)).toBe(step);
  expect(stepOf(SECRET, code, step + 1)).toBe(step);
  expect(stepOf(SECRET, code, step - 1)).toBe(step);
  expect(stepOf(SECRET, code, step + 2)).toBeNull();
});

test('a text that is no code matches no step', () => {
  for (const code of ['', '28708', '2870820', '28708२']) expect(stepOf(SECRET, code, 1)).toBeNull();
});
