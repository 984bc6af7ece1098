import { expect, test } from 'vitest';
import { kwhToWh } from './kwh.rule.ts';

test.each([
  ['1234', 1_234_000],
  ['1 234,5', 1_234_500],
  ['0.07', 70],
  ['१२३.४', 123_400],
  ['', null],
  ['12,345,6', null],
  ['-4', null],
  ['12.3456', null],
])('%s kWh is %s Wh', (typed, wh) => {
  expect(kwhToWh(typed)).toBe(wh);
});
