import { type Query, snakeKey } from './light/index.ts';

/** Converts a choice's texts 'true' and 'false' to booleans. */
const plain = (value: unknown) => (value === 'true' ? true : value === 'false' ? false : value);

/** A list's filter in its screen's form → the API's `filter` (JSON) and `search` (the filter's `q`). */
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
