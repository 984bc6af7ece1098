import { expect, test } from 'vitest';
import { judgeMemory } from './doctor.ts';

const GIGABYTE = 1024 ** 3;

test('less than what is sold as 1 GB of memory wants a look', () => {
  expect(judgeMemory(0.5 * GIGABYTE)).toEqual({ state: 'look', text: expect.stringContaining('0.5 GB. Give it 1 GB') });
  expect(judgeMemory(0.95 * GIGABYTE)).toEqual({ state: 'good', text: 'Memory: 0.9 GB.' });
});
