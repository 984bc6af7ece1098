import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytesOf, CHANGING, formatOf, parseCode, untilOf } from './changing-token.rule.ts';

test('the end of a step is six bytes, and is read again', () => {
  expect(Buffer.from(bytesOf(0x019302030405)).toString('hex')).toBe('019302030405');
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 48 - 1 }), (until) => {
      expect(untilOf({ own: bytesOf(until) })).toEqual(new Date(until));
    }),
  );
  expect(untilOf({})).toBeNull();
});

test('the format follows from the length, bare or in an address', () => {
  for (const length of [148, 84]) expect(formatOf(`https://desk.example.org/c/${'A'.repeat(length)}`)).toBe(CHANGING);
  for (const length of [140, 76, 12]) expect(formatOf('A'.repeat(length))).toBeUndefined();
  for (const length of [148, 140, 12]) expect(parseCode('A'.repeat(length))).toBeNull();
});
