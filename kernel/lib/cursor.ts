/** Keyset pages: the sort values of a page's last row are the cursor of the page after it, opaque to the caller. */
import { isCleanText } from './clean-text.ts';
import { isDay, isInstant } from './formats.ts';
import { isUuid } from './ids.ts';
import { type Ok, ok, type Result, refuse } from './result.ts';

export type Key = (string | number | null)[];

/** The types that lists are sorted by. Cursors go into database queries, so a client may send nothing else. */
const KINDS = {
  uuid: (value: unknown) => typeof value === 'string' && isUuid(value),
  text: (value: unknown) => typeof value === 'string' && value.length <= 1000 && isCleanText(value),
  day: (value: unknown) => typeof value === 'string' && isDay(value),
  instant: (value: unknown) => typeof value === 'string' && isInstant(value),
  /** the range of int4 in the database */
  integer: (value: unknown) => Number.isInteger(value) && Math.abs(value as number) <= 2_147_483_647,
};
export type KeyKind = keyof typeof KINDS;

export function encodeCursor(key: Key): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/**
 * The key after which a page begins, empty for the first page: `readCursor(after, 'instant', 'uuid')`. Refuses with
 * `http.bad_cursor` a value that is not a cursor, or is the cursor of a list sorted by something else.
 */
export function readCursor(cursor: string | undefined, ...kinds: KeyKind[]): Result<Key> {
  if (cursor === undefined) return ok([]);
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(key) && key.length === kinds.length && kinds.every((kind, i) => KINDS[kind](key[i])))
      return ok(key);
  } catch {
    // not JSON: refused below
  }
  return refuse('http.bad_cursor');
}

/**
 * A page from rows of which the query asked for one more than `limit`: that extra row shows that there is a next page.
 * @param show turns a row into an item of the answer
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
