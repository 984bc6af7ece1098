import { expect, test } from 'vitest';
import { capacityOf, findsPlace, freePlaces } from './free-places.rule.ts';

test.each([
  // capacity, registered, waiting → free, a newcomer finds a place
  [null, 5000, 0, null, true],
  [10, 9, 0, 1, true],
  [10, 10, 0, 0, false],
  [10, 12, 0, 0, false],
  [10, 9, 1, 1, false],
  [10, 7, 1, 3, true],
  // The capacity was taken away while people waited: they come first.
  [null, 10, 3, null, false],
])('%j places, %i registered, %i waiting', (capacity, registered, waiting, free, finds) => {
  expect(freePlaces({ capacity, registered, waiting })).toBe(free);
  expect(findsPlace({ capacity, registered, waiting })).toBe(finds);
});

test.each([
  ['', null],
  [' 200 ', 200],
  ['0', undefined],
  ['many', undefined],
  ['12.5', undefined],
])('typed %j', (typed, capacity) => expect(capacityOf(typed)).toBe(capacity));
