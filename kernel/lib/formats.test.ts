import { expect, test } from 'vitest';
import { isDay, isInstant } from './formats.ts';

test.each(['2026-11-21', '2028-02-29', '1900-01-01', '2199-12-31'])('%s is a day', (day) =>
  expect(isDay(day)).toBe(true),
);
test.each([
  '0001-01-01',
  '0000-00-00',
  '1899-12-31',
  '2200-01-01',
  '2026-02-29',
  '2026-13-01',
  '2026-1-1',
  '+275760-09-13',
])('%s is no day of ours', (day) => expect(isDay(day)).toBe(false));

test.each([
  '2026-11-21T18:30:00Z',
  '2026-11-21t18:30:00.123456789z',
  '2026-11-21 18:30:00.123456+00',
  '2026-11-21T18:30:00+05:30',
  '2026-11-21T18:30Z',
])('%s is an instant', (instant) => expect(isInstant(instant)).toBe(true));
test.each([
  '2026-11-21',
  '2026-11-21T18:30:00',
  '2026-11-21T24:00:00Z',
  '2026-11-21T18:30:60Z',
  '2026-11-21T18:30:00+15:59',
  '2026-02-30T00:00:00Z',
  '0001-01-01T00:00:00Z',
  '+275760-09-13T00:00:00Z',
])('%s is no instant of ours', (instant) => expect(isInstant(instant)).toBe(false));
