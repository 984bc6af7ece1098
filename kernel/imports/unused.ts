import { meansNothing } from './cells.ts';

/** A column of the file that is not used: a person says that it is left out, or what it is. */
export type UnusedColumn = {
  place: number;
  title: string;
  /** Rows that have something there. */
  filled: number;
  examples: string[];
};

/** Values of a column that is not used, to decide about it. */
const EXAMPLES = 3;
const EXAMPLE_LENGTH = 80;

/** Counts what a row has in these columns. */
export function noteUnused(columns: UnusedColumn[], cells: string[]): void {
  for (const [index, column] of columns.entries()) {
    const cell = cells[index] ?? '';
    if (cell === '' || meansNothing(cell)) continue;
    column.filled += 1;
    if (column.examples.length < EXAMPLES) column.examples.push(cell.slice(0, EXAMPLE_LENGTH));
  }
}
