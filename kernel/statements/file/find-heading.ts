import { createHash } from 'node:crypto';
import { sameHeading } from '../../lib/same-heading.ts';
import { isDate, isMoney } from '../domain/columns.ts';
import { rolesOf } from '../domain/heading-words.ts';
import { headingsOf, type Mapping } from '../domain/mapping.ts';
import { cellText } from '../domain/row-kind.ts';
import type { Opened } from './opened.ts';

/** The heading is within the first lines; banks print the holder, the account and notes above it. */
export const HEADING_WITHIN = 60;

export type Sheet = {
  /** as a person sees them: each once, a column without one by its letter */
  headings: string[];
  /** of the headings as they stand in the file */
  fingerprint: string;
  /** the line with the headings, as a spreadsheet numbers it; 0: none */
  headingRow: number;
  /** all rows of the file */
  rows: string[][];
  delimiter: string;
  /** the first row that can't be read */
  broken: number | null;
};

/** What a person said: the columns, or first only the line with the headings (0: none). */
type Given = { mapping: Mapping | null; row: number | null };
type Found = { at: number; score: number; delimiter: string };

/**
 * Chooses the delimiter and the row with the headings: the one that a person named, else one that is remembered, else
 * the one with the most known headings; without any, the row above the first that looks like an entry.
 */
export function findHeading(opened: Opened, given: Given, remembered: ReadonlySet<string>): Sheet | null {
  const delimiters = opened.kind === 'text' ? opened.delimiters : [''];
  const found: Found[] = [];
  for (const delimiter of delimiters) {
    const rows = (opened.kind === 'text' ? opened.read(delimiter, HEADING_WITHIN + 40).rows : opened.rows).map((row) =>
      row.map(cellText),
    );
    for (const [at, cells] of rows.slice(0, HEADING_WITHIN).entries()) {
      const score = scoreOf(cells, at, given, remembered);
      if (score > 0) found.push({ at, score, delimiter });
    }
    if (given.row === 0 || !found.some((one) => one.delimiter === delimiter && one.score >= 2000)) {
      const entry = rows.findIndex((cells) => looksLikeEntry(cells));
      if (entry >= 0)
        found.push({
          at: given.row === 0 ? -1 : headingAbove(rows, entry),
          score: (rows[entry] as string[]).filter(Boolean).length,
          delimiter,
        });
    }
  }
  const best = found.reduce<Found | null>((a, b) => (a && a.score >= b.score ? a : b), null);
  if (!best) return null;
  const { rows, broken } = opened.kind === 'text' ? opened.read(best.delimiter) : { rows: opened.rows, broken: null };
  const raw = best.at < 0 ? widest(rows).map((_, index) => letter(index)) : (rows[best.at] as string[]).map(cellText);
  return {
    headings: distinct(raw),
    fingerprint: fingerprintOf(raw),
    headingRow: best.at + 1,
    rows,
    delimiter: best.delimiter,
    broken,
  };
}

function scoreOf(cells: string[], at: number, given: Given, remembered: ReadonlySet<string>): number {
  const filled = cells.filter((cell) => cell !== '').length;
  if (filled < 2) return 0;
  if (given.row !== null) return at + 1 === given.row ? 1e9 + filled : 0;
  const { mapping } = given;
  if (mapping && headingsOf(mapping).every((heading) => distinct(cells).includes(heading))) return 1e8 + filled;
  if (remembered.has(fingerprintOf(cells))) return 1e7 + filled;
  const values = cells.filter((cell) => isDate(cell) || isMoney(cell, 'KWD')).length;
  if (values * 2 > filled) return 0;
  const roles = new Set(cells.flatMap((cell) => rolesOf(cell)[0]?.role ?? []));
  return roles.size * 1000 + Math.min(filled, 900) - values * 500;
}

/** A row with a day and an amount. */
export function looksLikeEntry(cells: string[]): boolean {
  return cells.some(isDate) && cells.some((cell) => isMoney(cell, 'KWD') && /\d/.test(cell) && !isDate(cell));
}

/** The row just above the first entry, when it has words and neither days nor amounts; else there is no heading. */
function headingAbove(rows: string[][], entry: number): number {
  const above = rows[entry - 1]?.filter((cell) => cell !== '') ?? [];
  const words =
    above.length >= 2 && above.every((cell) => /\p{L}/u.test(cell) && !isDate(cell) && !isMoney(cell, 'KWD'));
  return words ? entry - 1 : -1;
}

function fingerprintOf(headings: string[]): string {
  return createHash('sha256').update(headings.map(sameHeading).join('\n')).digest('hex');
}

function distinct(raw: string[]): string[] {
  const seen = new Map<string, number>();
  return raw.map((cell, index) => {
    const heading = cell.replaceAll(/\s+/g, ' ').slice(0, 190) || letter(index);
    const times = (seen.get(heading) ?? 0) + 1;
    seen.set(heading, times);
    return times === 1 ? heading : `${heading} (${times})`;
  });
}

function letter(index: number): string {
  return index < 26 ? String.fromCharCode(65 + index) : letter(Math.floor(index / 26) - 1) + letter(index % 26);
}

function widest(rows: string[][]): string[] {
  return rows.reduce<string[]>((a, b) => (b.length > a.length ? b : a), []);
}
