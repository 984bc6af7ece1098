import { expect, test } from 'vitest';
import { readDay, readTime } from './read-day.ts';

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
  expect([read?.day ?? null, read?.time ?? null]).toEqual([day, time]);
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
