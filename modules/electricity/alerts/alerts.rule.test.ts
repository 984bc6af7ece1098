import { expect, test } from 'vitest';
import { type Facts, judge } from './alert-kinds.rule.ts';
import { readTime, sendAt, showTime } from './quiet-hours.rule.ts';

const calm: Facts = {
  balanceWh: 50_000,
  lowWh: 5_000,
  hoursLeft: 500,
  warnDays: 3,
  lastDayWh: 2_000,
  daysBefore: Array.from({ length: 28 }, (_, i) => (i % 7 === 5 ? 4_500 : 2_000)),
  dayWh: 1_000,
  monthWh: 30_000,
  dayLimitWh: null,
  monthLimitWh: null,
  quietHours: 1,
  silentHours: 48,
};

test.each<[string, keyof ReturnType<typeof judge>, Partial<Facts>, boolean | null]>([
  ['low at the limit', 'low_balance', { balanceWh: 5_000 }, true],
  ['as it was just above it', 'low_balance', { balanceWh: 6_200 }, null],
  ['over a quarter above', 'low_balance', { balanceWh: 6_300 }, false],
  ['below zero', 'low_balance', { balanceWh: -10, lowWh: 0 }, true],
  ['days left: three days', 'days_left', { hoursLeft: 72 }, true],
  ['days left: a little more', 'days_left', { hoursLeft: 85 }, null],
  ['days left: many', 'days_left', { hoursLeft: 91 }, false],
  ['days left: nobody knows', 'days_left', { hoursLeft: null }, false],
  ['a day of twice as much, and more than ever', 'unusual', { lastDayWh: 5_000 }, true],
  ['the washing of each Saturday', 'unusual', { lastDayWh: 4_500 }, null],
  ['an ordinary day', 'unusual', {}, false],
  ['a household that is new', 'unusual', { lastDayWh: 9_000, daysBefore: [100, 100] }, null],
  ['twice of nearly nothing', 'unusual', { lastDayWh: 300, daysBefore: Array(20).fill(100) }, null],
  ['over the limit of the day', 'over_limit', { dayLimitWh: 900 }, true],
  ['at the limit of the month', 'over_limit', { monthLimitWh: 30_000 }, false],
  ['silent for two days', 'silent', { quietHours: 48 }, true],
  ['without a machine', 'silent', { quietHours: null }, false],
])('%s', (_, kind, over, open) => {
  expect(judge({ ...calm, ...over })[kind]?.open ?? null).toBe(open);
});

const night = { from: 22 * 60, to: 6 * 60 };
test.each([
  ['by day: now', '2026-11-23T12:00', [night], '2026-11-23T12:00'],
  ['in the evening: in the morning', '2026-11-23T23:10', [night], '2026-11-24T06:00'],
  ['after midnight: in the same morning', '2026-11-24T01:00', [night], '2026-11-24T06:00'],
  ['the person sleeps longer', '2026-11-24T01:00', [night, { from: 0, to: 9 * 60 }], '2026-11-24T09:00'],
  ['quiet around the clock is no quiet', '2026-11-24T01:00', [night, { from: 360, to: 1320 }], '2026-11-24T01:00'],
])('%s', (_, now, quiet, expected) => {
  const at = (local: string) => new Date(`${local}:00+02:00`);
  expect(sendAt('Africa/Kigali', at(now), quiet)).toEqual(at(expected));
});

test('times are typed as people write them', () => {
  expect([readTime('22:00'), readTime(' 6:05'), readTime('24:00'), readTime('noon')]).toEqual([1320, 365, null, null]);
  expect(showTime(365)).toBe('06:05');
});
