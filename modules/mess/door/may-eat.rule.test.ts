import { describe, expect, test } from 'vitest';
import { type MealWindow, overlappingMeals, slotAt } from '../meals/slot.rule.ts';
import { EAT_REASONS, type EatFacts, mayEat } from './may-eat.rule.ts';

const lunch: MealWindow = { id: 'l', code: 'lunch', starts: '12:00', ends: '14:30', active: true };
const dinner: MealWindow = { id: 'd', code: 'dinner', starts: '19:30', ends: '00:30', active: true };
const meals = [lunch, dinner];

describe('the meal and its service day', () => {
  test.each([
    ['2026-11-21T06:29:59Z', 'Asia/Kolkata', null, '2026-11-21', '11:59:59'],
    ['2026-11-21T06:30:00Z', 'Asia/Kolkata', 'lunch', '2026-11-21', '12:00:00'],
    ['2026-11-21T08:59:59Z', 'Asia/Kolkata', 'lunch', '2026-11-21', '14:29:59'],
    ['2026-11-21T09:00:00Z', 'Asia/Kolkata', null, '2026-11-21', '14:30:00'],
    ['2026-11-21T18:29:59Z', 'Asia/Kolkata', 'dinner', '2026-11-21', '23:59:59'],
    ['2026-11-21T18:30:00Z', 'Asia/Kolkata', 'dinner', '2026-11-21', 'midnight'],
    ['2026-11-21T18:59:59Z', 'Asia/Kolkata', 'dinner', '2026-11-21', '00:29:59 of the next day'],
    ['2026-11-21T19:00:00Z', 'Asia/Kolkata', null, '2026-11-22', '00:30:00 of the next day'],
    ['2026-11-30T18:45:00Z', 'Asia/Kolkata', 'dinner', '2026-11-30', 'past midnight into December'],
    ['2028-02-29T18:45:00Z', 'Asia/Kolkata', 'dinner', '2028-02-29', 'past midnight after a leap day'],
    ['2026-03-29T10:00:00Z', 'Europe/Berlin', 'lunch', '2026-03-29', '12:00 on the first day of summer time'],
    ['2026-10-25T11:00:00Z', 'Europe/Berlin', 'lunch', '2026-10-25', '12:00 on the first day of winter time'],
  ])('at %s in %s: %s of %s (%s)', (at, zone, code, day, _) => {
    const slot = slotAt(meals, zone, new Date(at));
    expect([slot.meal?.code ?? null, slot.serviceOn]).toEqual([code, day]);
  });

  test('a meal is longer over the hour that summer time repeats, and shorter over the hour that it skips', () => {
    const night: MealWindow = { ...dinner, starts: '01:30', ends: '02:30' };
    const served = (at: string) => slotAt([night], 'Europe/Berlin', new Date(at)).meal !== null;
    expect(['2026-10-25T00:15:00Z', '2026-10-25T01:15:00Z', '2026-10-25T01:30:00Z'].map(served)).toEqual([
      true,
      true,
      false,
    ]);
    expect(['2026-03-29T00:45:00Z', '2026-03-29T01:00:00Z'].map(served)).toEqual([true, false]);
  });

  test('an inactive meal is not served, and overlapping meals are found', () => {
    const at = new Date('2026-11-21T07:00:00Z');
    expect(slotAt([{ ...lunch, active: false }], 'Asia/Kolkata', at).meal).toBeNull();
    expect(overlappingMeals(meals)).toBeNull();
    expect(overlappingMeals([lunch, { ...dinner, starts: '14:29' }])).not.toBeNull();
    expect(overlappingMeals([{ ...lunch, starts: '00:15', ends: '01:00' }, dinner])).not.toBeNull();
  });
});

describe('who may eat', () => {
  const now = new Date('2026-11-21T07:00:00Z');
  const slot = { meal: lunch, serviceOn: '2026-11-21' };
  const cycle = { from: '2026-11-01', to: '2026-11-30' };
  const today = { from: '2026-11-21', to: '2026-11-21' };
  const good: EatFacts = {
    codeGood: true,
    codeUntil: null,
    codeRevoked: false,
    state: 'approved',
    paidDays: [cycle],
    cutDays: [],
    closedDays: [],
    served: false,
  };

  test('approved, paid, not away, a meal is on, not served yet', () => {
    expect(mayEat(good, slot, now)).toEqual({ ok: true });
  });

  const wrong: [Partial<EatFacts>, (typeof EAT_REASONS)[number]][] = [
    [{ codeGood: false }, 'bad_code'],
    [{ codeRevoked: true }, 'revoked'],
    [{ state: 'suspended' }, 'not_approved'],
    [{ paidDays: [] }, 'not_paid'],
    [{ cutDays: [today] }, 'on_cut'],
    [{ closedDays: [{ ...today, mealId: null }] }, 'closed'],
    [{ served: true }, 'already_served'],
  ];
  test.each(wrong)('%j: %s', (over, reason) => {
    expect(mayEat({ ...good, ...over }, slot, now)).toEqual({ ok: false, reason });
  });

  test('of several reasons the first in rank is given; reasons about the person come before "already used"', () => {
    for (const [i, [first, reason]] of wrong.entries()) {
      const all = Object.assign({}, ...wrong.slice(i).map(([over]) => over), first);
      expect(mayEat({ ...good, ...all }, slot, now)).toEqual({ ok: false, reason });
    }
    expect(mayEat({ ...good, served: true }, { meal: null, serviceOn: '2026-11-21' }, now)).toMatchObject({
      reason: 'no_meal_now',
    });
    expect(EAT_REASONS.filter((reason) => reason !== 'no_meal_now')).toEqual(wrong.map(([, reason]) => reason));
  });

  test.each([
    ['a code that changes, at its end', { codeUntil: now }, 'bad_code'],
    ['a code that changes, before', { codeUntil: new Date(now.getTime() + 1) }, undefined],
    ['grace up to today', { paidDays: [today] }, undefined],
    ['grace up to yesterday', { paidDays: [{ from: '2026-11-01', to: '2026-11-20' }] }, 'not_paid'],
    ['another meal is closed', { closedDays: [{ ...today, mealId: 'd' }] }, undefined],
    ['this meal is closed', { closedDays: [{ ...today, mealId: 'l' }] }, 'closed'],
    ['a cut from tomorrow', { cutDays: [{ from: '2026-11-22', to: '2026-11-25' }] }, undefined],
    ['pending', { state: 'pending' as const }, 'not_approved'],
    ['nobody', { state: null }, 'not_approved'],
  ])('%s', (_, over, reason) => {
    expect(mayEat({ ...good, ...over }, slot, now)).toEqual(reason ? { ok: false, reason } : { ok: true });
  });
});
