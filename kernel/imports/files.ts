import { stringify } from 'csv-stringify/sync';
import { type Ctx, inOrg, orgOf } from '../ctx/index.ts';
import { csvStream, defuse, type ExportColumn } from '../exports/index.ts';
import { findText } from '../i18n/index.ts';
import { ok, type Result } from '../lib/result.ts';
import { type Download, download } from '../module/index.ts';
import type { Fault } from './check-rows.ts';
import type { AnyImport } from './define.ts';
import { columnTitle, faultMessage } from './view.ts';

const CSV = 'text/csv; charset=utf-8';
const HEADERS = { 'cache-control': 'private, no-store', 'x-content-type-options': 'nosniff' };
const PAGE = 500;

/** The template to fill in: the headings, and one example below them. */
export function templateFile(definition: AnyImport): Result<Download> {
  const lines = [
    definition.columns.map((column) => column.titles[0]),
    definition.columns.map((column) => defuse(column.example ?? '')),
  ];
  const body = `\ufeff${stringify(lines, { record_delimiter: '\r\n' })}`;
  return download({
    type: CSV,
    body,
    filename: `${definition.name.replaceAll('.', '-')}-template.csv`,
    headers: HEADERS,
  });
}

type RefusedRow = { row: number; cells: Record<string, string>; faults: Fault[] };

/**
 * The rows that a run did not write, as they were sent, with the reasons in the last column. The same file can be
 * corrected and sent again, since the import ignores the two columns we add.
 */
export async function refusedRowsFile(ctx: Ctx, definition: AnyImport, id: string): Promise<Result<Download>> {
  const cell = (key: string): ExportColumn<RefusedRow> => ({
    key,
    title: key,
    type: 'text',
    value: (one) => one.cells[key] ?? '',
  });
  const columns: ExportColumn<RefusedRow>[] = [
    ...definition.columns.map((column) => cell(column.key)),
    { key: 'row', title: 'row', type: 'number' },
    { key: 'faults', title: 'faults', type: 'text', value: (one) => reasons(ctx, definition, one.faults) },
  ];
  const titles = [
    ...definition.columns.map((column) => column.titles[0]),
    findText(ctx, 'console.imports.row') ?? 'Row',
    findText(ctx, 'console.imports.reason') ?? 'Reason',
  ];
  const body = csvStream({ columns, titles, batches: refusedRows(ctx, id), context: orgOf(ctx) });
  return ok({
    download: true,
    type: CSV,
    body,
    filename: `${definition.name.replaceAll('.', '-')}-refused.csv`,
    headers: HEADERS,
  });
}

async function* refusedRows(ctx: Ctx, id: string): AsyncGenerator<RefusedRow[]> {
  for (let after = 0; ; ) {
    const rows = await ctx.db
      .selectFrom('import_refused_row')
      .select(['row', 'cells', 'faults'])
      .where(inOrg(ctx))
      .where('import_id', '=', id)
      .where('row', '>', after)
      .orderBy('row')
      .limit(PAGE)
      .execute();
    if (rows.length > 0) yield rows as unknown as RefusedRow[];
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) return;
    after = last.row;
  }
}

function reasons(ctx: Ctx, definition: AnyImport, faults: Fault[]): string {
  return faults
    .map((fault) => {
      const title = columnTitle(definition, fault.column);
      return `${title ? `${title}: ` : ''}${faultMessage(ctx, fault)}`;
    })
    .join(' ');
}
