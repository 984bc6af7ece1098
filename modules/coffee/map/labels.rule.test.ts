import { expect, test } from 'vitest';
import { labelsToDraw } from './labels.rule.ts';

const at = (x: number, y: number, text = 'Station', end = false) => ({ x, y, radius: 10, text, end });

test.each([
  ['far apart: all', [at(0, 0), at(0, 100), at(300, 0)], [0, 1, 2]],
  ['at one place: the first', [at(0, 0), at(5, 2)], [0]],
  ['one above the other: the names have room', [at(0, 0), at(0, 25)], [0, 1]],
  ['one name would cover the next place', [at(0, 0, 'A very long name of a place'), at(100, 3)], [1]],
  ['to the left there is room', [at(0, 0), at(30, 3), at(300, 0, 'Mall', true)], [1, 2]],
  ['two names that meet: the first', [at(0, 0, 'Hospital of the south'), at(200, 5, 'Workshop', true)], [0]],
])('%s', (_, labels, drawn) => {
  expect([...labelsToDraw(labels)]).toEqual(drawn);
});
