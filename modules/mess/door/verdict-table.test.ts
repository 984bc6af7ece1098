import { expect, test } from 'vitest';
import { FACTS_COUNT, factsOf } from './facts.ts';
import { verdictsAt } from './judge.ts';
import { verdictTable } from './verdict-table.ts';

const lunch = { id: 'l', code: 'lunch' as const, name: 'Lunch', starts: '12:00', ends: '14:00', active: true };

test('each number stands for other facts', () => {
  const all = Array.from({ length: FACTS_COUNT }, (_, number) => JSON.stringify(factsOf(number)));
  expect(new Set(all).size).toBe(5 * 2 ** 7);
});

test('a table has the rule’s verdict on all facts, and one on a code without a student', () => {
  const table = verdictTable((facts) => (facts === null ? 'bad_code' : facts.served ? 'already_served' : null));
  expect(table).toHaveLength(FACTS_COUNT + 1);
  expect(table[FACTS_COUNT]).toBe(1);
  for (let number = 0; number < FACTS_COUNT; number++) expect(table[number]).toBe(factsOf(number).served ? 8 : 0);
});

test('of all facts only the usual ones may eat, and nobody when no meal is on', () => {
  const now = new Date('2026-11-21T07:00:00Z');
  const eats = (meal: typeof lunch | null) => {
    const table = verdictsAt({ meal, serviceOn: '2026-11-21' }, now, null);
    return Array.from({ length: FACTS_COUNT }, (_, number) => number).filter((number) => table[number] === 0);
  };
  const usual = { state: 'approved', current: true, key_good: true, paid: true };
  expect(eats(lunch).map(factsOf)).toEqual([{ ...usual, revoked: false, cut: false, closed: false, served: false }]);
  expect(eats(null)).toEqual([]);
});
