import { expect, test } from 'vitest';
import { fromWire, toWire } from './wire-amount.ts';

test.each([
  [1000, 'RWF', '1000'],
  [1000, 'KES', '10'],
  [1050, 'KES', '10.5'],
  [1005, 'GHS', '10.05'],
  [5, 'EUR', '0.05'],
])('%i minor units of %s are %s, and back', (minor, currency, wire) => {
  expect(toWire(minor, currency)).toBe(wire);
  expect(fromWire(wire, currency)).toBe(minor);
});

test.each([
  ['1000.00', 'RWF', 1000],
  [1000, 'RWF', 1000],
  ['10.50', 'KES', 1050],
  ['10.505', 'KES', null],
  ['1000.5', 'RWF', null],
  ['-5', 'RWF', null],
  ['0', 'RWF', null],
  ['1e3', 'RWF', null],
  ['1,000', 'RWF', null],
  ['', 'RWF', null],
  [undefined, 'RWF', null],
  ['99999999999999', 'RWF', null],
])('%s of %s is %s', (wire, currency, minor) => {
  expect(fromWire(wire, currency)).toBe(minor);
});
