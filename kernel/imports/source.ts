import { stringify } from 'csv-stringify/sync';
import type { Ctx } from '../ctx/index.ts';
import { definePurpose, readFile } from '../files/index.ts';
import { ok, type Result } from '../lib/result.ts';
import { readWorkbook } from '../lib/workbook.ts';
import type { Source } from './check-rows.ts';
import type { AnyImport } from './define.ts';
import { readHeading } from './read-csv.ts';

export const MAX_IMPORT_BYTES = 20 * 1024 * 1024;

/** The uploaded CSV, kept for a month so that staff can look at it, then deleted with the personal data in it. */
export const importSource = definePurpose({
  name: 'imports.source',
  accept: ['csv'],
  maxBytes: MAX_IMPORT_BYTES,
  read: 'imports.read',
  keepDays: 30,
});

/** The first bytes of a ZIP, which XLSX and ODS are. */
const ZIP = [0x50, 0x4b, 0x03, 0x04];

/**
 * A workbook's fullest sheet as a CSV, which is what is kept and read again; other bytes as they are. Null: it can't be
 * opened.
 */
export async function asCsv(bytes: Uint8Array): Promise<Uint8Array | null> {
  if (!ZIP.every((byte, at) => bytes[at] === byte)) return bytes;
  const rows = await readWorkbook(bytes);
  // An empty row keeps its number, by which faults are told.
  return rows && Buffer.from(stringify(rows.map((row) => (row.length > 0 ? row : ['']))));
}

/** Calls the definition's `prepare` with the form's fields. */
export async function prepare(
  ctx: Ctx,
  definition: AnyImport,
  fields: Record<string, string>,
): Promise<Result<unknown>> {
  return definition.prepare ? definition.prepare(ctx, fields) : ok(undefined);
}

/** A stored CSV, ready to be read again exactly as in the dry run. */
export async function openSource(
  ctx: Ctx,
  definition: AnyImport,
  stored: { fileId: string; fields: Record<string, string> },
): Promise<Result<Source>> {
  const context = await prepare(ctx, definition, stored.fields);
  if (!context.ok) return context;
  const file = await readFile(ctx, stored.fileId);
  if (!file.ok) return file;
  const heading = readHeading(file.data.bytes, definition);
  return heading.ok ? ok({ text: heading.data.text, heading: heading.data, context: context.data }) : heading;
}
