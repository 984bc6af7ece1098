import { expect, test } from 'vitest';
import { readStock, showQuantity } from './quantity.rule.ts';

test.each([
  ['12', 'piece', 12_000],
  ['१२', 'piece', 12_000],
  ['0', 'piece', 0],
  ['0.250', 'kg', 250],
  ['.5', 'kg', 500],
  ['1.5', 'piece', 'exhibition.item.quantity_whole'],
  ['0.1234', 'kg', 'exhibition.item.quantity_malformed'],
  ['-1', 'piece', 'exhibition.item.quantity_malformed'],
  ['many', 'piece', 'exhibition.item.quantity_malformed'],
  ['', 'piece', 'exhibition.item.quantity_malformed'],
  ['8901234567894', 'piece', 'exhibition.item.quantity_malformed'],
])('reads %j %s as %j', (text, unit, wanted) => {
  const read = readStock(text, unit);
  expect(read.ok ? read.data : read.code).toBe(wanted);
});

test('where people write a comma, a point before three digits is asked about', () => {
  const germany = { language: 'de', country: 'DE' };
  expect(readStock('0,250', 'kg', germany)).toMatchObject({ ok: true, data: 250 });
  expect(readStock('1.000', 'kg', germany)).toMatchObject({ ok: false, code: 'exhibition.item.quantity_malformed' });
});

test.each([
  [3000, '3'],
  [250, '0.25'],
  [-1500, '-1.5'],
])('shows %d thousandths as %s', (milli, text) => expect(showQuantity(milli)).toBe(text));
