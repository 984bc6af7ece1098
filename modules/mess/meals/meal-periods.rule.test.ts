import { expect, test } from 'vitest';
import { firstDayOf, lastDayOf, mealSpans } from './meal-periods.rule.ts';

const lunch = { starts: '12:00', ends: '14:30' };
const dinner = { starts: '19:30', ends: '00:30' };
const at = (minute: number) => ({ day: '2026-11-10', minute });

test.each([
  ['before lunch', lunch, 600, '2026-11-10', '2026-11-09'],
  ['at lunch', lunch, 720, '2026-11-10', '2026-11-10'],
  ['as it ends', lunch, 870, '2026-11-11', '2026-11-10'],
  ['after midnight, while yesterday’s dinner goes on', dinner, 10, '2026-11-10', '2026-11-09'],
  ['at dinner', dinner, 1200, '2026-11-10', '2026-11-10'],
])('switched %s, a meal begins and ends with the days it was served on', (_, window, minute, first, last) => {
  expect([firstDayOf(window, at(minute)), lastDayOf(window, at(minute))]).toEqual([first, last]);
});

test('days fall into parts that have the same meals', () => {
  const spans = mealSpans({ from: '2026-11-01', to: '2026-11-30' }, [
    { mealId: 'lunch', from: '2026-11-05', to: null },
    { mealId: 'snacks', from: '2026-11-10', to: '2026-11-12' },
  ]);
  expect(spans.map(({ from, to, meals }) => [from, to, meals && [...meals]])).toEqual([
    ['2026-11-01', '2026-11-04', null],
    ['2026-11-05', '2026-11-09', ['lunch']],
    ['2026-11-10', '2026-11-12', ['lunch', 'snacks']],
    ['2026-11-13', '2026-11-30', ['lunch']],
  ]);
});
