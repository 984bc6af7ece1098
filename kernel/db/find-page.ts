import type { SelectQueryBuilder, StringReference } from 'kysely';
import { cutPage, type KeyKind, readCursor } from '../lib/cursor.ts';
import { ok, type Result } from '../lib/result.ts';

/** How long a page is, and after which one it comes: what every list gets from its route. */
export type PageQuery = { limit: number; after?: string | undefined };

/** A list's order: a column whose values are unique, the last first unless it says otherwise. */
type Order<Column> = { by: Column; kind?: KeyKind; order?: 'asc' | 'desc' };

type NameOf<Column extends string> = Column extends `${string}.${infer Name}` ? Name : Column;

/**
 * A page of what a query finds: `findPage(rows, 'b.id', query, asBill)` has the newest first, since version-7 ids sort
 * by time. Another order: `{ by: 'n.number', kind: 'integer', order: 'asc' }`. Refuses what isn't a cursor of this list.
 * @param show turns a row into an item of the answer; without it they are rows, for `showPage`
 */
export async function findPage<
  DB,
  TB extends keyof DB,
  Row extends Record<NameOf<Column>, string | number>,
  Column extends StringReference<DB, TB>,
  Shown = Row,
>(
  query: SelectQueryBuilder<DB, TB, Row>,
  sorted: Column | Order<Column>,
  { limit, after }: PageQuery,
  show: (row: Row) => Shown = (row) => row as unknown as Shown,
): Promise<Result<Shown[]>> {
  const { by, kind = 'uuid', order = 'desc' } = typeof sorted === 'string' ? { by: sorted } : sorted;
  const cursor = readCursor(after, kind);
  if (!cursor.ok) return cursor;
  const [last] = cursor.data;
  const column: string = by;
  // biome-ignore lint/suspicious/noExplicitAny: the column is checked above, whatever the tables are
  let rows = query as unknown as SelectQueryBuilder<any, any, Row>;
  if (last !== undefined) rows = rows.where(column, order === 'desc' ? '<' : '>', last);
  const found = await rows
    .orderBy(column, order)
    .limit(limit + 1)
    .execute();
  const name = column.split('.').at(-1) as NameOf<Column>;
  return cutPage(found, limit, (row) => [row[name]], show);
}

/** Shows a page of rows that need something that is read for all of them together. */
export async function showPage<Row, Shown>(
  page: Result<Row[]>,
  show: (rows: Row[]) => Promise<Shown[]>,
): Promise<Result<Shown[]>> {
  return page.ok ? ok(await show(page.data), page.page) : page;
}
