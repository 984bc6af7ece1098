import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { sql } from 'kysely';
import type { Ctx, Db } from '../ctx/index.ts';

/** Rows read at a time. */
const PAGE = 5000;

type Month = { name: string; end: string };

/**
 * Stores the rows of the oldest month that ended before `day`, and everything older, as lines of JSON, compressed, at
 * `archive/<table>/<year>_<month>.jsonl.gz`. Returns the month, or undefined when there is none. Until the end of the
 * transaction nobody writes to it, so that what is dropped is what was stored; a repetition replaces the file.
 */
export async function archiveMonth(ctx: Ctx, db: Db, table: string, day: string): Promise<Month | undefined> {
  // Raw SQL, here and below: months, locks and whole rows as JSON.
  const found = await sql<Month & { part: string; first: string }>`
    select m.part::text as part, to_char(m.month, 'YYYY_MM') as name, (m.month + interval '1 month')::date::text as end,
      app_first_id((m.month + interval '1 month')::date) as first
    from months_of(${table}::regclass) m where m.month + interval '1 month' <= ${day}::date
      and m.month < (select max(n.month) from months_of(${table}::regclass) n)
    order by m.month limit 1`.execute(db);
  const [month] = found.rows;
  if (!month) return undefined;
  await sql`set local lock_timeout = '3s'`.execute(db);
  await sql`lock table ${sql.table(month.part)}, ${sql.table(`${table}_before`)} in share mode`.execute(db);
  const bytes = Readable.from(lines(db, table, month.first)).compose(createGzip()) as Readable;
  await ctx.services.files.current.put(`archive/${table}/${month.name}.jsonl.gz`, bytes, 'application/gzip');
  return month;
}

async function* lines(db: Db, table: string, end: string): AsyncGenerator<string> {
  let after = { organization_id: NIL, id: NIL };
  for (;;) {
    const { rows } = await sql<{ organization_id: string; id: string; line: string }>`
      select organization_id, id, to_jsonb(t)::text as line from ${sql.table(table)} t
      where id < ${end} and (organization_id, id) > (${after.organization_id}::uuid, ${after.id}::uuid)
      order by organization_id, id limit ${PAGE}`.execute(db);
    for (const { line } of rows) yield `${line}\n`;
    if (rows.length < PAGE) return;
    after = rows.at(-1) as typeof after;
  }
}

const NIL = '00000000-0000-0000-0000-000000000000';
