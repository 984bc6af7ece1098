import { audit } from '../audit/index.ts';
import { type Ctx, orgOf } from '../ctx/index.ts';
import { findText } from '../i18n/index.ts';
import { ok, type Result, refuse } from '../lib/result.ts';
import { dayIn } from '../lib/time.ts';
import { type Download, download } from '../module/index.ts';
import type { ExportDefinition, ExportPage } from './define.ts';
import { csvStream, type Sheet, xlsxStream } from './stream.ts';

export type ExportFormat = 'csv' | 'xlsx';

export const SHEET_TYPES: Record<ExportFormat, string> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/** Rows read at once: large enough that the round trip does not matter, small enough for memory. */
const BATCH = 1000;

/**
 * A list as a streaming download: the answer of a route. The first page is read before the answer starts, so that a
 * faulty filter is refused normally. Memory stays at one or two pages for any length. Each export is audited, because
 * it takes data out of the server.
 */
export async function exportDownload<Row, Query extends object>(
  ctx: Ctx,
  definition: ExportDefinition<Row, Query>,
  format: ExportFormat,
  query: Query,
  { bom = true }: { bom?: boolean } = {},
): Promise<Result<Download>> {
  const organization = orgOf(ctx);
  const first = asResult(await definition.page(ctx, query, null, BATCH));
  if (!first.ok) return first;
  await audit(ctx, 'exports.downloaded', {
    subject: { type: 'export', id: definition.name },
    after: { format, ...query },
  });
  const sheet: Sheet<Row> = {
    columns: definition.columns,
    titles: definition.columns.map((column) => findText(ctx, column.title) ?? column.key),
    batches: pages(ctx, definition, query, first.data),
    context: organization,
  };
  const body = format === 'csv' ? csvStream(sheet, { bom }) : await xlsxStream(sheet, definition.name);
  const day = dayIn(organization.timeZone, ctx.clock.now());
  return download({
    type: SHEET_TYPES[format],
    body,
    filename: `${definition.name.replaceAll('.', '-')}-${day}.${format}`,
    headers: { 'cache-control': 'private, no-store', 'x-content-type-options': 'nosniff' },
  });
}

/** The pages of a list; each is read after the one before was sent. */
async function* pages<Row, Query>(
  ctx: Ctx,
  definition: ExportDefinition<Row, Query>,
  query: Query,
  first: ExportPage<Row>,
): AsyncGenerator<Row[]> {
  let page = first;
  for (;;) {
    yield page.rows;
    if (page.next === null) return;
    const after = page.next;
    const next = asResult(await definition.page(ctx, query, after, BATCH));
    if (!next.ok) throw new Error(`The export ${definition.name} was refused half-way: ${next.code}`);
    // A cursor that does not change would send the same rows forever.
    if (next.data.next === after) throw new Error(`The export ${definition.name} does not move on from its cursor`);
    page = next.data;
  }
}

function asResult<Row>(page: Result<ExportPage<Row>> | ExportPage<Row>): Result<ExportPage<Row>> {
  return 'ok' in page ? page : ok(page);
}

export const exportErrors: Record<string, number> = { 'exports.unknown': 404 };

/** `exhibition.customers.xlsx` → its name and format; refuses with `exports.unknown`. */
export function parseExportFile(file: string): Result<{ name: string; format: ExportFormat }> {
  const match = /^(.+)\.(csv|xlsx)$/.exec(file);
  return match ? ok({ name: match[1] as string, format: match[2] as ExportFormat }) : refuse('exports.unknown');
}
