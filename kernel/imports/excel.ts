/** What spreadsheets and typing do to cells, before a definition reads them. */
import { readPhone } from '../lib/contact.ts';
import { isRounded, isSpreadsheetError, looksChanged } from './cells.ts';
import type { Answers, AnyImport, RawRow } from './define.ts';
import { type Fault, short } from './fault.ts';

/** Cells whose value is lost. */
export function damageOf(cells: RawRow): Fault[] {
  return Object.entries(cells).flatMap(([column, value]) => {
    const code = isRounded(value) ? 'imports.excel_rounded' : isSpreadsheetError(value) ? 'imports.excel_error' : null;
    return code ? [{ column, value: short(value), code }] : [];
  });
}

/** Cells that a person should look at; they are written as they stand. */
export function warningsOf(definition: AnyImport, cells: RawRow): Fault[] {
  return definition.columns.flatMap(({ key, kind }) => {
    const value = cells[key] ?? '';
    const changed = kind === 'day' || value === '' ? null : looksChanged(value);
    return changed ? [{ column: key, value: short(value), code: `imports.looks_like_${changed}` }] : [];
  });
}

/**
 * Puts one number where two stand in a cell, as a person said for the whole file; until then it is a fault, since only
 * they know whose the second one is.
 */
export function answered(definition: AnyImport, raw: RawRow, { twoPhones }: Answers, country: string): Fault[] {
  return definition.columns.flatMap(({ key, kind }) => {
    const value = raw[key] ?? '';
    const [first, second] = kind === 'phone' ? phonesIn(value, country) : [];
    if (!first || !second) return [];
    if (twoPhones) {
      raw[key] = twoPhones === 'first' ? first : second;
      return [];
    }
    return [{ column: key, value: short(value), code: 'imports.two_phones', detail: { first, second } }];
  });
}

/** The different numbers in a cell; none when it isn't several. */
function phonesIn(cell: string, country: string): string[] {
  const parts = cell.split(/[,;/|&\n\r]+|\s+(?:or|and|y|o|et|ou|या|और)\s+|\s{2,}/i).map((part) => part.trim());
  const whole = parts.length < 2 || readPhone(cell, country).ok;
  const numbers = whole ? [] : parts.flatMap((part) => (readPhone(part, country).ok ? [part] : []));
  return new Set(numbers.map((number) => number.replaceAll(/\D/g, ''))).size > 1 ? numbers : [];
}
