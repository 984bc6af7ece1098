import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plusDays } from '../calendar/days.rule.ts';
import { cookCount, countError, percentOf, shareFor, type Turnout } from './cook-count.rule.ts';

/** 2026-11-23 is a Monday. */
const MONDAY = '2026-11-23';
const ago = (days: number, served: number, entitled = 100): Turnout => ({
  day: plusDays(MONDAY, -days),
  entitled,
  served,
});

describe('the share of those who come', () => {
  test('is that of the same weekday, once there are three of them', () => {
    const mondays = [ago(7, 80), ago(14, 90), ago(21, 70)];
    const sundays = [ago(1, 20), ago(8, 20), ago(15, 20)];
    expect(shareFor(MONDAY, [...sundays, ...mondays])).toEqual({
      basis: 'weekday',
      days: 3,
      entitled: 300,
      served: 240,
    });
  });

  test('is that of any day of the meal while there are fewer', () => {
    const past = [ago(1, 50), ago(2, 50), ago(7, 80), ago(14, 80)];
    expect(shareFor(MONDAY, past)).toMatchObject({ basis: 'meal', days: 4, served: 260 });
  });

  test('has no basis with two days or fewer: then everybody is expected', () => {
    for (const past of [[], [ago(7, 10), ago(14, 10)]]) {
      const share = shareFor(MONDAY, past);
      expect(share.basis).toBe('nothing');
      expect(cookCount(240, share)).toBe(240);
    }
  });

  test('leaves out days on which nobody was scanned or nobody could eat, and days to come', () => {
    const past = [ago(7, 80), ago(14, 80), ago(21, 80), ago(28, 0), ago(35, 0, 0), ago(-7, 1)];
    expect(shareFor(MONDAY, past)).toMatchObject({ basis: 'weekday', days: 3, served: 240 });
  });

  test('looks at the last eight of the weekday only', () => {
    const past = Array.from({ length: 12 }, (_, i) => ago(7 * (i + 1), i < 8 ? 90 : 10));
    expect(shareFor(MONDAY, past)).toMatchObject({ days: 8, served: 720 });
  });

  test('weighs a day by its people: a full hostel counts more than holidays', () => {
    const past = [ago(7, 450, 500), ago(14, 450, 500), ago(21, 1, 10)];
    expect(cookCount(500, shareFor(MONDAY, past))).toBe(446);
  });
});

test('a count is never below nobody, nor above those who may eat as long as no more came than could', () => {
  const day = fc.record({
    back: fc.integer({ min: 1, max: 90 }),
    entitled: fc.nat(500),
    part: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  fc.assert(
    fc.property(fc.nat(5000), fc.array(day), (mayEat, days) => {
      const past = days.map(({ back, entitled, part }) => ago(back, Math.floor(entitled * part), entitled));
      const count = cookCount(mayEat, shareFor(MONDAY, past));
      expect(count).toBeGreaterThanOrEqual(0);
      expect(count).toBeLessThanOrEqual(mayEat);
    }),
  );
});

describe('the error of counts', () => {
  test('has a size and a direction', () => {
    const counts = [
      { forecast: 110, served: 100 },
      { forecast: 95, served: 100 },
      { forecast: 100, served: 100 },
    ];
    expect(countError(counts)).toEqual({ days: 3, meanAbsolute: 5, bias: 1.7, percent: 5 });
  });

  test('of no counts is none', () => {
    expect(countError([])).toEqual({ days: 0, meanAbsolute: 0, bias: 0, percent: null });
    expect(percentOf(0, 0)).toBeNull();
    expect(percentOf(2, 3)).toBe(66.7);
  });
});
