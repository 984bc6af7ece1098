import { expect, test } from 'vitest';
import { dayOf, instantOf } from './days.ts';

test('a day in India starts at half past six the evening before in UTC', () => {
  expect(instantOf('2026-11-21', 'start', 'Asia/Kolkata')).toBe('2026-11-20T18:30:00.000Z');
  expect(instantOf('2026-11-21', 'end', 'Asia/Kolkata')).toBe('2026-11-21T18:30:00.000Z');
});

test('a day on which clocks change has 25 hours', () => {
  expect(instantOf('2026-10-25', 'start', 'Europe/Berlin')).toBe('2026-10-24T22:00:00.000Z');
  expect(instantOf('2026-10-25', 'end', 'Europe/Berlin')).toBe('2026-10-25T23:00:00.000Z');
});

test('both edges lead back to their day', () => {
  for (const zone of ['Asia/Kolkata', 'America/New_York', 'UTC', 'Pacific/Auckland']) {
    for (const edge of ['start', 'end'] as const) {
      expect(dayOf(instantOf('2026-03-29', edge, zone), edge, zone)).toBe('2026-03-29');
    }
  }
});
