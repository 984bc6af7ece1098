import { expect, test } from 'vitest';
import { readTyped } from './typed.ts';

const items = [
  { id: '1', name: 'Clay bowl', code: '8901234567894', quickKey: 1 },
  { id: '2', name: 'Brass lamp', code: 'L2', quickKey: 12 },
  { id: '3', name: 'Lamp oil', code: '75', quickKey: null },
];
const read = (text: string) => {
  const typed = readTyped(text, items, { currency: 'INR', region: { language: 'en', country: 'IN' } });
  return 'item' in typed ? { ...typed, item: typed.item.id } : typed;
};

test.each<[string, object]>([
  ['8901234567894', { kind: 'item', item: '1', quantity: '1' }],
  ['l2', { kind: 'item', item: '2', quantity: '1' }],
  ['3*L2', { kind: 'item', item: '2', quantity: '3' }],
  ['0.25 * #12', { kind: 'item', item: '2', quantity: '0.25' }],
  ['1,5*l2', { kind: 'item', item: '2', quantity: '1.5' }],
  ['#1', { kind: 'item', item: '1' }],
  ['brass', { kind: 'item', item: '2' }],
  ['75', { kind: 'item', item: '3' }],
  ['75.00', { kind: 'amount', amount: '75.00', quantity: null }],
  ['2*40', { kind: 'amount', amount: '40', quantity: '2' }],
  ['१२', { kind: 'amount', amount: '12' }],
  ['10%', { kind: 'off', of: 'bill', off: { percent: '10' } }],
  ['-12.5 %', { kind: 'off', of: 'line', off: { percent: '12.5' } }],
  ['-5', { kind: 'off', of: 'line', off: { amount: '5' } }],
  ['lamp', { kind: 'fault', code: 'item_unknown' }],
  ['#9', { kind: 'fault', code: 'item_unknown' }],
  ['1.234', { kind: 'fault', code: 'amount_decimals' }],
])('%s', (text, expected) => {
  expect(read(text)).toMatchObject(expected);
});
