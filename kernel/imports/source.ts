import type { Ctx } from '../ctx/index.ts';
import { definePurpose, readFile } from '../files/index.ts';
import { ok, type Result } from '../lib/result.ts';
import type { Source } from './check-rows.ts';
import type { Answers, AnyImport } from './define.ts';
import type { Mapping } from './find-heading.ts';
import { readHeading } from './read-csv.ts';

export const MAX_IMPORT_BYTES = 20 * 1024 * 1024;

/** The uploaded list as CSV, kept for a month so that staff can look at it, then deleted with the personal data in it. */
export const importSource = definePurpose({
  name: 'imports.source',
  accept: ['csv'],
  maxBytes: MAX_IMPORT_BYTES,
  read: 'imports.read',
  keepDays: 30,
});

/** Calls the definition's `prepare` with the form's fields. */
export async function prepare(
  ctx: Ctx,
  definition: AnyImport,
  fields: Record<string, string>,
): Promise<Result<unknown>> {
  return definition.prepare ? definition.prepare(ctx, fields) : ok(undefined);
}

/** What a person said about the whole file, of the form's fields. */
export function answersOf(fields: Record<string, string>): Answers {
  const { keep_phones, two_phones } = fields;
  return {
    asTyped: keep_phones === 'true',
    twoPhones: two_phones === 'first' || two_phones === 'second' ? two_phones : undefined,
  };
}

/** A stored CSV, ready to be read again exactly as in the dry run. */
export async function openSource(
  ctx: Ctx,
  definition: AnyImport,
  stored: { fileId: string; fields: Record<string, string>; mapping: unknown },
): Promise<Result<Source>> {
  const context = await prepare(ctx, definition, stored.fields);
  if (!context.ok) return context;
  const file = await readFile(ctx, stored.fileId);
  if (!file.ok) return file;
  const heading = readHeading(file.data.bytes, definition, { mapping: stored.mapping as Mapping | null });
  if (!heading.ok) return heading;
  return ok({ heading: heading.data, context: context.data, answers: answersOf(stored.fields) });
}
