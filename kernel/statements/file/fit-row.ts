import { isDate, isMoney } from '../domain/columns.ts';

/** What a column holds, so that cells moved by a comma are noticed. */
export type Kind = 'date' | 'money' | 'any';

export function kindsOf(rows: string[][], width: number, currency: string): Kind[] {
  const whole = rows.filter((row) => row.slice(width).every((cell) => cell === ''));
  return Array.from({ length: width }, (_, column) => {
    const cells = whole.map((row) => row[column] ?? '');
    const filled = cells.filter((cell) => cell !== '');
    const most = (test: (cell: string) => boolean) =>
      filled.length > 0 && filled.filter(test).length >= filled.length * 0.8;
    if (filled.length >= cells.length * 0.5 && most((cell) => isDate(cell) && !/^\d{5}$/.test(cell))) return 'date';
    return most((cell) => isMoney(cell, currency) && !/^\d{9,}$/.test(cell)) ? 'money' : 'any';
  });
}

/**
 * A row with more cells than there are headings, because a text has commas and no quotes: the cells that are too many
 * are put together in the column of text, when days and amounts then stand where they belong. Null when they don't, and
 * when an amount may have been cut in two ("1,050.00").
 */
export function fitRow(
  cells: string[],
  width: number,
  kinds: Kind[],
  texts: number[],
  delimiter: string,
  currency: string,
): string[] | null {
  const surplus = cells.length - width;
  if (
    cells.some(
      (cell, at) =>
        at > 0 && /^(?:\D{0,5})\d{1,3}$/.test(cells[at - 1] ?? '') && /^\d{2,3}(?:\.\d+)?\D{0,5}$/.test(cell),
    )
  )
    return null;
  for (const column of texts) {
    const merged = [
      ...cells.slice(0, column),
      cells
        .slice(column, column + surplus + 1)
        .filter(Boolean)
        .join(`${delimiter} `),
      ...cells.slice(column + surplus + 1),
    ];
    const fits = merged.every((cell, at) =>
      kinds[at] === 'date' ? isDate(cell) : kinds[at] === 'money' ? cell === '' || isMoney(cell, currency) : true,
    );
    if (fits) return merged;
  }
  return null;
}
