import { expect, it } from 'vitest';
import { nearestFree } from './nearest.rule.ts';

const range = { first: 1, last: 10 };
const free =
  (...numbers: number[]) =>
  (n: number) =>
    numbers.includes(n);

it('takes the closest free number for each, the lower of two, each once', () => {
  expect(nearestFree([5], free(4, 6), range)).toEqual([4]);
  expect(nearestFree([5, 6], free(4, 7, 8), range)).toEqual([4, 7]);
  expect(nearestFree([5, 6], free(7), range)).toEqual([7]);
  expect(nearestFree([1, 10], free(5), range)).toEqual([5]);
});

it('leaves out those that are wanted anyway, and stays within the range', () => {
  expect(nearestFree([5], free(4, 6), range, [4])).toEqual([6]);
  expect(nearestFree([1], () => true, { first: 1, last: 1 })).toEqual([]);
  expect(nearestFree([5], () => false, range)).toEqual([]);
});
