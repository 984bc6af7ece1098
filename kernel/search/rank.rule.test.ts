import { expect, test } from 'vitest';
import { rankOf } from './rank.rule.ts';

const asha = { title: 'Asha Rao', text: '+91 98450 12345', keys: ['7KQ2M9XA', '+919845012345'] };

test.each([
  ['7kq2 m9xa', 0],
  ['919845012345', 0],
  ['asha rao', 1],
  ['7KQ2', 2],
  ['ash', 3],
  ['rao', 4],
  ['ha r', 5],
])('%s ranks %i', (typed, rank) => expect(rankOf(typed, asha)).toBe(rank));

test('a text without letters that people leave out fits no key', () => {
  expect(rankOf('zzz', { title: 'Zoë', keys: [null, undefined, ''] })).toBe(5);
});
