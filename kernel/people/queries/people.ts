import { sql } from 'kysely';
import { type Ctx, type Db, inOrg } from '../../ctx/index.ts';
import { cutPage, readCursor } from '../../lib/cursor.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import { wordPatterns } from '../../lib/searchable.ts';
import type { PersonView } from '../contract.ts';
import { type Person, personView, toPerson } from '../person.ts';

/** One person; refuses with `people.not_found`. */
export async function getPerson(ctx: Ctx, id: string): Promise<Result<Person>> {
  const row = await ctx.db.selectFrom('person').selectAll().where(inOrg(ctx)).where('id', '=', id).executeTakeFirst();
  return row ? ok(toPerson(row)) : refuse('people.not_found');
}

/** People, the latest first; `search` finds a part of a name, phone or address. */
export async function listPeople(
  ctx: Ctx,
  query: { search?: string | undefined; limit: number; after?: string | undefined },
): Promise<Result<PersonView[]>> {
  const cursor = readCursor(query.after, 'uuid');
  if (!cursor.ok) return cursor;
  let rows = ctx.db
    .selectFrom('person')
    .selectAll()
    .where(inOrg(ctx))
    .orderBy('id', 'desc')
    .limit(query.limit + 1);
  const after = cursor.data[0] === undefined ? null : String(cursor.data[0]);
  if (after) rows = rows.where('id', '<', after);
  // The longest first: it leads the index.
  const patterns = wordPatterns(query.search).sort((a, b) => b.length - a.length);
  if (patterns.length > 0)
    rows = rows.where(
      'id',
      'in',
      sql<string>`(select f.id from person_find(${patterns}::text[], ${after}::uuid, ${query.limit + 1}) f)`,
    );
  return cutPage(
    await rows.execute(),
    query.limit,
    (row) => [row.id],
    (row) => personView(toPerson(row)),
  );
}

export const personNames = (db: Db, organizationId: string, ids: string[]) =>
  db
    .selectFrom('person')
    .select(['id', 'name'])
    .where('organization_id', '=', organizationId)
    .where((eb) => eb('id', '=', eb.fn.any(eb.val(ids))))
    .execute();
