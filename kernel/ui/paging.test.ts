import { expect, test } from 'vitest';
import { fetchPageAt } from './paging.ts';

const store = () => {
  const map = new Map<string, string>();
  return {
    getItem: (key: string) => map.get(key) ?? null,
    setItem: (key: string, value: string) => void map.set(key, value),
  };
};

/** Five pages of one row each; the cursor of page n is `c<n>`. */
const server = () => {
  const asked: (string | undefined)[] = [];
  const fetchPage = async (after: string | undefined) => {
    asked.push(after);
    const page = after ? Number(after.slice(1)) : 1;
    return { data: [page], next: page < 5 ? `c${page + 1}` : null };
  };
  return { asked, fetchPage };
};

test('the next page costs one request', async () => {
  const { asked, fetchPage } = server();
  const kept = store();
  await fetchPageAt('k', 1, fetchPage, kept);
  const second = await fetchPageAt('k', 2, fetchPage, kept);
  expect(second).toEqual({ data: [2], hasNextPage: true, hasPreviousPage: true });
  expect(asked).toEqual([undefined, 'c2']);
});

test('a link to a page not yet reached loads the pages before it', async () => {
  const { asked, fetchPage } = server();
  const fifth = await fetchPageAt('k', 5, fetchPage, store());
  expect(fifth).toEqual({ data: [5], hasNextPage: false, hasPreviousPage: true });
  expect(asked).toHaveLength(5);
});

test('a page past the end is empty and leads back', async () => {
  const { fetchPage } = server();
  expect(await fetchPageAt('k', 9, fetchPage, store())).toEqual({
    data: [],
    hasNextPage: false,
    hasPreviousPage: true,
  });
});
