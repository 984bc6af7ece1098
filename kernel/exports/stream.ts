import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { stringify } from 'csv-stringify/sync';
import { defuse } from '../lib/defuse.ts';
import { decimalsOf } from '../lib/money.ts';
import { type CellContext, csvCell, numberFormat, xlsxCell } from './cells.ts';
import type { ExportColumn } from './define.ts';

/** Rows in batches; each is made only when the one before was consumed. */
type Batches<Row> = AsyncIterable<Row[]>;

export type Sheet<Row> = {
  columns: readonly ExportColumn<Row>[];
  /** Headings, already in the reader's language. */
  titles: string[];
  batches: Batches<Row>;
  context: CellContext;
};

/**
 * CSV after RFC 4180, in UTF-8. `bom`: the byte order mark, without which Excel reads UTF-8 as the local code page. The
 * stream pulls its batches: a slow reader slows the source, and a closed connection stops it.
 */
export function csvStream<Row>({ columns, titles, batches, context }: Sheet<Row>, { bom = true } = {}): Readable {
  const lines = (cells: string[][]) => stringify(cells, { record_delimiter: '\r\n' });
  return Readable.from(
    (async function* () {
      yield Buffer.from((bom ? '\ufeff' : '') + lines([titles.map(defuse)]));
      for await (const rows of batches) {
        if (rows.length > 0)
          yield Buffer.from(lines(rows.map((row) => columns.map((one) => csvCell(one, row, context)))));
      }
    })(),
    // One batch ahead of the reader; the high water mark counts batches, not bytes.
    { highWaterMark: 1 },
  );
}

/** XLSX, one sheet (a second one after 1,048,576 rows, Excel's limit), with the heading row frozen. */
export async function xlsxStream<Row>(
  { columns, titles, batches, context }: Sheet<Row>,
  name: string,
): Promise<Readable> {
  const { writeXlsxStream } = await import('hucre/xlsx');
  const rows = (async function* () {
    for await (const batch of batches) {
      for (const row of batch) yield columns.map((column) => xlsxCell(column, row, context));
    }
  })();
  const decimals = decimalsOf(context.currency);
  const stream = writeXlsxStream(rows, {
    name: sheetName(name),
    columns: columns.map((column, index) => {
      const numFmt = numberFormat(column.type, decimals);
      const header = titles[index] ?? column.key;
      return { header, width: column.width ?? Math.max(12, header.length + 2), ...(numFmt && { numFmt }) };
    }),
    freezePane: { rows: 1 },
  });
  return Readable.fromWeb(stream as ReadableStream<Uint8Array>);
}

/** Excel's rules for a sheet's name: at most 31 characters, none of \ / ? * [ ] : and no apostrophe at the ends. */
export function sheetName(name: string): string {
  return (
    name
      .replace(/[\\/?*[\]:']/g, ' ')
      .trim()
      .slice(0, 31) || 'Sheet'
  );
}
