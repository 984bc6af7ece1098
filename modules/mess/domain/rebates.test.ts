import { describe, expect, test } from 'vitest';
import { dayRebate, rebateLines, sumOf } from './rebates.ts';

const november = { from: '2026-11-01', to: '2026-11-30', priceMinor: 360_000 };
const rules = { percent: 100, closures: true };

describe('a rebate, line by line', () => {
  test('cuts and closures give back a day’s price each; a day that is both counts once, as closed', () => {
    const cuts = [{ from: '2026-11-05', to: '2026-11-10' }];
    const closed = [{ from: '2026-11-08', to: '2026-11-08', mealId: null }];
    expect(rebateLines(november, cuts, closed, rules)).toEqual([
      { kind: 'cut', from: '2026-11-05', to: '2026-11-07', days: 3, dayMinor: 12_000, amountMinor: 36_000 },
      { kind: 'closure', from: '2026-11-08', to: '2026-11-08', days: 1, dayMinor: 12_000, amountMinor: 12_000 },
      { kind: 'cut', from: '2026-11-09', to: '2026-11-10', days: 2, dayMinor: 12_000, amountMinor: 24_000 },
    ]);
  });

  test('a cut over the end of the cycle gives back the days within', () => {
    const lines = rebateLines(november, [{ from: '2026-11-29', to: '2026-12-04' }], [], rules);
    expect(lines).toMatchObject([{ from: '2026-11-29', to: '2026-11-30', days: 2 }]);
  });

  test('closures of one meal give nothing back, nor do any where the organization says so', () => {
    const day = { from: '2026-11-08', to: '2026-11-08' };
    expect(rebateLines(november, [], [{ ...day, mealId: 'lunch' }], rules)).toEqual([]);
    expect(rebateLines(november, [], [{ ...day, mealId: null }], { ...rules, closures: false })).toEqual([]);
    // Swallowed all the same.
    expect(rebateLines(november, [day], [{ ...day, mealId: null }], { ...rules, closures: false })).toEqual([]);
  });

  test.each([
    [november, 100, 12_000],
    [november, 75, 9_000],
    [november, 0, 0],
    [{ from: '2028-02-01', to: '2028-02-29', priceMinor: 100_000 }, 100, 3_448],
    [{ from: '2026-11-01', to: '2026-11-07', priceMinor: 5 }, 100, 0],
  ])('a day of %j at %i %% gives back %i', (cycle, percent, minor) => {
    expect(dayRebate(cycle, percent)).toBe(minor);
  });

  test('all days together never give back more than was paid', () => {
    const february = { from: '2028-02-01', to: '2028-02-29', priceMinor: 100_000 };
    expect(sumOf(rebateLines(february, [february], [], rules))).toBeLessThanOrEqual(100_000);
  });
});
