import { openTable, otherText } from '../lib/open-table.ts';
import { ok, type Result, refuse } from '../lib/result.ts';
import { inThread } from '../lib/thread.ts';

/** A workbook's rows as CSV, in a thread: 50,000 rows take some seconds. */
const fromWorkbook = inThread<Uint8Array, Result<string>>(new URL('./as-csv.worker.ts', import.meta.url), {
  waiting: 8,
  seconds: 60,
  megabytes: 1000,
  refusals: { busy: 'imports.busy', tooHard: 'imports.too_hard' },
});

/**
 * The file as CSV: a workbook (XLSX, XLS, ODS, a web page with a table) becomes one here, once, so that the dry run and
 * the run read the same rows; text stays as it is. Refuses by the file's kind with `imports.not_csv`, and with
 * `imports.file_locked`, `imports.busy`, `imports.too_hard`.
 */
export async function asCsv(bytes: Uint8Array): Promise<Result<Uint8Array>> {
  const start = Buffer.from(bytes.subarray(0, 4096));
  if (/^(?:PK|\xd0\xcf|(?:\xef\xbb\xbf)?\s*<)/.test(start.toString('latin1'))) {
    const csv = await fromWorkbook(bytes);
    return csv.ok ? ok(Buffer.from(csv.data)) : csv;
  }
  const opened = await openTable(start);
  const not = 'not' in opened ? opened.not : 'text' in opened ? otherText(opened.text) : null;
  return not ? refuse('imports.not_csv', { kind: not }) : ok(bytes);
}
