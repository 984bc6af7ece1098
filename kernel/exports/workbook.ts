import { audit } from '../audit/index.ts';
import { type Ctx, orgOf } from '../ctx/index.ts';
import { findText } from '../i18n/index.ts';
import { decimalsOf } from '../lib/money.ts';
import type { Result } from '../lib/result.ts';
import { type Download, download } from '../module/index.ts';
import { numberFormat, xlsxCell } from './cells.ts';
import type { ExportColumn } from './define.ts';
import { sheetName } from './stream.ts';

// biome-ignore lint/suspicious/noExplicitAny: each sheet has rows of its own
export type WorkSheet = { title: string; columns: ExportColumn<any>[]; rows: any[] };

/**
 * A report as one XLSX with a sheet for each of its tables, in the reader's language; short enough for memory. Audited,
 * as every export is.
 *
 * @param title text key of a sheet's name, as the columns have one
 */
export async function workbookDownload(
  ctx: Ctx,
  { name, query, sheets }: { name: string; query: object; sheets: WorkSheet[] },
): Promise<Result<Download>> {
  await audit(ctx, 'exports.downloaded', {
    subject: { type: 'export', id: name },
    after: { format: 'xlsx', ...query },
  });
  const { writeXlsx } = await import('hucre/xlsx');
  const context = orgOf(ctx);
  const text = (key: string) => findText(ctx, key) ?? key;
  const decimals = decimalsOf(context.currency);
  const body = await writeXlsx({
    sheets: sheets.map(({ title, columns, rows }) => ({
      name: sheetName(text(title)),
      columns: columns.map(({ type, width }) => {
        const numFmt = numberFormat(type, decimals);
        return { width: width ?? 16, ...(numFmt && { numFmt }) };
      }),
      rows: [
        columns.map((column) => text(column.title)),
        ...rows.map((row) => columns.map((column) => xlsxCell(column, row, context))),
      ],
      freezePane: { rows: 1 },
    })),
  });
  return download({
    type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    body,
    filename: `${name.replaceAll('.', '-')}.xlsx`,
    headers: { 'cache-control': 'private, no-store', 'x-content-type-options': 'nosniff' },
  });
}
