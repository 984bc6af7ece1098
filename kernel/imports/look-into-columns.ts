import type { Ctx } from '../ctx/index.ts';
import { findText } from '../i18n/index.ts';
import { restore } from '../lib/defuse.ts';
import { ok, type Result } from '../lib/result.ts';
import { asCsv } from './as-csv.ts';
import { cellText } from './cells.ts';
import type { ImportUpload } from './check-import.ts';
import type { AnyImport } from './define.ts';
import { type Found, findHeading } from './find-heading.ts';
import { known } from './known-formats.ts';

/** Enough to see which column is which. */
const ROWS_SHOWN = 6;
const CELL_LENGTH = 200;

export type ColumnPreview = {
  /** What the import takes. */
  fields: { key: string; title: string; required: boolean; parts: boolean }[];
  headings: string[];
  mapping: { heading_row: number; delimiter: string; columns: (string | null)[] };
  source: Found['source'];
  unasked: number[];
  top: string[][];
  rows: string[][];
};

/**
 * Which column of a file is which, as a person said, as remembered, or guessed, for them to look at before anything is
 * checked. The form's `heading_row` chooses the line of the headings. Refusals: those of asCsv and findHeading.
 */
export async function lookIntoColumns(
  ctx: Ctx,
  definition: AnyImport,
  { bytes, mapping, fields }: ImportUpload,
): Promise<Result<ColumnPreview>> {
  const csv = await asCsv(bytes);
  if (!csv.ok) return csv;
  const row = Number(fields.heading_row);
  const headingRow = fields.heading_row && Number.isInteger(row) && row >= 0 ? row : null;
  const found = findHeading(csv.data, definition, { ...(await known(ctx, definition)), mapping, headingRow });
  if (!found.ok) return found;
  const { heading_row, delimiter, columns, cells, source, unasked, top, below, joined } = found.data;
  const ours = ctx.services.exports.get(definition.name)?.columns ?? [];
  const titleOf = (key: string) => ours.find((column) => column.key === key)?.title;
  return ok({
    fields: definition.columns.map(({ key, titles, required = false, parts }) => ({
      key,
      title: findText(ctx, titleOf(key) ?? '') ?? titles[0],
      required,
      parts: parts !== undefined,
    })),
    headings: cells,
    // A heading that stands twice can be only one of the two: a person says which.
    mapping: { heading_row, delimiter, columns: columns.map((key, at) => (once(columns, joined, at) ? key : null)) },
    source,
    unasked,
    top: top.map(short),
    rows: below.slice(0, ROWS_SHOWN).map(short),
  });
}

const once = (columns: (string | null)[], joined: Found['joined'], at: number) =>
  columns.indexOf(columns[at] ?? null) === at || joined[columns[at] ?? ''] !== undefined;

const short = (cells: string[]) => cells.map((cell) => cellText(restore(cell)).slice(0, CELL_LENGTH));
