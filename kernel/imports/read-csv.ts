import { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { restore } from '../lib/defuse.ts';
import { ok, type Result, refuse } from '../lib/result.ts';
import { cellText, meansNothing } from './cells.ts';
import type { AnyImport, RawRow } from './define.ts';
import { csvOptions, type Found, findHeading, type How, type Mapping } from './find-heading.ts';

/** How to read the rest of a file, and which of its columns are known. */
export type Heading = Pick<Found, 'text' | 'encoding' | 'source' | 'joined' | 'cells'> & {
  mapping: Mapping;
  /** Columns in which a word for nothing is an empty cell. */
  optional: string[];
  /** Headings as written in the file, by key. */
  titles: Record<string, string>;
  /** Headings that are not used. */
  ignored: string[];
  /** The columns that are not used and that a person has to be asked about, with their headings. */
  unused: { place: number; title: string }[];
};

export type CsvRow = {
  /** As a spreadsheet numbers it: the first line is 1. */
  number: number;
  cells: RawRow;
  /** Filled cells beyond the last heading; they point to an unquoted comma. */
  extra: number;
  /** What stands in the columns that are not used and asked about, in their order. */
  unused: string[];
};

const SLICE = 16 * 1024;

/**
 * Reads the heading and which column is which. Refusals: those of findHeading, `imports.missing_columns`,
 * `imports.duplicate_column`.
 */
export function readHeading(bytes: Uint8Array, definition: AnyImport, how: How = {}): Result<Heading> {
  const read = findHeading(bytes, definition, how);
  if (!read.ok) return read;
  const { text, encoding, source, joined, cells, twice, unasked, columns, delimiter, heading_row } = read.data;
  const missing = definition.columns.filter((column) => column.required && !columns.includes(column.key));
  if (missing.length > 0 || columns.every((key) => key === null)) {
    const wanted = missing.length > 0 ? missing : definition.columns;
    return refuse('imports.missing_columns', { columns: wanted.map((column) => column.titles[0]).join(', ') });
  }
  if (twice !== null) return refuse('imports.duplicate_column', { column: twice });
  const without = cells.flatMap((title, place) => (columns[place] === null ? [{ place, title }] : []));
  return ok({
    text,
    encoding,
    source,
    joined,
    cells,
    mapping: { heading_row, delimiter, columns },
    optional: definition.columns.flatMap(({ key, required }) => (required ? [] : key)),
    titles: Object.fromEntries(columns.flatMap((key, index) => (key === null ? [] : [[key, cells[index] || key]]))),
    ignored: without.flatMap(({ title }) => title || []).slice(0, 50),
    unused: source === 'given' ? [] : without.filter(({ place }) => !unasked.includes(place)).slice(0, 50),
  });
}

/** The file can't be read from this row on; the rows before it are valid. */
export class BrokenCsv extends Error {
  readonly row: number;
  constructor(row: number, cause: unknown) {
    super(`The CSV can't be read from row ${row} on`, { cause });
    this.row = row;
  }
}

/**
 * Yields the rows after the heading, in order, without empty ones. Throws BrokenCsv after the last readable row when a
 * quote was opened and never closed. The parser waits while the caller works on a row.
 */
export async function* readRows(heading: Heading): AsyncGenerator<CsvRow> {
  const { text, mapping, joined, unused, optional } = heading;
  let broken: unknown;
  const parser = parse({
    ...csvOptions,
    delimiter: mapping.delimiter,
    // No record is skipped: without this, an error would destroy the stream with the rows still in its buffer.
    skip_records_with_error: true,
    on_skip: (error) => {
      broken ??= error;
    },
  });
  Readable.from(slices(text, () => broken !== undefined)).pipe(parser);
  let number = 0;
  try {
    for await (const record of parser as AsyncIterable<string[]>) {
      number += 1;
      if (number <= mapping.heading_row || record.every((cell) => cell === '')) continue;
      const at = (place: number) => cellText(restore(record[place] ?? ''));
      const cells: RawRow = {};
      for (const [index, key] of mapping.columns.entries()) {
        if (key === null || joined[key]) continue;
        const cell = at(index);
        cells[key] = meansNothing(cell) && optional.includes(key) ? '' : cell;
      }
      for (const [key, places] of Object.entries(joined))
        cells[key] = places
          .map(at)
          .filter((cell) => !meansNothing(cell))
          .join(' ')
          .trim();
      const extra = record.slice(mapping.columns.length).filter((cell) => cell !== '').length;
      yield { number, cells, extra, unused: unused.map(({ place }) => at(place)) };
    }
  } finally {
    parser.destroy();
  }
  if (broken !== undefined) throw new BrokenCsv(number + 1, broken);
}

function* slices(text: string, stopped: () => boolean): Generator<string> {
  for (let at = 0; at < text.length && !stopped(); at += SLICE) yield text.slice(at, at + SLICE);
}
