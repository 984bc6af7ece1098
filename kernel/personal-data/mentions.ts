import { sql } from 'kysely';
import type { Ctx, Db } from '../ctx/index.ts';
import type { Mentions } from '../module/index.ts';
import { type Subject, scopeOf, tableOf, withRefs } from './subject.ts';
import { replaceInJson, replaceWords, wordsPattern } from './words.ts';

type Count = (table: string, rows: number) => void;

/** Replaces the person's words where they stand by the way, in texts and JSON. */
export async function replaceMentions(ctx: Ctx, db: Db, subject: Subject, count: Count): Promise<void> {
  for (const { mentions = [] } of ctx.services.personalData)
    for (const one of mentions) {
      count(one.table, await replaceIn(ctx, db, subject, one, subject.own, 'true'));
      if (one.of) count(one.table, await replaceIn(ctx, db, subject, one, subject.words, one.of));
    }
}

type Column = { name: string; type: string };

async function replaceIn(
  ctx: Ctx,
  db: Db,
  { refs }: Subject,
  one: Mentions,
  words: string[],
  of: string,
): Promise<number> {
  const pattern = wordsPattern(words);
  if (pattern === null) return 0;
  const { columns, key } = await shapeOf(db, one);
  // Raw SQL: manifests name the tables and columns.
  const { rows } = await sql<Record<string, unknown>>`${withRefs(refs)}
    select ${sql.join([...key, ...columns.map(({ name }) => name)].map((name) => sql`t.${sql.ref(name)}`))}
    from ${tableOf(one.table)} t where ${scopeOf(ctx, one)} and (${sql.raw(of)})
      and (${sql.join(
        columns.map(({ name }) => sql`t.${sql.ref(name)}::text ~* ${pattern}`),
        sql` or `,
      )})`.execute(db);
  let changed = 0;
  for (const row of rows) {
    const sets = columns.flatMap(({ name, type }) => {
      const was = row[name];
      if (was === null || was === undefined) return [];
      const is = type === 'text' ? replaceWords(String(was), words) : replaceInJson(was, words);
      if (JSON.stringify(is) === JSON.stringify(was)) return [];
      if (type.endsWith('[]')) return [sql`${sql.ref(name)} = ${is}`];
      return [sql`${sql.ref(name)} = ${type === 'text' ? is : JSON.stringify(is)}::${sql.raw(type)}`];
    });
    if (sets.length === 0) continue;
    await sql`update ${tableOf(one.table)} t set ${sql.join(sets)} where ${scopeOf(ctx, one)}
      and ${sql.join(
        key.map((name) => sql`t.${sql.ref(name)} = ${row[name]}`),
        sql` and `,
      )}`.execute(db);
    changed += 1;
  }
  return changed;
}

async function shapeOf(db: Db, { table, columns }: Mentions): Promise<{ columns: Column[]; key: string[] }> {
  const { rows } = await sql<Column & { key: boolean }>`
    select a.attname::text as name, format_type(a.atttypid, null) as type,
      exists (select from pg_index i where i.indrelid = a.attrelid and i.indisprimary and a.attnum = any (i.indkey)) as key
    from pg_attribute a where a.attrelid = ${table}::regclass and a.attnum > 0`.execute(db);
  const named = rows.filter(({ name }) => columns.includes(name));
  if (named.length !== columns.length) throw new Error(`personal data: ${table} has not all of ${columns.join(', ')}`);
  return { columns: named, key: rows.filter(({ key }) => key).map(({ name }) => name) };
}
