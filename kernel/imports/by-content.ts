import { isEmail, readPhone } from '../lib/contact.ts';
import { bareEmail, meansNothing } from './cells.ts';
import type { AnyImport, ColumnKind } from './define.ts';

/** A column is of a kind when so many of its filled cells are. */
const MIN_SHARE = 0.8;

const IS: Partial<Record<ColumnKind, (cell: string, country: string) => boolean>> = {
  email: (cell) => isEmail(bareEmail(cell)),
  // Perhaps two of them.
  phone: (cell, country) => cell.split(/[,;/|&\n]/).some((part) => part !== '' && readPhone(part, country).ok),
  name: (cell) => /^[\p{L}\p{M}.'’ -]{3,}$/u.test(cell) && /\p{L}\P{L}+\p{L}/u.test(cell),
};

/**
 * The columns that no heading named, by what stands in them: a column of addresses is the e-mail address, if there is
 * one such column. Changes nothing that has a name.
 */
export function nameByContent(
  definition: AnyImport,
  keys: (string | null)[],
  rows: string[][],
  country: string,
  /** places that are somebody's on purpose, such as our own export's other columns */
  taken: (place: number) => boolean = () => false,
): (string | null)[] {
  const named = [...keys];
  for (const { key, kind } of definition.columns) {
    const is = kind && IS[kind];
    if (!is || named.includes(key)) continue;
    const fitting = named.flatMap((has, place) => {
      if (has !== null || taken(place)) return [];
      const filled = rows.map((row) => row[place] ?? '').filter((cell) => cell !== '' && !meansNothing(cell));
      const of = filled.filter((cell) => is(cell, country)).length;
      return filled.length > 0 && of >= filled.length * MIN_SHARE ? [place] : [];
    });
    if (fitting.length === 1) named[fitting[0] as number] = key;
  }
  return named;
}

/** Whether a row is one of data, not of headings: it has somebody's address or number. */
export function looksLikeData(cells: string[], country: string): boolean {
  return cells.some((cell) => IS.email?.(cell, country) || IS.phone?.(cell, country));
}
