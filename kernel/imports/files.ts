import { type Ctx, inOrg, orgOf } from '../ctx/index.ts';
import { csvStream, type ExportColumn, SHEET_TYPES, type Sheet, xlsxStream } from '../exports/index.ts';
import { findText } from '../i18n/index.ts';
import type { Result } from '../lib/result.ts';
import { type Download, download } from '../module/index.ts';
import type { AnyImport } from './define.ts';
import type { Fault } from './fault.ts';
import { columnTitle, faultMessage } from './view.ts';

const HEADERS = { 'cache-control': 'private, no-store', 'x-content-type-options': 'nosniff' };
const PAGE = 500;

export type ListFormat = 'csv' | 'xlsx';

/** The template to fill in: the headings, and one example below them. */
export async function templateFile(ctx: Ctx, definition: AnyImport, format: ListFormat): Promise<Result<Download>> {
  type Example = Record<string, string>;
  const columns = definition.columns.map(({ key }): ExportColumn<Example> => ({ key, title: key, type: 'text' }));
  const example = Object.fromEntries(definition.columns.map(({ key, example = '' }) => [key, example]));
  return sheetDownload(
    {
      columns,
      titles: definition.columns.map((column) => column.titles[0]),
      batches: batchesOf([[example]]),
      context: orgOf(ctx),
    },
    `${definition.name}-template`,
    format,
  );
}

async function* batchesOf<Row>(batches: Row[][]): AsyncGenerator<Row[]> {
  yield* batches;
}

async function sheetDownload<Row>(sheet: Sheet<Row>, name: string, format: ListFormat): Promise<Result<Download>> {
  return download({
    type: SHEET_TYPES[format],
    body: format === 'csv' ? csvStream(sheet) : await xlsxStream(sheet, name),
    filename: `${name.replaceAll('.', '-')}.${format}`,
    headers: HEADERS,
  });
}

type RefusedRow = { row: number; cells: Record<string, string>; faults: Fault[] };

/**
 * The rows that a run did not write, as they were sent, with the reasons in the last column. The same file can be
 * corrected and sent again, since the import ignores the two columns we add.
 */
export async function refusedRowsFile(
  ctx: Ctx,
  definition: AnyImport,
  id: string,
  format: ListFormat,
): Promise<Result<Download>> {
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
  const sheet = { columns, titles, batches: refusedRows(ctx, id), context: orgOf(ctx) };
  return sheetDownload(sheet, `${definition.name}-refused`, format);
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
