import { expect, test } from 'vitest';
import { upiAddressIn, upiText } from './upi.rule.ts';

test.each([
  ['Kochi Craft Fair\nkochi.fair@okhdfc', 'kochi.fair@okhdfc'],
  ['UPI: 9845012345@ybl.', '9845012345@ybl'],
  ['Write to desk@fair.example, account 0012 3456', null],
  ['desk@fair.example or fair-1@sbi', 'fair-1@sbi'],
  ['', null],
])('the UPI address in %j', (text, address) => {
  expect(upiAddressIn(text)).toBe(address);
});

test('a payment app reads address, name, amount, currency, reference and note', () => {
  const text = upiText({
    address: 'fair@okhdfc',
    name: 'Handloom & Crafts',
    amountMinor: 12_050,
    reference: 'K7MP2A',
    note: 'Two mugs',
  });
  expect(text).not.toContain('+');
  expect(Object.fromEntries(new URL(text).searchParams)).toEqual({
    pa: 'fair@okhdfc',
    pn: 'Handloom & Crafts',
    am: '120.50',
    cu: 'INR',
    tr: 'K7MP2A',
    tn: 'Two mugs',
  });
});
