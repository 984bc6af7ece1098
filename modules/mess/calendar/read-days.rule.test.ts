import { expect, test } from 'vitest';
import { monthNames, readDays } from './read-days.rule.ts';

const words = {
  months: monthNames(['en', 'hi', 'es']),
  near: new Map([
    ['today', 0],
    ['tomorrow', 1],
    ['कल', 1],
    ['pasado mañana', 2],
  ]),
  to: ['to', 'till', 'a', 'से'],
};
const read = (text: string, today = '2026-11-21') => {
  const days = readDays(text, today, words);
  return days && (days.from === days.to ? days.from : `${days.from}…${days.to}`);
};

test.each([
  ['25/11', '2026-11-25'],
  ['25.11', '2026-11-25'],
  ['25-11-2026', '2026-11-25'],
  ['2026-11-25', '2026-11-25'],
  ['25 Nov', '2026-11-25'],
  ['25th of November', '2026-11-25'],
  ['Nov 25', '2026-11-25'],
  ['25 de noviembre', '2026-11-25'],
  ['२५ नवंबर', '2026-11-25'],
  ['25 nov. 2026', '2026-11-25'],
  ['tomorrow', '2026-11-22'],
  ['कल', '2026-11-22'],
  ['Pasado mañana', '2026-11-23'],
  ['25-28 Nov', '2026-11-25…2026-11-28'],
  ['25–28/11', '2026-11-25…2026-11-28'],
  ['25/11 to 28/11', '2026-11-25…2026-11-28'],
  ['25 to 28 nov', '2026-11-25…2026-11-28'],
  ['25/11 - 2/12', '2026-11-25…2026-12-02'],
  ['28 dic a 3 ene', '2026-12-28…2027-01-03'],
  ['tomorrow to 25 nov', '2026-11-22…2026-11-25'],
  // A past date is not read as next year's.
  ['20/11', '2026-11-20'],
  ['3/1', '2027-01-03'],
  ['31/11', null],
  ['29/2', null],
  ['25', null],
  ['soon', null],
  ['', null],
])('%s is %s', (text, days) => {
  expect(read(text)).toBe(days);
});

test('29 February is a day in leap years only', () => {
  expect(read('29/2', '2028-02-20')).toBe('2028-02-29');
  expect(read('29 feb', '2025-02-20')).toBe(null);
});
