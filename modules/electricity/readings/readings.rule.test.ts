import fc from 'fast-check';
import { expect, test } from 'vitest';
import { judge } from './judge.rule.ts';
import { spread } from './spread.rule.ts';

const now = new Date('2026-11-23T12:00:00Z');
const at = (time: string) => new Date(`2026-11-${time}:00Z`);
const last = { registerWh: 100_000, at: at('23T10:00') };
const limits = { gapHours: 25, mostWatts: 20_000 };

test.each([
  ['the first says where the counter begins', null, 5_000, '01T10:00', { state: 'counted', usedWh: 0, flag: null }],
  ['a higher one counts', last, 101_500, '23T11:00', { state: 'counted', usedWh: 1_500, flag: null }],
  ['nothing used', last, 100_000, '23T11:00', { state: 'counted', usedWh: 0, flag: null }],
  ['a lower one is a rollback', last, 99_999, '23T11:00', { state: 'flagged', flag: 'rollback' }],
  ['too much for the time', last, 200_000, '23T11:00', { state: 'flagged', flag: 'jump' }],
  ['an earlier one that fits changes nothing', last, 99_000, '23T09:00', { state: 'late', flag: null }],
  ['an earlier one that is higher', last, 100_001, '23T09:00', { state: 'flagged', flag: 'inconsistent' }],
  ['a clock that was put right by minutes', last, 100_001, '23T09:56', { state: 'counted', usedWh: 1, flag: null }],
  ['one put right by more', last, 100_001, '23T09:55', { state: 'flagged', flag: 'inconsistent' }],
  ['too much for a clock that was put right', last, 101_001, '23T09:56', { state: 'flagged', flag: 'jump' }],
  ['a clock that is a little ahead', last, 100_100, '23T12:05', { state: 'counted', usedWh: 100, flag: null }],
  ['the future', last, 100_100, '23T12:06', { state: 'refused', code: 'electricity.reading.future' }],
])('%s', (_, before, registerWh, time, expected) => {
  expect(judge(before, { registerWh, at: at(time) }, now, limits)).toEqual(expected);
});

test('a pause counts, and is named', () => {
  const before = { registerWh: 100_000, at: at('20T10:00') };
  const judged = judge(before, { registerWh: 130_000, at: at('23T11:00') }, now, limits);
  expect(judged).toEqual({ state: 'counted', usedWh: 30_000, flag: 'gap' });
});

test('hours begin where the zone’s do', () => {
  const shares = spread('Asia/Kolkata', at('23T18:00'), at('23T20:00'), 1200);
  expect(shares.map(({ at, day, wh }) => [at.toISOString().slice(11, 16), day, wh])).toEqual([
    ['17:30', '2026-11-23', 300],
    ['18:30', '2026-11-24', 600],
    ['19:30', '2026-11-24', 300],
  ]);
});

test('the shares add up, whatever the times and the zone', () => {
  const zone = fc.constantFrom('Africa/Kigali', 'Asia/Kolkata', 'Europe/Berlin', 'America/New_York');
  const start = fc.date({ min: new Date('2026-01-01'), max: new Date('2026-12-31'), noInvalidDate: true });
  fc.assert(
    fc.property(zone, start, fc.integer({ min: 0, max: 40 * 86_400_000 }), fc.nat(5_000_000), (zone, from, ms, wh) => {
      const shares = spread(zone, from, new Date(from.getTime() + ms), wh);
      expect(shares.reduce((sum, one) => sum + one.wh, 0)).toBe(wh);
      expect(shares.every((one) => one.wh > 0)).toBe(true);
      expect(new Set(shares.map((one) => one.at.getTime())).size).toBe(shares.length);
    }),
    { numRuns: 300 },
  );
});
