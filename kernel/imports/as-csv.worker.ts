/** The worker thread that turns workbooks into CSV; see as-csv.ts. */
import { stringify } from 'csv-stringify/sync';
import { defuse } from '../lib/defuse.ts';
import { openTable, otherText, type Table, tableInMarkup } from '../lib/open-table.ts';
import { ok, type Result, refuse } from '../lib/result.ts';
import { answerOrders } from '../lib/thread.ts';

answerOrders(async (bytes: Uint8Array): Promise<Result<string>> => {
  const opened = await openTable(bytes);
  return 'text' in opened
    ? asText((await tableInMarkup(opened.text)) ?? { not: otherText(opened.text) ?? 'XML' })
    : asText(opened);
});

function asText(table: Exclude<Table, { text: string }>): Result<string> {
  if ('locked' in table) return refuse('imports.file_locked');
  if ('not' in table) return refuse('imports.not_csv', { kind: table.not });
  // Reading takes away the apostrophe that keeps programs from running a cell, so it has to be there.
  const rows = table.rows.map((row) => row.map(defuse));
  const width = rows.reduce((most, row) => Math.max(most, row.length), 0);
  return ok(stringify(rows.map((row) => [...row, ...Array(width - row.length).fill('')])));
}
