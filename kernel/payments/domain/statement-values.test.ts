import { expect, test } from 'vitest';
import { readDay, readTime } from './read-day.ts';
import { readMoney } from './read-money.ts';

test.each([
  ['1,234.50', '.', 'INR', 123450],
  ['12,34,567.00', '.', 'INR', 123456700],
  ['1.234,50', ',', 'EUR', 123450],
  ['1 234,5', ',', 'EUR', 123450],
  ["1'234.50", '.', 'CHF', 123450],
  ['₹300', '.', 'INR', 30000],
  ['Rs. 300.25', '.', 'INR', 30025],
  ['INR 1,250.00', '.', 'INR', 125000],
  ['-40.00', '.', 'USD', -4000],
  ['$-40.00', '.', 'USD', -4000],
  ['40.00-', '.', 'USD', -4000],
  ['(40.00)', '.', 'USD', -4000],
  ['300.00 Cr', '.', 'INR', 30000],
  ['300.00Dr.', '.', 'INR', -30000],
  ['5,000', '.', 'RWF', 5000],
  ['5000.00', '.', 'RWF', 5000],
  ['1.5', '.', 'KWD', 1500],
  ['300.370', '.', 'INR', 30037],
  ['0', '.', 'INR', 0],
  // A refusal is better than a wrong guess about money.
  ['12,50', '.', 'INR', null],
  ['1.234,50', '.', 'INR', null],
  ['1,234.50', ',', 'EUR', null],
  ['300.375', '.', 'INR', null],
  ['5000.50', '.', 'RWF', null],
  ['(40.00', '.', 'USD', null],
  ['', '.', 'INR', null],
  ['free', '.', 'INR', null],
  ['99999999999999999', '.', 'INR', null],
] as const)('%s with %s in %s is %s', (text, decimal, currency, minor) => {
  const read = readMoney(text, decimal, currency);
  expect(read.ok ? read.data : null).toBe(minor);
});

test.each([
  ['2026-11-21', 'dmy', '2026-11-21', null],
  ['2026/11/21 08:15', 'mdy', '2026-11-21', '08:15:00'],
  ['2026-11-21T08:15:22+05:30', 'dmy', '2026-11-21', '08:15:22'],
  ['21/11/2026', 'dmy', '2026-11-21', null],
  ['11/21/2026', 'mdy', '2026-11-21', null],
  ['03/04/2026', 'dmy', '2026-04-03', null],
  ['03/04/2026', 'mdy', '2026-03-04', null],
  ['21.11.26', 'dmy', '2026-11-21', null],
  ['21-Nov-2026', 'dmy', '2026-11-21', null],
  ['21 nov. 2026', 'mdy', '2026-11-21', null],
  ['Nov 21, 2026', 'dmy', '2026-11-21', null],
  ['21 de noviembre de 2026', 'dmy', '2026-11-21', null],
  ['21/11/2026 8:15:22 pm', 'dmy', '2026-11-21', '20:15:22'],
  ['31/02/2026', 'dmy', null, null],
  ['21/11/2026', 'mdy', null, null],
  ['21/11', 'dmy', null, null],
  ['yesterday', 'dmy', null, null],
  ['', 'dmy', null, null],
] as const)('%s read as %s is %s at %s', (text, order, day, time) => {
  const read = readDay(text, order);
  expect(read.ok ? [read.data.day, read.data.time] : [null, null]).toEqual([day, time]);
});

test('times', () => {
  expect(['12:05 am', '12:05 p.m.', '24:00', '8', '13:00 pm'].map(readTime)).toEqual([
    '00:05:00',
    '12:05:00',
    null,
    null,
    null,
  ]);
});
