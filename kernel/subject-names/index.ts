/** Public API of the subject-names package: what people read where a record or an actor is stored by type and id. */
import { type Ctx, type Db, orgOf, type Services } from '../ctx/index.ts';
import { t } from '../i18n/index.ts';
import { isUuid } from '../lib/ids.ts';
import { definePackage } from '../module/index.ts';

/**
 * The names of records of one type, such as a person's; a record that is gone has none. `db` may be limited to the
 * organization or not, so the statement names it.
 */
export type NamesOf = (db: Db, organizationId: string, ids: string[]) => Promise<{ id: string; name: string }[]>;

declare module '../module/index.ts' {
  interface Manifest {
    /** type of a subject, such as `mess.student` → how its records are named in a sentence */
    subjectNames?: Record<string, NamesOf>;
  }
}
declare module '../ctx/index.ts' {
  interface Services {
    subjectNames?: ReadonlyMap<string, NamesOf>;
  }
}

export type Subject = { type: string; id: string };
/** The name of a record; null when it is unknown, or its type has no names. */
export type NameOf = (subject: Subject) => string | null;

const keyOf = ({ type, id }: Subject) => `${type}:${id}`;

/** Reads the names of many records, with one statement for each type. */
export async function nameSubjects(
  from: { services: Services; db: Db; organizationId: string },
  subjects: readonly Subject[],
): Promise<NameOf> {
  const wanted = new Map<string, Set<string>>();
  for (const { type, id } of subjects) if (isUuid(id)) wanted.set(type, (wanted.get(type) ?? new Set()).add(id));
  const names = new Map<string, string>();
  await Promise.all(
    [...wanted].map(async ([type, ids]) => {
      const rows = (await from.services.subjectNames?.get(type)?.(from.db, from.organizationId, [...ids])) ?? [];
      for (const { id, name } of rows) if (name) names.set(keyOf({ type, id }), name);
    }),
  );
  return (subject) => names.get(keyOf(subject)) ?? null;
}

/** `portal.account:<uuid>` as a subject; null for any other text, such as a name. */
export function readSubject(text: string): Subject | null {
  const at = text.lastIndexOf(':');
  const id = text.slice(at + 1);
  return at > 0 && isUuid(id) ? { type: text.slice(0, at), id } : null;
}

/**
 * Rows that say in the column `key` who acted. An actor without a name was stored by type and id: it is named as its
 * record is now; one that was erased has no name any more.
 */
export async function nameActors<K extends string, R extends { [P in K]: string | null }>(
  ctx: Ctx,
  key: K,
  rows: R[],
): Promise<R[]> {
  const subjects = rows.flatMap((row) => readSubject(row[key] ?? '') ?? []);
  if (subjects.length === 0) return rows;
  const nameOf = await nameSubjects(inside(ctx), subjects);
  const gone = nameOfNobody(ctx);
  return rows.map((row) => {
    const subject = readSubject(row[key] ?? '');
    return subject ? ({ ...row, [key]: nameOf(subject) ?? gone } as R) : row;
  });
}

/** What stands for a record that has no name any more, in the reader's language. */
export const nameOfNobody = (ctx: Ctx): string => t(ctx, 'subject_names.gone');

/** Where `nameSubjects` reads, for what happens in an organization. */
export const inside = (ctx: Ctx) => ({
  services: ctx.services,
  db: ctx.db,
  organizationId: orgOf(ctx).id,
});

export const subjectNamesPackage = definePackage({
  name: 'subject_names',
  async start(boot) {
    boot.services.subjectNames = new Map(
      boot.manifests.flatMap(({ subjectNames }) => Object.entries(subjectNames ?? {})),
    );
    return undefined;
  },
});
