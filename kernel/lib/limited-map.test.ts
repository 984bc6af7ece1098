import { expect, test } from 'vitest';
import { LimitedMap } from './limited-map.ts';

test('a new entry drops the oldest, a change drops none', () => {
  const map = new LimitedMap<string, number>(2);
  map.set('a', 1).set('b', 2).set('b', 3);
  expect([...map]).toEqual([
    ['a', 1],
    ['b', 3],
  ]);
  map.set('c', 4);
  expect([...map]).toEqual([
    ['b', 3],
    ['c', 4],
  ]);
});
