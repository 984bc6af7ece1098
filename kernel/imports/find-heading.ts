import { parse as parseSync } from 'csv-parse/sync';
import { decodeText, type Encoding } from '../lib/decode-text.ts';
import { restore } from '../lib/defuse.ts';
import { ok, type Result, refuse } from '../lib/result.ts';
import { sameHeading } from '../lib/same-heading.ts';
import { looksLikeData, nameByContent } from './by-content.ts';
import { cellText } from './cells.ts';
import type { AnyImport } from './define.ts';
import {
  fingerprintOf,
  isBookkeeping,
  isSomebodyElses,
  type Known,
  knownHeadings,
  type Named,
  nameColumns,
} from './headings.ts';

/** Which column of a file is which: as a person said, as remembered, or guessed; stored with the import. */
export type Mapping = {
  /** The line with the headings, as a spreadsheet numbers it; 0: there is none. */
  heading_row: number;
  delimiter: string;
  /** For each column its key, or null: it is left out. A key that stands twice: its cells are joined. */
  columns: (string | null)[];
};

/** What is known beside the file. */
export type How = {
  mapping?: Mapping | null;
  /** The heading that a person chose before anything was mapped. */
  headingRow?: number | null;
  /** Columns of earlier files, by the fingerprint of their headings. */
  remembered?: ReadonlyMap<string, (string | null)[]>;
  /** Headings of our own export in every language: the key here, or null. */
  ours?: ReadonlyMap<string, string | null>;
  /** For telephone numbers. */
  country?: string;
};

export type Found = Mapping &
  Pick<Named, 'joined' | 'twice'> & {
    text: string;
    encoding: Encoding;
    source: 'given' | 'remembered' | 'guessed';
    /** The headings as written in the file. */
    cells: string[];
    /** The first lines of the file, and those below the heading. */
    top: string[][];
    below: string[][];
    /** Places that nobody is asked about: our own export's, and what forms add by themselves. */
    unasked: number[];
  };

const DELIMITERS = [',', ';', '\t', '|'];
/** The heading is within the first lines; there may be titles and notes above the table. */
export const HEADING_WITHIN = 60;
/** Rows whose content is looked at. */
const LOOKED_AT = 100;
/** One record. An unclosed quote takes in everything after it; this limit stops it. */
const MAX_RECORD = 64 * 1024;

export const csvOptions = {
  relax_column_count: true,
  // A single quote inside a field (6" pipe) is part of the text.
  relax_quotes: true,
  trim: true,
  max_record_size: MAX_RECORD,
} as const;

/**
 * Finds the delimiter and the heading row, the pair that recognizes the most columns, and what each column is. Refusals:
 * `imports.empty`, `imports.mapping_malformed`.
 */
export function findHeading(bytes: Uint8Array, definition: AnyImport, how: How = {}): Result<Found> {
  const { text, encoding } = decodeText(bytes);
  if (text.trim() === '') return refuse('imports.empty');
  const known = knownHeadings(definition, how.ours);
  const tables = delimitersOf(text).map((delimiter) => ({ delimiter, records: firstRecords(text, delimiter) }));
  const best = how.mapping ? given(definition, how.mapping, tables) : guessed(definition, known, how, tables);
  if (!best) return refuse(how.mapping ? 'imports.mapping_malformed' : 'imports.empty');
  const unasked = best.cells.flatMap((cell, place) =>
    isBookkeeping(cell) || how.ours?.has(sameHeading(cell)) ? [place] : [],
  );
  return ok({ ...best, text, encoding, unasked });
}

type Table = { delimiter: string; records: string[][] };
type Best = Omit<Found, 'text' | 'encoding' | 'unasked'>;

/** As a person said; every column of the file has to be answered. */
function given(definition: AnyImport, mapping: Mapping, tables: Table[]): Best | null {
  const { heading_row, delimiter, columns } = mapping;
  const records = tables.find((one) => one.delimiter === delimiter)?.records;
  if (!records || heading_row > records.length) return null;
  const cells = headingAt(records, heading_row);
  const keys = new Map(definition.columns.map((column) => [column.key, column]));
  const joined: Record<string, number[]> = {};
  for (const [place, key] of columns.entries()) {
    if (key === null) continue;
    if (!keys.has(key)) return null;
    joined[key] = [...(joined[key] ?? []), place];
  }
  const several = Object.entries(joined).filter(([, places]) => places.length > 1);
  if (several.some(([key]) => !keys.get(key)?.parts) || columns.length !== cells.length) return null;
  return {
    ...mapping,
    joined: Object.fromEntries(several),
    twice: null,
    cells,
    source: 'given',
    ...around(records, heading_row),
  };
}

function guessed(definition: AnyImport, known: Known, how: How, tables: Table[]): Best | null {
  let best: (Named & Table & { lines: number; found: number; remembered: boolean }) | null = null;
  for (const { delimiter, records } of tables) {
    const rows = how.headingRow ? [how.headingRow - 1] : records.slice(0, HEADING_WITHIN).keys();
    for (const index of rows) {
      const cells = records[index];
      if (!cells || how.headingRow === 0) continue;
      const stored = how.remembered?.get(fingerprintOf(cells));
      const named = stored ? asNamed(cells.map((_, at) => stored[at] ?? null)) : nameColumns(definition, known, cells);
      const found = new Set(named.keys.filter((key) => key !== null)).size + (stored ? 100 : 0);
      if (!best || found > best.found)
        best = { ...named, delimiter, records, lines: index + 1, found, remembered: Boolean(stored) };
    }
  }
  const country = how.country ?? '';
  if (!best || best.found === 0) return unnamed(definition, how, tables, country);
  const { delimiter, records, lines, remembered, joined, twice } = best;
  const cells = headingAt(records, lines);
  const taken = (place: number) => {
    const heading = cells[place] ?? '';
    return isSomebodyElses(heading) || (how.ours?.has(sameHeading(heading)) ?? false);
  };
  const columns = remembered
    ? best.keys
    : nameByContent(definition, best.keys, records.slice(lines, lines + LOOKED_AT).map(plain), country, taken);
  const source = remembered ? 'remembered' : 'guessed';
  return { heading_row: lines, delimiter, columns, joined, twice, cells, source, ...around(records, lines) };
}

/** No heading is known: the widest table, its first full line, and what stands below it. */
function unnamed(definition: AnyImport, how: How, tables: Table[], country: string): Best | null {
  const filled = (cells: string[]) => cells.filter((cell) => cell !== '').length;
  const width = ({ records }: Table) => Math.max(0, ...records.slice(0, HEADING_WITHIN).map(filled));
  const [table] = [...tables].sort((a, b) => width(b) - width(a));
  if (!table) return null;
  const { delimiter, records } = table;
  const first = records.findIndex((cells) => filled(cells) === width(table)) + 1;
  const none = looksLikeData(plain(records[first - 1] ?? []), country);
  const heading_row = how.headingRow ?? (none ? 0 : first);
  const cells = headingAt(records, heading_row);
  const below = records.slice(heading_row, heading_row + LOOKED_AT).map(plain);
  const nothing = cells.map(() => null);
  const columns = nameByContent(definition, nothing, below, country, (place) => isSomebodyElses(cells[place] ?? ''));
  const named = { joined: {}, twice: null, source: 'guessed' as const };
  return { heading_row, delimiter, columns, cells, ...named, ...around(records, heading_row) };
}

function around(records: string[][], row: number) {
  const below = records.slice(row, row + LOOKED_AT).filter((cells) => cells.some((cell) => cell !== ''));
  return { top: records.slice(0, HEADING_WITHIN), below };
}

/** The headings in a line; in a file without them the letters that a spreadsheet shows. */
function headingAt(records: string[][], row: number): string[] {
  if (row > 0) return records[row - 1] ?? [];
  const width = records.reduce((most, cells) => Math.max(most, cells.length), 0);
  return Array.from({ length: width }, (_, place) => columnLetter(place));
}

function columnLetter(place: number): string {
  return (place >= 26 ? columnLetter(Math.floor(place / 26) - 1) : '') + String.fromCharCode(65 + (place % 26));
}

function asNamed(keys: (string | null)[]): Named {
  const places = (key: string) => keys.flatMap((one, at) => (one === key ? [at] : []));
  const several = [...new Set(keys)].flatMap((key) =>
    key !== null && places(key).length > 1 ? [[key, places(key)] as const] : [],
  );
  return { keys, joined: Object.fromEntries(several), twice: null };
}

const plain = (cells: string[]) => cells.map((cell) => cellText(restore(cell)));

/** Excel's own first line `sep=;` decides; otherwise each delimiter is tried. */
function delimitersOf(text: string): string[] {
  const named = /^sep=(.)\r?\n/i.exec(text)?.[1];
  return named ? [named] : DELIMITERS;
}

function firstRecords(text: string, delimiter: string): string[][] {
  const to = HEADING_WITHIN + LOOKED_AT;
  const start = text.slice(0, MAX_RECORD);
  try {
    return parseSync(start, { ...csvOptions, delimiter, to });
  } catch {
    // A quote is left open in the first rows: the heading can still be read line by line.
    const lines = start.split(/\r\n|\n|\r/, to);
    return lines.map((line) => line.split(delimiter).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1')));
  }
}
