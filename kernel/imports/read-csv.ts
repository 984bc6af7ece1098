import { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { parse as parseSync } from 'csv-parse/sync';
import { restore } from '../exports/index.ts';
import { decodeText, type Encoding } from '../lib/decode-text.ts';
import { ok, type Result, refuse } from '../lib/result.ts';
import { sameHeading } from '../lib/same-heading.ts';
import { cellText, meansNothing } from './cells.ts';
import type { AnyImport, RawRow } from './define.ts';

/** The start of a file: how to read the rest, and which of its columns are known. */
export type Heading = {
  encoding: Encoding;
  delimiter: string;
  /** For each cell of a row the column's key, or null when the heading is unknown. */
  keys: (string | null)[];
  /** Keys of columns that are one together, each with its places in order. */
  joined: Record<string, number[]>;
  /** Columns in which a word for nothing is an empty cell. */
  optional: string[];
  /** Headings as written in the file, by key. */
  titles: Record<string, string>;
  ignored: string[];
  /** The number of lines up to and including the heading; the first row of data comes after them. */
  lines: number;
};

export type CsvRow = {
  /** As a spreadsheet numbers it: the first line is 1. */
  number: number;
  cells: RawRow;
  /** Filled cells beyond the last heading; they point to an unquoted comma. */
  extra: number;
};

const DELIMITERS = [',', ';', '\t', '|'];
/** The heading is within the first lines; there may be titles and notes above the table. */
const HEADING_WITHIN = 60;
/** One record. An unclosed quote takes in everything after it; this limit stops it. */
const MAX_RECORD = 64 * 1024;
const SLICE = 16 * 1024;

const options = {
  relax_column_count: true,
  // A single quote inside a field (6" pipe) is part of the text.
  relax_quotes: true,
  trim: true,
  max_record_size: MAX_RECORD,
} as const;

/**
 * Finds the delimiter and the heading row: the pair that recognizes the most columns of the definition. Refusals:
 * `imports.empty`, `imports.missing_columns`, `imports.duplicate_column`.
 */
export function readHeading(bytes: Uint8Array, definition: AnyImport): Result<Heading & { text: string }> {
  const { text, encoding } = decodeText(bytes);
  if (text.trim() === '') return refuse('imports.empty');
  const known = new Map<string, string>();
  for (const { key, titles } of definition.columns) {
    for (const title of [key, ...titles]) known.set(sameHeading(title), key);
  }

  let best: (Pick<Heading, 'delimiter' | 'keys' | 'joined' | 'lines'> & { cells: string[]; found: number }) | null =
    null;
  for (const delimiter of delimitersOf(text)) {
    for (const [index, cells] of firstRecords(text, delimiter).entries()) {
      const whole = cells.map((cell) => known.get(sameHeading(cell)) ?? null);
      const joined = joinedOf(definition, cells, whole);
      const places = new Map(Object.entries(joined).flatMap(([key, at]) => at.map((place) => [place, key])));
      const keys = whole.map((key, place) => places.get(place) ?? key);
      const found = new Set(keys.filter((key) => key !== null)).size;
      if (!best || found > best.found) best = { delimiter, cells, keys, joined, lines: index + 1, found };
    }
  }
  if (!best) return refuse('imports.empty');
  const { delimiter, cells, keys, joined, lines } = best;

  const missing = definition.columns.filter((column) => column.required && !keys.includes(column.key));
  if (missing.length > 0 || best.found === 0) {
    const wanted = missing.length > 0 ? missing : definition.columns;
    return refuse('imports.missing_columns', { columns: wanted.map((column) => column.titles[0]).join(', ') });
  }
  const twice = keys.findIndex((key, index) => key !== null && !joined[key] && keys.indexOf(key) !== index);
  if (twice >= 0) return refuse('imports.duplicate_column', { column: cells[twice] ?? '' });
  return ok({
    text,
    encoding,
    delimiter,
    keys,
    joined,
    optional: definition.columns.flatMap(({ key, required }) => (required ? [] : key)),
    titles: Object.fromEntries(keys.flatMap((key, index) => (key === null ? [] : [[key, cells[index] ?? key]]))),
    ignored: cells.filter((cell, index) => cell !== '' && keys[index] === null).slice(0, 50),
    lines,
  });
}

/** Columns that are written in parts in this heading, and not whole. */
function joinedOf(definition: AnyImport, cells: string[], whole: (string | null)[]): Record<string, number[]> {
  const joined: Record<string, number[]> = {};
  for (const { key, parts } of definition.columns) {
    if (!parts) continue;
    const places = parts.map((titles) => {
      const same = new Set(titles.map((title) => sameHeading(title)));
      return cells.findIndex((cell) => same.has(sameHeading(cell)));
    });
    const free = whole.every((one, at) => one !== key || places.includes(at));
    if (free && places.every((at) => at >= 0)) joined[key] = places;
  }
  return joined;
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
export async function* readRows(text: string, heading: Heading): AsyncGenerator<CsvRow> {
  let broken: unknown;
  const parser = parse({
    ...options,
    delimiter: heading.delimiter,
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
      if (number <= heading.lines || record.every((cell) => cell === '')) continue;
      const cells: RawRow = {};
      for (const [index, key] of heading.keys.entries()) {
        if (key === null || heading.joined[key]) continue;
        const text = cellText(restore(record[index] ?? ''));
        cells[key] = meansNothing(text) && heading.optional.includes(key) ? '' : text;
      }
      for (const [key, places] of Object.entries(heading.joined))
        cells[key] = places
          .map((place) => cellText(restore(record[place] ?? '')))
          .join(' ')
          .trim();
      yield { number, cells, extra: record.slice(heading.keys.length).filter((cell) => cell !== '').length };
    }
  } finally {
    parser.destroy();
  }
  if (broken !== undefined) throw new BrokenCsv(number + 1, broken);
}

/** Excel's own first line `sep=;` decides; otherwise each delimiter is tried. */
function delimitersOf(text: string): string[] {
  const named = /^sep=(.)\r?\n/i.exec(text)?.[1];
  return named ? [named] : DELIMITERS;
}

function firstRecords(text: string, delimiter: string): string[][] {
  try {
    return parseSync(text.slice(0, MAX_RECORD), { ...options, delimiter, to: HEADING_WITHIN });
  } catch {
    // A quote is left open in the first rows: the heading can still be read line by line.
    const lines = text.split(/\r\n|\n|\r/, HEADING_WITHIN);
    return lines.map((line) => line.split(delimiter).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1')));
  }
}

function* slices(text: string, stopped: () => boolean): Generator<string> {
  for (let at = 0; at < text.length && !stopped(); at += SLICE) yield text.slice(at, at + SLICE);
}
