import { describe, expect, test } from 'vitest';
import { type ClosedDays, plusDays, wallTime } from '../calendar/days.rule.ts';
import { type CutRules, decideCut, earliestCut, keptOfCut } from './cuts.rule.ts';

const KOLKATA = 'Asia/Kolkata';
const rules: CutRules = { cutOff: '23:00', minDays: 1, maxDays: 15, daysPerCycle: 10 };
const november = { name: 'November', from: '2026-11-01', to: '2026-11-30' };
/** 12:00 in Kolkata on 21 November 2026 */
const noon = { day: '2026-11-21', minute: 720 };
const decide = (from: string, to: string, over: Partial<Parameters<typeof decideCut>[0]> = {}) =>
  decideCut({ wanted: { from, to }, now: noon, rules, cuts: [], closed: [], cycles: [november], ...over });

describe('the cut-off by the organization’s own clock', () => {
  test.each([
    ['2026-11-21T17:29:59Z', KOLKATA, '2026-11-22', '22:59:59'],
    ['2026-11-21T17:30:00Z', KOLKATA, '2026-11-23', '23:00:00'],
    ['2026-11-21T18:29:59Z', KOLKATA, '2026-11-23', '23:59:59'],
    ['2026-11-21T18:30:00Z', KOLKATA, '2026-11-23', '00:00 of the 22nd'],
    ['2026-11-30T17:29:59Z', KOLKATA, '2026-12-01', 'the last evening of a month'],
    ['2026-11-30T17:30:00Z', KOLKATA, '2026-12-02', 'past it'],
    ['2028-02-28T17:29:59Z', KOLKATA, '2028-02-29', 'the evening before a leap day'],
    ['2028-02-28T17:30:00Z', KOLKATA, '2028-03-01', 'past it'],
    ['2027-02-28T17:29:59Z', KOLKATA, '2027-03-01', 'a year without one'],
    ['2026-12-31T17:30:00Z', KOLKATA, '2027-01-02', 'New Year’s Eve'],
    ['2026-03-29T20:59:59Z', 'Europe/Berlin', '2026-03-30', '22:59:59 in summer time, begun that night'],
    ['2026-03-29T21:00:00Z', 'Europe/Berlin', '2026-03-31', '23:00:00 in summer time'],
    ['2026-03-28T21:59:59Z', 'Europe/Berlin', '2026-03-29', '22:59:59 in winter time'],
    ['2026-10-25T21:59:59Z', 'Europe/Berlin', '2026-10-26', '22:59:59, summer time ended that night'],
    ['2026-10-25T22:00:00Z', 'Europe/Berlin', '2026-10-27', '23:00:00, summer time ended that night'],
  ])('at %s in %s the earliest is %s (%s)', (at, zone, earliest) => {
    expect(earliestCut(wallTime(zone, new Date(at)), '23:00')).toBe(earliest);
  });
});

describe('what can be cut', () => {
  test.each([
    ['2026-11-22', '2026-11-22', 'tomorrow'],
    ['2026-11-30', '2026-12-02', 'over the end of a month'],
    ['2026-11-22', '2026-12-06', 'the longest'],
  ])('%s to %s: %s', (from, to) => {
    expect(decide(from, to, { cycles: [] })).toMatchObject({ ok: true, data: { range: { from, to }, merged: [] } });
  });

  test.each([
    ['2026-11-25', '2026-11-24', 'dates_reversed', {}],
    ['2026-11-20', '2026-11-25', 'past', {}],
    ['2026-11-21', '2026-11-25', 'same_day', {}],
    ['2026-11-22', '2026-11-25', 'too_late', { now: { day: '2026-11-21', minute: 1380 } }],
    ['2026-11-25', '2028-01-01', 'too_far', {}],
    ['2026-11-25', '2026-11-25', 'too_short', { rules: { ...rules, minDays: 2 } }],
    ['2026-11-25', '2026-12-10', 'too_long', {}],
    ['2026-11-22', '2026-11-30', 'too_many_days', { cuts: [{ id: 'a', from: '2026-11-03', to: '2026-11-04' }] }],
    ['2026-11-25', '2026-11-26', 'already_cut', { cuts: [{ id: 'a', from: '2026-11-24', to: '2026-11-26' }] }],
    [
      '2026-11-25',
      '2026-11-26',
      'closed_anyway',
      { closed: [{ from: '2026-11-20', to: '2026-11-27', mealId: null }] as ClosedDays[] },
    ],
  ])('%s to %s is refused with %s', (from, to, code, over) => {
    expect(decide(from, to, over)).toMatchObject({ ok: false, code: `mess.cut.${code}` });
  });

  test('cuts that overlap or touch become one, and the limits hold for that one', () => {
    const cuts = [
      { id: 'a', from: '2026-11-24', to: '2026-11-25' },
      { id: 'b', from: '2026-11-28', to: '2026-11-28' },
      { id: 'far', from: '2026-12-10', to: '2026-12-11' },
    ];
    expect(decide('2026-11-26', '2026-11-27', { cuts })).toEqual({
      ok: true,
      data: { range: { from: '2026-11-24', to: '2026-11-28' }, merged: ['a', 'b'], counted: 5 },
    });
    expect(decide('2026-11-26', '2026-11-27', { cuts, rules: { ...rules, maxDays: 4 } })).toMatchObject({
      code: 'mess.cut.too_long',
    });
  });

  test('closures swallow days, which count for no limit; a closure of one meal swallows nothing', () => {
    const closed = [{ from: '2026-11-24', to: '2026-11-26', mealId: null }];
    const tight = { ...rules, daysPerCycle: 2 };
    expect(decide('2026-11-23', '2026-11-27', { closed, rules: tight })).toMatchObject({
      ok: true,
      data: { counted: 2 },
    });
    const oneMeal = [{ from: '2026-11-24', to: '2026-11-26', mealId: 'lunch' }];
    expect(decide('2026-11-23', '2026-11-27', { closed: oneMeal, rules: tight })).toMatchObject({
      code: 'mess.cut.too_many_days',
    });
  });

  test('the days of each cycle are counted by themselves', () => {
    const cycles = [november, { name: 'December', from: '2026-12-01', to: '2026-12-31' }];
    const tight = { ...rules, daysPerCycle: 3 };
    expect(decide('2026-11-28', '2026-12-03', { cycles, rules: tight }).ok).toBe(true);
    expect(decide('2026-11-28', '2026-12-04', { cycles, rules: tight })).toMatchObject({
      code: 'mess.cut.too_many_days',
      detail: { cycle: 'December', asked: 4 },
    });
  });
});

test.each([
  ['2026-11-25', '2026-11-27', 720, null],
  ['2026-11-22', '2026-11-27', 720, null],
  ['2026-11-22', '2026-11-27', 1380, { from: '2026-11-22', to: '2026-11-22' }],
  ['2026-11-19', '2026-11-27', 720, { from: '2026-11-19', to: '2026-11-21' }],
])('of a cut from %s to %s, taken back at minute %i, stays %j', (from, to, minute, kept) => {
  expect(keptOfCut({ from, to }, { day: '2026-11-21', minute }, '23:00')).toEqual({ ok: true, data: kept });
});

test('a cut that is over, or of which only tomorrow is left after the cut-off, stays', () => {
  expect(keptOfCut({ from: '2026-11-01', to: '2026-11-21' }, noon, '23:00')).toMatchObject({ ok: false });
  const late = { day: '2026-11-21', minute: 1380 };
  expect(keptOfCut({ from: '2026-11-01', to: '2026-11-22' }, late, '23:00')).toMatchObject({ ok: false });
});

test('days: over months and a leap day', () => {
  expect([plusDays('2028-02-28', 1), plusDays('2028-03-01', -1), plusDays('2026-12-31', 1)]).toEqual([
    '2028-02-29',
    '2028-02-29',
    '2027-01-01',
  ]);
});
