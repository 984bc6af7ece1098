import { expect, test } from 'vitest';
import { judgeDrift } from '../alarms/drift.rule.ts';
import { forecast } from './forecast.rule.ts';
import { filledBetween } from './level.rule.ts';

test.each([
  ['the first level', null, 500, 0],
  ['a fall', 500, 480, 0],
  ['a scale that trembles', 480, 490, 0],
  ['a filling', 480, 1000, 520],
])('%s', (_, before, after, filled) => {
  expect(filledBetween(before, after, 1000)).toBe(filled);
});

const span = (used_milli: number, reckoned_milli: number, unknown_items = 0) => ({
  used_milli,
  reckoned_milli,
  capacity_milli: 1000,
  unknown_items,
});
test.each<[string, ReturnType<typeof span>, boolean | null]>([
  ['as sold', span(400, 400), false],
  ['a little more than sold', span(440, 400), null],
  ['a twentieth of the bin is nothing', span(50, 0), null],
  ['much more than sold', span(500, 400), true],
  ['less than sold', span(100, 400), false],
  ['something that nobody knows was sold', span(500, 0, 1), null],
])('leak or theft: %s', (_, given, open) => {
  expect(judgeDrift(given, 15)).toBe(open);
});

const week = (from: number, count: number, milli: (weekday: number) => number) =>
  Array.from({ length: count }, (_, i) => {
    const weekday = ((from - 1 + i) % 7) + 1;
    return { weekday, milli: milli(weekday) };
  });

test('a bin lasts as long as days of the same kind used', () => {
  // Four weeks from a Monday: 100 on working days, 10 on weekends. Today is Monday at noon.
  const days = week(1, 28, (weekday) => (weekday > 5 ? 10 : 100));
  expect(forecast(50, days, 1, 0.5)).toEqual({ daysLeft: 0.5, errorPercent: 0 });
  expect(forecast(150, days, 1, 0.5)?.daysLeft).toBe(1.5);
  // Friday at noon: 50, then 20 on the weekend, then Monday.
  expect(forecast(100, days, 5, 0.5)?.daysLeft).toBeCloseTo(2.8, 5);
});

test('it says how far such forecasts were off, and nothing when nobody can know', () => {
  const days = [100, 120, 80, 100, 140, 60, 100, 130, 70, 100].map((milli, i) => ({ weekday: (i % 5) + 1, milli }));
  const { errorPercent } = forecast(500, days, 1, 1) ?? {};
  expect(errorPercent).toBeGreaterThan(0);
  expect(errorPercent).toBeLessThan(20);
  expect(forecast(500, days.slice(0, 3), 1, 1)).toBeNull();
  expect(
    forecast(
      500,
      week(1, 10, () => 0),
      1,
      1,
    ),
  ).toBeNull();
  expect(forecast(500, days.slice(0, 5), 1, 1)?.errorPercent).toBeNull();
});
