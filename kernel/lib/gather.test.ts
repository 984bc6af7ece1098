import { expect, test } from 'vitest';
import { askOnce, gather } from './gather.ts';

/** A slow answer function that records the groups it was called with. */
function slow(answer: (question: number) => number, atOnce = 1) {
  const groups: number[][] = [];
  const ask = gather(
    async (questions: number[]) => {
      groups.push(questions);
      await new Promise((resolve) => setTimeout(resolve, 5));
      return questions.map(answer);
    },
    { most: 3, atOnce },
  );
  return { ask, groups };
}

/** An answer function whose groups each wait for their `ends`. */
function held(options: Parameters<typeof gather>[1]) {
  const groups: number[][] = [];
  const ends: (() => void)[] = [];
  const ask = gather(async (questions: number[]) => {
    groups.push(questions);
    await new Promise<void>((resolve) => ends.push(resolve));
    return questions;
  }, options);
  return { ask, groups, ends };
}

test('questions of one turn, and those that arrive while a group is in progress, are asked together', async () => {
  const { ask, groups } = slow((n) => n * 10);
  const first = [ask(1), ask(2)];
  await new Promise((resolve) => setTimeout(resolve, 1));
  const second = [3, 4, 5, 6].map(ask);
  expect(await Promise.all([...first, ...second])).toEqual([10, 20, 30, 40, 50, 60]);
  expect(groups).toEqual([[1, 2], [3, 4, 5], [6]]);
});

test('with two groups at once, the second starts while the first is in progress', async () => {
  const { ask, groups } = slow((n) => n, 2);
  const first = [ask(1), ask(2)];
  await new Promise((resolve) => setTimeout(resolve, 1));
  const second = [ask(3)];
  await new Promise((resolve) => setTimeout(resolve, 1));
  expect(groups).toEqual([[1, 2], [3]]);
  const third = [ask(4), ask(5)];
  expect(await Promise.all([...first, ...second, ...third])).toEqual([1, 2, 3, 4, 5]);
  expect(groups).toEqual([[1, 2], [3], [4, 5]]);
});

test('the next group gathers as long as the one in progress may still end soon, and starts beside a slow one', async () => {
  const { ask, groups, ends } = held({ atOnce: 2, patience: 60 });
  const asked: Promise<number>[] = [];
  const later = async (question: number, milliseconds: number) => {
    asked.push(ask(question));
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
  };
  await later(1, 5);
  await later(2, 5);
  await later(3, 5);
  expect(groups).toEqual([[1]]);
  await later(4, 100);
  expect(groups).toEqual([[1], [2, 3, 4]]);
  await later(5, 100);
  // Two are in progress, and no more start, however slow they are.
  expect(groups).toHaveLength(2);
  ends[1]?.();
  await later(6, 5);
  expect(groups).toEqual([[1], [2, 3, 4], [5, 6]]);
  for (const end of ends) end();
  expect(await Promise.all(asked)).toEqual([1, 2, 3, 4, 5, 6]);
});

test('a failure fails its own group only', async () => {
  const { ask } = slow((n) => {
    if (n === 2) throw new Error('two');
    return n;
  });
  const first = [ask(1), ask(2)];
  await expect(first[0]).rejects.toThrow('two');
  await expect(first[1]).rejects.toThrow('two');
  expect(await ask(3)).toBe(3);
});

test('a group that fails in the given way is asked one by one, and only the faulty question fails', async () => {
  const groups: number[][] = [];
  const ask = gather(
    async (questions: number[]) => {
      groups.push(questions);
      if (questions.includes(2)) throw new Error('two');
      return questions;
    },
    { singly: (error) => (error as Error).message === 'two' },
  );
  const answers = await Promise.allSettled([ask(1), ask(2), ask(3)]);
  expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(groups).toEqual([[1, 2, 3], [1], [2], [3]]);
});

test('equal questions of a group are asked once, and each gets its answer', async () => {
  const asked: string[][] = [];
  const ask = gather(
    askOnce(
      (word: string) => word.toLowerCase(),
      async (words) => {
        asked.push(words.map((word) => word.toLowerCase()));
        return words.map((word) => word.length);
      },
    ),
  );
  expect(await Promise.all(['one', 'three', 'ONE', 'Three', 'eleven'].map(ask))).toEqual([3, 5, 3, 5, 6]);
  expect(asked).toEqual([['one', 'three', 'eleven']]);
});
