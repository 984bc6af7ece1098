import { expect, test } from 'vitest';
import { gstOf, isGstin, stateOfSeller } from './gst.rule.ts';

test.each([
  ['GSTIN 32ABCDE1234F1Z5', '32'],
  ['32abcde1234f1z5', '32'],
  ['99ABCDE1234F1Z5', null],
  ['X32ABCDE1234F1Z5', null],
  ['VAT 123', null],
  ['', null],
])('the seller’s state in %s is %s', (text, state) => {
  expect(stateOfSeller(text)).toBe(state);
});

test.each([
  ['27AAPFU0939F1ZV', true],
  ['29AAGCB7383J1Z4', true],
  // One character changed, two exchanged, a state that isn't there, other forms.
  ['27AAPFU0938F1ZV', false],
  ['27AAPFU0993F1ZV', false],
  ['99AAPFU0939F1ZV', false],
  ['27aapfu0939f1zv', false],
  ['27AAPFU0939F1Z', false],
  ['', false],
])('%s is a GSTIN: %s', (text, right) => {
  expect(isGstin(text)).toBe(right);
});

const rate = { basis_points: 500, net_minor: 10_000, tax_minor: 501 };

test('inside a state the tax is half central, half the state’s; between states it is one', () => {
  expect(gstOf(rate, { seller: '32', supply: '32' })).toEqual([
    { label: 'CGST', percent: '2.5', netMinor: 10_000, amountMinor: 250 },
    { label: 'SGST', percent: '2.5', netMinor: 10_000, amountMinor: 251 },
  ]);
  expect(gstOf(rate, { seller: '04', supply: '04' })).toMatchObject([{ label: 'CGST' }, { label: 'UTGST' }]);
  expect(gstOf(rate, { seller: '32', supply: '29' })).toEqual([
    { label: 'IGST', percent: '5', netMinor: 10_000, amountMinor: 501 },
  ]);
});
