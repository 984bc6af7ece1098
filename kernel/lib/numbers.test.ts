import { expect, test } from 'vitest';
import { typedNumber } from './numbers.ts';

const spain = { language: 'es', country: 'ES' };

test.each([
  ['१,०००', 0, undefined, '1000'],
  ['18,5', 2, undefined, '18.5'],
  ['.5', 2, undefined, '0.5'],
  ['1 000', 0, undefined, '1000'],
  ['1.000', 0, spain, '1.000'],
  ['12 monkeys', 0, undefined, '12 monkeys'],
  ['', 0, undefined, ''],
] as const)('%s with %d decimals → %s', (text, places, region, plain) =>
  expect(typedNumber(text, places, region)).toBe(plain),
);
