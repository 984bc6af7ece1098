/** One record; an open quote would take in everything behind it. */
const MAX_RECORD = 64 * 1024;

export type Delimited = {
  rows: string[][] /** the row with a quote that never closes; the rows before it are valid */;
  broken: number | null;
};

/**
 * Records of a delimited file, empty lines too, so that rows are numbered as a spreadsheet numbers them. A quote inside
 * a quoted cell that isn't doubled is text unless a delimiter or the end of the line follows it: banks' programs put
 * payers' texts between quotes as they are, and csv-parse ends the cell there. `="0042"` is a quoted cell.
 */
export function readDelimited(text: string, delimiter: string, limit = Number.POSITIVE_INFINITY): Delimited {
  const rows: string[][] = [];
  let at = 0;
  while (at < text.length && rows.length < limit) {
    const record = readRecord(text, at, delimiter);
    if (!record) return { rows, broken: rows.length + 1 };
    rows.push(record.cells);
    at = record.next;
  }
  return { rows, broken: null };
}

function readRecord(text: string, start: number, delimiter: string): { cells: string[]; next: number } | null {
  const cells: string[] = [];
  let at = start;
  for (;;) {
    let open = at;
    while (text[open] === ' ' || (text[open] === '\t' && delimiter !== '\t')) open += 1;
    const formula = text[open] === '=' && text[open + 1] === '"' ? 1 : 0;
    let end: number;
    if (text[open + formula] === '"') {
      const closed = closing(text, open + formula + 1, delimiter, start);
      if (closed === null) return null;
      cells.push((formula ? '="' : '') + closed.cell + (formula ? '"' : ''));
      end = closed.end;
    } else {
      end = at;
      while (end < text.length && text[end] !== delimiter && text[end] !== '\n' && text[end] !== '\r') end += 1;
      cells.push(text.slice(at, end).trim());
    }
    if (text[end] === delimiter) {
      at = end + 1;
      continue;
    }
    return { cells, next: text[end] === '\r' && text[end + 1] === '\n' ? end + 2 : end + 1 };
  }
}

/** The cell up to its closing quote, and where the delimiter or the line's end behind it stands. */
function closing(text: string, from: number, delimiter: string, start: number): { cell: string; end: number } | null {
  let cell = '';
  let at = from;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0 || quote - start > MAX_RECORD) return null;
    cell += text.slice(at, quote);
    let end = quote + 1;
    while (text[end] === ' ') end += 1;
    const ends = end >= text.length || text[end] === delimiter || text[end] === '\n' || text[end] === '\r';
    if (ends) return { cell: cell.trim(), end };
    cell += '"';
    at = text[quote + 1] === '"' ? quote + 2 : quote + 1;
    // `""` at the end of a cell: a doubled quote, and then the closing one is still to come.
    if (at === quote + 2 && text[at] === undefined) return null;
  }
}
