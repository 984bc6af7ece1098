import { describe, expect, test } from 'vitest';
import { dayRebate, rebateLines, sumOf } from './rebates.rule.ts';

const november = { from: '2026-11-01', to: '2026-11-30', priceMinor: 360_000 };
const since = (mealId: string) => ({ mealId, from: '2026-01-01', to: null });
const served = ['breakfast', 'lunch', 'snacks', 'dinner'].map(since);
const rules = { percent: 100, closures: true, served };
const whole = { mealId: null };

describe('a rebate, line by line', () => {
  test('cuts and closures give back a day’s price each; a day that is both counts once, as closed', () => {
    const cuts = [{ from: '2026-11-05', to: '2026-11-10' }];
    const closed = [{ from: '2026-11-08', to: '2026-11-08', mealId: null }];
    expect(rebateLines(november, cuts, closed, rules)).toEqual([
      { kind: 'cut', ...whole, from: '2026-11-05', to: '2026-11-07', days: 3, dayMinor: 12_000, amountMinor: 36_000 },
      {
        kind: 'closure',
        ...whole,
        from: '2026-11-08',
        to: '2026-11-08',
        days: 1,
        dayMinor: 12_000,
        amountMinor: 12_000,
      },
      { kind: 'cut', ...whole, from: '2026-11-09', to: '2026-11-10', days: 2, dayMinor: 12_000, amountMinor: 24_000 },
    ]);
  });

  test('a cut over the end of the cycle gives back the days within', () => {
    const lines = rebateLines(november, [{ from: '2026-11-29', to: '2026-12-04' }], [], rules);
    expect(lines).toMatchObject([{ from: '2026-11-29', to: '2026-11-30', days: 2 }]);
  });

  test('a closed meal gives back its part of the day, unless the day gives back all of it', () => {
    const closed = [
      { from: '2026-11-08', to: '2026-11-12', mealId: 'lunch' },
      { from: '2026-11-12', to: '2026-11-12', mealId: 'dinner' },
      { from: '2026-11-11', to: '2026-11-11', mealId: null },
    ];
    expect(rebateLines(november, [{ from: '2026-11-09', to: '2026-11-09' }], closed, rules)).toMatchObject([
      { kind: 'meal', mealId: 'lunch', from: '2026-11-08', to: '2026-11-08', dayMinor: 3_000, amountMinor: 3_000 },
      { kind: 'cut', from: '2026-11-09' },
      { kind: 'meal', mealId: 'lunch', from: '2026-11-10', to: '2026-11-10', amountMinor: 3_000 },
      { kind: 'closure', from: '2026-11-11' },
      { kind: 'meal', mealId: 'lunch', from: '2026-11-12' },
      { kind: 'meal', mealId: 'dinner', from: '2026-11-12', to: '2026-11-12', amountMinor: 3_000 },
    ]);
  });

  test('a meal closed twice at once counts once, and all meals of a day never give back more than the day', () => {
    const day = { from: '2026-11-08', to: '2026-11-08' };
    const closed = ['a', 'b', 'c', 'a'].map((mealId) => ({ ...day, mealId }));
    const uneven = { ...november, priceMinor: 100_000 };
    expect(sumOf(rebateLines(uneven, [], closed, { ...rules, served: ['a', 'b', 'c'].map(since) }))).toBe(3 * 1_111);
    expect(dayRebate(uneven, 100)).toBe(3_333);
  });

  test('a meal that is switched off gives nothing back, and the others of its day more', () => {
    const days = { from: '2026-11-08', to: '2026-11-11' };
    const later = served.map((meal) =>
      meal.mealId === 'snacks' ? { ...meal, from: '2026-11-10', to: '2026-11-10' } : meal,
    );
    const closed = [{ ...days, mealId: 'snacks' }];
    expect(rebateLines(november, [], closed, { ...rules, served: later })).toMatchObject([
      { kind: 'meal', from: '2026-11-10', to: '2026-11-10', amountMinor: 3_000 },
    ]);
    expect(rebateLines(november, [], [{ ...days, mealId: 'lunch' }], { ...rules, served: later })).toMatchObject([
      { from: '2026-11-08', to: '2026-11-09', dayMinor: 4_000 },
      { from: '2026-11-10', to: '2026-11-10', dayMinor: 3_000 },
      { from: '2026-11-11', to: '2026-11-11', dayMinor: 4_000 },
    ]);
    const none = served.map((meal) => ({ ...meal, to: '2026-11-09' }));
    expect(rebateLines(november, [days], [], { ...rules, served: none })).toMatchObject([
      { kind: 'cut', from: '2026-11-08', to: '2026-11-09' },
    ]);
  });

  test('closures give nothing back where the organization says so', () => {
    const day = { from: '2026-11-08', to: '2026-11-08' };
    expect(rebateLines(november, [], [{ ...day, mealId: 'lunch' }], { ...rules, closures: false })).toEqual([]);
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
