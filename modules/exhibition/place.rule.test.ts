import { expect, test } from 'vitest';
import { placeOf } from './place.rule.ts';

test.each([
  ['the desk stands there', { of: 'a', desk: 'a', open: ['b'] }, 'here', 'here'],
  ['the desk stands elsewhere', { of: 'a', desk: 'b', open: ['a', 'b'] }, 'ask', 'refuse'],
  ['a person agreed', { of: 'a', desk: 'b', open: [], confirmed: 'a' }, 'agreed', 'refuse'],
  ['a person agreed to another one', { of: 'a', desk: 'b', open: [], confirmed: 'b' }, 'ask', 'refuse'],
  ['no desk is named and it is open', { of: 'a', open: ['a', 'b'] }, 'here', 'here'],
  ['no desk is named and only others are open', { of: 'a', open: ['b'] }, 'ask', 'refuse'],
  ['no desk is named and nothing is open', { of: 'a', open: [] }, 'here', 'here'],
])('%s', (_what, place, ask, refuse) => {
  expect([placeOf(place, 'ask'), placeOf(place, 'refuse')]).toEqual([ask, refuse]);
});
