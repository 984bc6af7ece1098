import { ok, type Result, refuse } from '../../lib/result.ts';
import { guessMapping, type Home, otherOrder } from '../domain/guess-mapping.ts';
import { headingsOf, type Mapping } from '../domain/mapping.ts';
import { cellText } from '../domain/row-kind.ts';
import { findHeading, HEADING_WITHIN, looksLikeEntry, type Sheet } from './find-heading.ts';
import { openFile } from './open-file.ts';
import { type Outcome, readLines } from './read-lines.ts';

export type { StatementLine } from './read-lines.ts';

export const MAX_STATEMENT_BYTES = 5 * 1024 * 1024;
/** Rows that the guess looks at. */
const LOOKED_AT = 300;
const FIRST_ROWS = 20;

/** All that is needed to read a file: it may be sent to another thread. */
export type Input = {
  bytes: Uint8Array;
  /** what a person said; null: as remembered, else guessed */
  mapping: Mapping | null;
  /** the line that a person chose as heading, before anything is mapped; 0: none has headings */
  headingRow: number | null;
  formats: { id: string; fingerprint: string; mapping: Mapping }[];
  home: Home;
};

type Warning = { code: string; detail: Record<string, string | number>; date_order?: Mapping['date_order'] };

export type Reading = Outcome & {
  headings: string[];
  headingRow: number;
  fingerprint: string;
  /** the first lines of the file, for choosing the heading, and the first rows below it */
  top: string[][];
  first: string[][];
  formatId: string | null;
  mapping: Mapping | null;
  source: 'given' | 'remembered' | 'guessed' | 'none';
  warnings: Warning[];
};

const NOTHING: Outcome = {
  lines: [],
  outgoing: 0,
  otherKeys: [],
  faults: [],
  faultCount: 0,
  questions: [],
  unsigned: 0,
};

/**
 * Reads a statement: opens the file, finds its heading, maps its columns (as given, as remembered, or guessed), and
 * reads its lines. Refusals: `imports.empty`, `statements.not_csv`, `statements.file_locked`, `statements.column_missing`,
 * `statements.no_amount`, `statements.too_long`, `statements.broken_file`.
 */
export async function readStatement({
  bytes,
  mapping: given,
  headingRow,
  formats,
  home,
}: Input): Promise<Result<Reading>> {
  const opened = await openFile(bytes);
  if (!opened.ok) return opened;
  const sheet = findHeading(
    opened.data,
    { mapping: given, row: given?.heading_row ?? headingRow },
    new Set(formats.map((format) => format.fingerprint)),
  );
  if (!sheet) return refuse('imports.empty');
  const format = formats.find((one) => one.fingerprint === sheet.fingerprint);
  const top = sheet.rows.slice(0, HEADING_WITHIN).map(shown);
  const below = sheet.rows.slice(sheet.headingRow, sheet.headingRow + LOOKED_AT).map((row) => row.map(cellText));
  const looked = below.filter((row) => row.filter((cell) => cell !== '').length > 1);
  const entries = looked.filter((row) => looksLikeEntry(row) && row.length <= sheet.headings.length);
  const common = {
    headings: sheet.headings,
    headingRow: sheet.headingRow,
    fingerprint: sheet.fingerprint,
    top,
    first: looked.slice(0, FIRST_ROWS).map(shown),
    formatId: format?.id ?? null,
  };
  const guessed = given || format ? null : guessMapping(sheet.headings, entries, home);
  // Chosen by a person: the next file of this bank has its headings in that line, too, or under the same names.
  const mapping =
    given ?? format?.mapping ?? (guessed && headingRow !== null ? { ...guessed, heading_row: headingRow } : guessed);
  const source = given ? 'given' : format ? 'remembered' : mapping ? 'guessed' : 'none';
  if (!mapping) return ok({ ...common, ...NOTHING, mapping, source, warnings: [] });
  const checked = checkMapping(mapping, sheet.headings);
  if (!checked.ok) return checked;
  if (sheet.broken !== null) return refuse('statements.broken_file', { row: sheet.broken });
  const read = readLines(sheet, mapping, home);
  if (!read.ok) return read;
  return ok({
    ...common,
    ...read.data,
    mapping,
    source,
    warnings: warningsOf(sheet, mapping, read.data, home, source),
  });
}

const shown = (row: string[]) => row.slice(0, 50).map((cell) => cellText(cell).slice(0, 200));

function checkMapping(mapping: Mapping, headings: string[]): Result<Mapping> {
  if (mapping.credit === undefined && mapping.amount === undefined) return refuse('statements.no_amount');
  const missing = headingsOf(mapping).find((heading) => !headings.includes(heading));
  return missing === undefined ? ok(mapping) : refuse('statements.column_missing', { column: missing });
}

/** What a person should look at before the lines are used. */
function warningsOf(sheet: Sheet, mapping: Mapping, read: Outcome, home: Home, source: Reading['source']): Warning[] {
  const warnings: Warning[] = [];
  const column = sheet.headings.indexOf(mapping.date);
  const days = sheet.rows
    .slice(sheet.headingRow)
    .map((row) => cellText(row[column] ?? ''))
    .filter((cell) => /^\d{1,2}[./-]\d{1,2}[./-]\d{1,4}/.test(cell));
  const other = otherOrder(days, mapping.date_order, home);
  const future = read.faults.filter((fault) => fault.code === 'statements.day_in_future').length;
  if (future > 0)
    warnings.push({ code: 'warning.future', detail: { count: future }, ...(other && { date_order: other }) });
  else if (other && days.length > 0 && source !== 'remembered' && other !== 'ymd' && mapping.date_order !== 'ymd')
    warnings.push({ code: 'warning.order', detail: { value: days[0] ?? '' }, date_order: other });
  if (read.unsigned > 0 && source !== 'remembered')
    warnings.push({ code: 'warning.unsigned', detail: { count: read.unsigned } });
  return warnings;
}
