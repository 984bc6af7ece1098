import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { drawnBy } from '../../../kernel/documents/index.ts';
import { defineExport, exportDownload } from '../../../kernel/exports/index.ts';
import { formattingOf } from '../../../kernel/i18n/index.ts';
import { ok, type Result } from '../../../kernel/lib/result.ts';
import { type Download, download } from '../../../kernel/module/index.ts';
import type { Report, ReportLine } from './contract.ts';
import type { drawReport } from './draw-report.ts';
import { reportOf, type Scope } from './report.query.ts';

const render = drawnBy<typeof drawReport>(new URL('./draw-report.ts', import.meta.url), 'drawReport');

export const reportPdf = (ctx: Ctx, report: Report): Promise<Uint8Array> =>
  render({ report, organization: orgOf(ctx).name, locale: formattingOf(ctx).locale });

const column = (key: keyof ReportLine, type: 'text' | 'number' | 'money', value?: (line: ReportLine) => unknown) => ({
  key,
  title: `documents.electricity_report.sheet_${key}`,
  type,
  ...(value && { value }),
});
const kwh = (key: 'used_wh' | 'before_wh' | 'year_ago_wh' | 'bought_wh') =>
  column(key, 'number', (line) => line[key] / 1000);

/** The meters of a report as lines of a sheet. */
const reportSheet = defineExport<ReportLine, { kind: string; id: string; month: string; scope: Scope }>({
  name: 'electricity.report',
  permission: 'electricity.read',
  columns: [
    column('number', 'text'),
    column('name', 'text'),
    kwh('used_wh'),
    kwh('before_wh'),
    kwh('year_ago_wh'),
    column('cost_minor', 'money'),
    column('paid_minor', 'money'),
    kwh('bought_wh'),
  ],
  page: async (ctx, { scope, month }) => ok({ rows: (await reportOf(ctx, scope, month)).meters, next: null }),
});

/** A report as a file. */
export async function reportFile(
  ctx: Ctx,
  scope: Scope,
  month: string,
  format: 'pdf' | 'xlsx',
): Promise<Result<Download>> {
  if (format === 'xlsx')
    return exportDownload(ctx, reportSheet, 'xlsx', { kind: scope.kind, id: scope.id, month, scope });
  const report = await reportOf(ctx, scope, month);
  return download({
    type: 'application/pdf',
    body: await reportPdf(ctx, report),
    filename: `electricity-${month.slice(0, 7)}.pdf`,
    inline: true,
    headers: { 'cache-control': 'private, no-store' },
  });
}
