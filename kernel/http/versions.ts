import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { Type } from 'typebox';
import { type Ctx, inOrg } from '../ctx/index.ts';
import { transaction } from '../db/index.ts';
import { type ChangedField, type Refusal, type Result, refuse } from '../lib/result.ts';
import type { VersionedRecord } from '../module/index.ts';
import { nameActors } from '../subject-names/index.ts';

/**
 * Prevents lost updates. A GET returns an ETag over the fields that PATCH may change, and a PATCH with `If-Match`
 * succeeds only while they are the same. Nothing is stored: the tag contains a short digest of each field, so a refusal
 * can name those that differ.
 */
export const IfMatchHeader = Type.Object({
  'if-match': Type.Optional(
    Type.String({
      maxLength: 8000,
      description:
        'The ETag of the record as it was read. If somebody has changed it since, the answer is 409 with `error.changed`: each field, its value now, by whom and when; `error.version` is the ETag now.',
    }),
  ),
});

/** 48 bits: a change is missed by chance once in 2.8e14. */
const DIGEST_BYTES = 6;
const MARK = 'r1.';

/** The ETag of a record's fields, in the order of their names. */
export function versionOf(fields: Record<string, unknown>): string {
  const digests = Object.keys(fields)
    .sort()
    .map((name) => digest(name, fields[name]));
  return `"${MARK}${Buffer.concat(digests).toString('base64url')}"`;
}

function digest(name: string, value: unknown): Buffer {
  const text = JSON.stringify([name, value ?? null]);
  return createHash('sha256').update(text).digest().subarray(0, DIGEST_BYTES);
}

/** The names of the fields that changed since `version` was made; null when it is not a version of such a record. */
export function changedSince(version: string, fields: Record<string, unknown>): string[] | null {
  const match = /^(?:W\/)?"r1\.([\w-]*)"$/.exec(version.trim());
  const names = Object.keys(fields).sort();
  const seen = match && Buffer.from(match[1] as string, 'base64url');
  if (seen?.length !== names.length * DIGEST_BYTES) return null;
  return names.filter(
    (name, i) => !digest(name, fields[name]).equals(seen.subarray(i * DIGEST_BYTES, (i + 1) * DIGEST_BYTES)),
  );
}

/**
 * Changes a record only if it is still what the caller saw. One transaction: changes of records of one kind in one
 * organization wait for each other, then the record is read, compared, and changed. Refuses with
 * `http.changed_meanwhile`.
 */
export async function ifUnchanged<T>(
  ctx: Ctx,
  record: VersionedRecord,
  params: unknown,
  version: string,
  change: (tx: Ctx) => Promise<Result<T>>,
): Promise<Result<T>> {
  return transaction(ctx, async (tx): Promise<Result<T>> => {
    const key = `${tx.organization?.id ?? tx.actor.id} ${record.kind}`;
    const [, read] = await Promise.all([
      sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`.execute(tx.db),
      record.read(tx, params),
    ]);
    if (!read.ok) return read;
    const fields = record.fields(read.data);
    const changed = changedSince(version, fields);
    if (changed?.length === 0) return change(tx);
    return conflict(tx, record.subjects(read.data), fields, changed ?? []);
  });
}

/** The fields that changed, each with the person and time of the latest audit entry about it. */
async function conflict(
  tx: Ctx,
  subjects: { type: string; id: string }[],
  fields: Record<string, unknown>,
  names: string[],
): Promise<Refusal> {
  const entries =
    tx.organization && subjects.length > 0
      ? await tx.db
          .selectFrom('audit_entry')
          .select(['at', 'actor_name', 'before', 'after'])
          .where(inOrg(tx))
          .where((eb) => eb.or(subjects.map(({ type, id }) => eb.and({ subject_type: type, subject_id: id }))))
          .orderBy('id', 'desc')
          .limit(50)
          .execute()
          .then((rows) => nameActors(tx, 'actor_name', rows))
      : [];
  const concerns = (entry: (typeof entries)[number], name: string) =>
    [entry.before, entry.after].some((side) => side && spellings(name).some((key) => Object.hasOwn(side, key)));
  const changed = names.map((field): ChangedField => {
    const entry = entries.find((one) => concerns(one, field));
    return {
      field,
      theirs: fields[field] ?? null,
      by: entry?.actor_name ?? null,
      at: entry ? entry.at.toISOString() : null,
    };
  });
  return { ...refuse('http.changed_meanwhile'), changed, version: versionOf(fields) };
}

/** Names of a field in audit entries: amounts are in minor units, and some kernel entries use the names of the code. */
function spellings(name: string): string[] {
  return [name, `${name}_minor`, name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())];
}
