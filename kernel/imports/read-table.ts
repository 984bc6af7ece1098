import { ok, type Result, refuse } from '../lib/result.ts';
import { decodeText } from './decode.ts';
import { sameHeading } from './define.ts';
import { delimitersOf, firstRecords, readRows } from './read-csv.ts';

export type TableRow = {
  /** As a spreadsheet numbers it: the first line is 1. */
  number: number;
  /** one for each heading */
  cells: string[];
  /** filled cells beyond the last heading; they point to an unquoted comma */
  extra: number;
};

export type Table = {
  headings: string[];
  /** The rows below the headings, empty ones left out; throws BrokenCsv as readRows does. */
  rows(): AsyncGenerator<TableRow>;
};

/**
 * Reads a CSV that an outside program wrote. The heading is the row among the first ten, under the delimiter, that has
 * the most of the `likely` headings; when none is known, the first that has the most cells. Refusals: `imports.empty`.
 */
export function readTable(bytes: Uint8Array, likely: string[]): Result<Table> {
  const { text, encoding } = decodeText(bytes);
  const known = new Set(likely.map(sameHeading));
  let best: { delimiter: string; cells: string[]; lines: number; score: number } | null = null;
  for (const delimiter of delimitersOf(text)) {
    for (const [index, cells] of firstRecords(text, delimiter).entries()) {
      const filled = cells.filter((cell) => cell !== '').length;
      const found = cells.filter((cell) => known.has(sameHeading(cell))).length;
      const score = found * 1000 + filled;
      if (filled > 1 && (!best || score > best.score)) best = { delimiter, cells, lines: index + 1, score };
    }
  }
  if (!best) return refuse('imports.empty');
  const { delimiter, cells, lines } = best;
  const keys = cells.map((_, index) => `c${index}`);
  return ok({
    headings: cells,
    async *rows() {
      for await (const row of readRows(text, { encoding, delimiter, keys, titles: {}, ignored: [], lines })) {
        yield { number: row.number, cells: keys.map((key) => row.cells[key] ?? ''), extra: row.extra };
      }
    },
  });
}
