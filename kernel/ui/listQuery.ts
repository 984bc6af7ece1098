import { type Query, snakeKey } from './light/index.ts';

/** A choice's value is text; the API's own yes and no are not. */
const plain = (value: unknown) => (value === 'true' ? true : value === 'false' ? false : value);

/** A list's filter as its screen keeps it → the API's `filter` (JSON) and `search` (the filter's `q`). */
export function listQuery(filter: Record<string, unknown> = {}): Query {
  const { q, ...rest } = filter;
  const kept = Object.entries(rest)
    .filter(([, value]) => value !== '' && value !== undefined && value !== null)
    .map(([name, value]) => [snakeKey(name), plain(value)] as const);
  return {
    filter: kept.length > 0 ? JSON.stringify(Object.fromEntries(kept)) : undefined,
    search: typeof q === 'string' && q !== '' ? q : undefined,
  };
}
