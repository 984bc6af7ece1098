import { sql } from 'kysely';
import { type Ctx, type Db, orgOf } from '../ctx/index.ts';
import type { PersonalRows } from '../module/index.ts';
import { wordPattern } from './words.ts';

/** A person as it was asked for: the kind of the record and its id. */
export type Asked = { kind: string; id: string };

export type Subject = {
  /** kind → ids */
  refs: Map<string, Set<string>>;
  /** all words by which the person is recognized, the longest first */
  words: string[];
  /** those of them that no other record has */
  own: string[];
};

/** The person's name, or null when there is no such record. */
export async function nameOf(ctx: Ctx, db: Db, { kind, id }: Asked): Promise<string | null> {
  const root = ctx.services.personalData.flatMap(({ roots = [] }) => roots).find((one) => one.kind === kind);
  if (!root) return null;
  const { rows } = await sql<{ name: string }>`
    select ${sql.ref(root.name ?? 'name')} as name from ${sql.table(root.table)} where organization_id = ${orgOf(ctx).id} and id = ${id}`.execute(
    db,
  );
  return rows[0]?.name ?? null;
}

/** Follows all declarations until nothing more is found. */
export async function findSubject(ctx: Ctx, db: Db, asked: Asked): Promise<Subject> {
  const refs = new Map([[asked.kind, new Set([asked.id])]]);
  const declared = rowsOf(ctx);
  const words = new Set<string>();
  for (let before = -1; before !== sizeOf(refs); ) {
    before = sizeOf(refs);
    for (const one of declared) {
      const columns = [...Object.values(one.gives ?? {}), ...(one.words ?? [])];
      if (columns.length === 0) continue;
      // Raw SQL, here and below: manifests name the tables, their columns and conditions.
      const { rows } = await sql<Record<string, string | null>>`${withRefs(refs)}
        select ${sql.join([...new Set(columns)].map((column) => sql`t.${sql.ref(column)}::text as ${sql.ref(column)}`))}
        from ${tableOf(one.table)} t where ${conditionOf(ctx, one)}`.execute(db);
      for (const row of rows) {
        for (const [kind, column] of Object.entries(one.gives ?? {})) if (row[column]) add(refs, kind, row[column]);
        for (const column of one.words ?? []) if (row[column]) words.add(row[column]);
      }
    }
  }
  // A word of three letters is found everywhere.
  const all = [...words]
    .filter((word) => word.length > 3 && !word.startsWith('[erased'))
    .sort((a, b) => b.length - a.length);
  const own: string[] = [];
  for (const word of all) if (!(await othersHave(ctx, db, refs, word))) own.push(word);
  return { refs, words: all, own };
}

/** Families share telephones, and two people may have one name: such a word tells nothing of one of them. */
async function othersHave(ctx: Ctx, db: Db, refs: Subject['refs'], word: string): Promise<boolean> {
  for (const one of rowsOf(ctx)) {
    if (!one.words || one.erase === 'follow') continue;
    const same = sql.join(
      one.words.map((column) => sql`t.${sql.ref(column)} ~* ${`^(${wordPattern(word)})$`}`),
      sql` or `,
    );
    const { rows } = await sql`${withRefs(refs)}
      select 1 from ${tableOf(one.table)} t where ${scopeOf(ctx, one)} and not coalesce((${sql.raw(one.of)}), false)
        and (${same}) limit 1`.execute(db);
    if (rows.length > 0) return true;
  }
  return false;
}

export const rowsOf = (ctx: Ctx): PersonalRows[] => ctx.services.personalData.flatMap(({ rows = [] }) => rows);

/** `with person_ref …`: what is known of the person, for the conditions of the declarations. */
export function withRefs(refs: Subject['refs']) {
  const pairs = [...refs].flatMap(([kind, ids]) => [...ids].map((id) => [kind, id] as const));
  return sql`with person_ref as (select * from unnest(${pairs.map(([kind]) => kind)}::text[], ${pairs.map(([, id]) => id)}::text[]) r (kind, id))`;
}

export const conditionOf = (ctx: Ctx, one: { of: string; scope?: string }) =>
  sql`${scopeOf(ctx, one)} and (${sql.raw(one.of)})`;

export function scopeOf(ctx: Ctx, { scope = 't.organization_id = $org' }: { scope?: string }) {
  const [before = '', after = ''] = scope.split('$org');
  return sql`${sql.raw(before)}${orgOf(ctx).id}${sql.raw(after)}`;
}

export const tableOf = (table: string) => sql.table(table);

function add(refs: Subject['refs'], kind: string, id: string): void {
  const ids = refs.get(kind) ?? new Set();
  refs.set(kind, ids.add(id));
}

const sizeOf = (refs: Subject['refs']) => [...refs.values()].reduce((sum, ids) => sum + ids.size, 0);
