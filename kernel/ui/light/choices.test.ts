import { expect, test } from 'vitest';
import { currentZoneName, timeZones } from './choices.ts';

test('time zones are offered by their current names', () => {
  const ids = timeZones().map((zone) => zone.id);
  expect(ids).toEqual(expect.arrayContaining(['Asia/Kolkata', 'Asia/Kathmandu', 'Africa/Kigali', 'Europe/Kyiv']));
  expect(ids).not.toContain('Asia/Calcutta');
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(() => new Intl.DateTimeFormat('en', { timeZone: id })).not.toThrow();
  // The browser's own zone, as the first guess, is in the list too.
  expect(ids).toContain(currentZoneName('Asia/Calcutta'));
});
