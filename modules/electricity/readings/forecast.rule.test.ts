import fc from 'fast-check';
import { expect, test } from 'vitest';
import { errorOf, hoursLeft, WEEK } from './forecast.rule.ts';

/** A household that uses 100 Wh an hour in the evening, and on Saturdays a kilowatt-hour at noon for washing. */
const habit = (hour: number) => (hour % WEEK === 5 * 24 + 12 ? 1000 : hour % 24 >= 18 ? 100 : 0);
const past = (count: number, use: (hour: number) => number = habit) => ({
  hours: Array.from({ length: count }, (_, i) => use(i)),
  week: 0,
});

test('knows the evenings: nothing is used before six', () => {
  // Monday 0:00; 600 Wh are used each day from 18:00 to 24:00.
  expect(hoursLeft(past(4 * WEEK), 300)).toBeCloseTo(21, 0);
});

test('knows the day of the week: the washing on Saturday empties it', () => {
  const friday = { hours: past(4 * WEEK + 4 * 24 + 20).hours, week: 0 };
  // Friday 20:00 with 900 Wh: 400 this evening, and the washing at noon on Saturday takes most of the rest.
  const hours = hoursLeft(friday, 900) ?? 0;
  expect(hours).toBeGreaterThan(15);
  expect(hours).toBeLessThan(24);
});

test('says nothing after a morning, or when nothing is used; now when nothing is left', () => {
  expect(hoursLeft(past(20), 1000)).toBeNull();
  expect(
    hoursLeft(
      past(100, () => 0),
      1000,
    ),
  ).toBeNull();
  expect(hoursLeft(past(20), 0)).toBe(0);
});

test('its error is nothing for a steady household, known for an unsteady one, and null in the first week', () => {
  expect(errorOf(past(8 * WEEK))).toBeLessThan(0.12);
  expect(errorOf(past(5 * WEEK, () => 50))).toBeCloseTo(0, 3);
  expect(errorOf(past(WEEK))).toBeNull();
  const wild = errorOf(past(8 * WEEK, (hour) => (Math.floor(hour / 24) % 5 === 0 ? 400 : 20)));
  expect(wild).toBeGreaterThan(0.15);
});

test('more units never last shorter', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(2000), { minLength: 24, maxLength: 800 }),
      fc.nat(100_000),
      fc.nat(100_000),
      (hours, a, b) => {
        const lasts = (wh: number) => hoursLeft({ hours, week: 17 }, wh) ?? Number.POSITIVE_INFINITY;
        expect(lasts(Math.max(a, b))).toBeGreaterThanOrEqual(lasts(Math.min(a, b)));
      },
    ),
  );
});
