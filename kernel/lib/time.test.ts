import { expect, test } from 'vitest';
import { dayIn } from './time.ts';

const MINUTE = 60_000;
const direct = (zone: string, ms: number) =>
  Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone).toPlainDate().toString();

test('the day of an instant, to the millisecond, in every zone and around every change of a clock', () => {
  const wrong: string[] = [];
  for (const zone of Intl.supportedValuesOf('timeZone')) {
    // Liberia was 44 minutes and 30 seconds behind until 1972, Kiritimati 10 hours and 40 minutes until 1979.
    for (const year of [1969, 1971, 1974, 1989, 2006, 2026]) {
      let at = Temporal.PlainDate.from({ year, month: 1, day: 1 }).toZonedDateTime(zone).epochMilliseconds;
      for (let day = 0; day < 366; day += 7) {
        at = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).add({ days: 7 }).epochMilliseconds;
        const start = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).startOfDay();
        for (const ms of [start.epochMilliseconds - 1, start.epochMilliseconds, at])
          if (dayIn(zone, new Date(ms)) !== direct(zone, ms)) wrong.push(`${zone} ${new Date(ms).toISOString()}`);
      }
    }
  }
  expect(wrong).toEqual([]);
  // One right after the other, where both lie in one quarter of an hour.
  const monrovia = Date.UTC(1971, 5, 1, 0, 44, 30);
  expect(dayIn('Africa/Monrovia', new Date(monrovia))).toBe('1971-06-01');
  expect(dayIn('Africa/Monrovia', new Date(monrovia - MINUTE))).toBe('1971-05-31');
});
