import { sql } from 'kysely';
import { type Ctx, orgOf } from '../ctx/index.ts';
import { isUuid } from '../lib/ids.ts';
import { ok, type Result, refuse } from '../lib/result.ts';
import { type Asked, rowsOf } from './subject.ts';
import { wordPattern } from './words.ts';

type Found = Asked & { name: string };

/** The people with this id, name, phone or e-mail address, twenty of each kind at most. */
export async function findPeople(ctx: Ctx, text: string, kind?: string): Promise<Found[]> {
  const found: Found[] = [];
  const wanted = text.trim();
  if (wanted === '') return [];
  for (const root of ctx.services.personalData.flatMap(({ roots = [] }) => roots)) {
    if (kind !== undefined && root.kind !== kind) continue;
    const words = rowsOf(ctx).find(({ table, words }) => table === root.table && words)?.words ?? [];
    const same = words.map((word) => sql`${sql.ref(word)} ~* ${`^(${wordPattern(wanted)})$`}`);
    // Raw SQL: manifests name the tables and columns.
    const { rows } = await sql<{ id: string; name: string }>`select id, ${sql.ref(root.name ?? 'name')} as name
      from ${sql.table(root.table)} where organization_id = ${orgOf(ctx).id}
        and ${isUuid(wanted) ? sql`id = ${wanted}::uuid` : sql`(${sql.join(same, sql` or `)})`}
      order by id desc limit 20`.execute(ctx.system);
    found.push(...rows.map(({ id, name }) => ({ kind: root.kind, id, name })));
  }
  return found;
}

/**
 * The one person with this id, name, phone or e-mail address; `kind` limits it to one kind of records. Refuses with
 * `personal_data.not_found`, and with `personal_data.ambiguous` and the ids when there are several.
 */
export async function findPerson(ctx: Ctx, text: string, kind?: string): Promise<Result<Asked>> {
  const [first, ...more] = await findPeople(ctx, text, kind);
  if (!first) return refuse('personal_data.not_found');
  const people = [first, ...more].map((one) => `${one.kind} ${one.id}`).join(', ');
  return more.length > 0 ? refuse('personal_data.ambiguous', { people }) : ok({ kind: first.kind, id: first.id });
}
