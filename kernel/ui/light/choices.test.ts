import { expect, test } from 'vitest';
import { currencies, currentZoneName, timeZones } from './choices.ts';

test('time zones are offered by their current names', () => {
  const ids = timeZones().map((zone) => zone.id);
  expect(ids).toEqual(expect.arrayContaining(['Asia/Kolkata', 'Asia/Kathmandu', 'Africa/Kigali', 'Europe/Kyiv']));
  expect(ids).not.toContain('Asia/Calcutta');
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(() => new Intl.DateTimeFormat('en', { timeZone: id })).not.toThrow();
  // The browser's own zone, as the first guess, is in the list too.
  expect(ids).toContain(currentZoneName('Asia/Calcutta'));
});

test('currencies are those that people pay with', () => {
  const offered = currencies('en').map(({ id }) => id);
  for (const used of ['INR', 'RWF', 'EUR', 'BOB', 'VES']) expect(offered).toContain(used);
  for (const gone of ['HRK', 'ZWL', 'XSU', 'DEM']) expect(offered).not.toContain(gone);
});
