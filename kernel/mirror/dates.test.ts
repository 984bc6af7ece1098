import { expect, test } from 'vitest';
import { serialOf } from './dates.ts';

test.each([
  ['1900-01-01', 2],
  ['2026-11-21', 46_347],
  ['2026-11-21 12:00:00', 46_347.5],
  ['2026-02-30', null],
  ['21.11.2026', null],
  ['2026-11-21 12:00', null],
  ['=2026-11-21', null],
])('%s is %s', (text, serial) => {
  expect(serialOf(text)).toBe(serial);
});
