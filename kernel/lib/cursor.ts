/** Keyset pages: the sort values of a page's last row are the cursor of the page after it, opaque to the caller. */
import { type Ok, ok, type Result, refuse } from './result.ts';

export type Key = (string | number | null)[];

export function encodeCursor(key: Key): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/**
 * The key after which a page begins, empty for the first one. Refuses with `http.bad_cursor` what is not a cursor of ours, or is one of a
 * list sorted by another number of values.
 */
export function readCursor(cursor: string | undefined, length: number): Result<Key> {
  if (cursor === undefined) return ok([]);
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(key) && key.length === length) return ok(key);
  } catch {
    // not JSON: refused like any other
  }
  return refuse('http.bad_cursor');
}

/**
 * A page out of rows of which one more than `limit` was asked for: that one is the sign that there is a page after this.
 * @param show how a row is answered
 */
export function cutPage<Row, Shown>(
  rows: Row[],
  limit: number,
  key: (row: Row) => Key,
  show: (row: Row) => Shown,
): Ok<Shown[]> {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return ok(
    page.map((row) => show(row)),
    { next: rows.length > limit && last !== undefined ? encodeCursor(key(last)) : null },
  );
}
