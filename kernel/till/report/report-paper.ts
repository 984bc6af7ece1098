import { type Ctx, orgOf } from '../../ctx/index.ts';
import { drawnBy } from '../../documents/index.ts';
import { formatDateTime, formatMoney, formatTime, formattingOf, t } from '../../i18n/index.ts';
import { parseAmount } from '../../lib/money.ts';
import type { Report } from '../contract.ts';
import { besidesTax } from './besides-tax.rule.ts';
import type { drawReport, ReportPaper } from './draw-report.ts';

const render = drawnBy<typeof drawReport>(new URL('./draw-report.ts', import.meta.url), 'drawReport');

/** The report as a PDF, in the language of `ctx`. */
export function renderReport(ctx: Ctx, report: Report): Promise<Uint8Array> {
  const how = formattingOf(ctx);
  const { session } = report;
  const { currency } = session;
  const label = (name: string) => t(ctx, `console.till.report.${name}`);
  const money = (amount: string) => {
    const minor = parseAmount(amount.replace('-', ''), currency);
    return minor.ok ? formatMoney(amount.startsWith('-') ? -minor.data : minor.data, currency, how) : amount;
  };
  const at = (instant: string) => formatDateTime(new Date(instant), how);
  const sum = ({ count, amount }: { count: number; amount: string }, name: string) => ({
    label: `${name} (${count})`,
    value: money(amount),
  });
  const counted =
    session.closed_at === null
      ? []
      : [
          { label: label('counted'), value: money(session.counted ?? '0'), strong: true },
          { label: label('difference'), value: money(session.difference ?? '0'), strong: true },
          ...(session.difference_reason ? [{ label: label('reason'), value: session.difference_reason }] : []),
        ];
  const paper: ReportPaper = {
    title: label(report.kind),
    organization: orgOf(ctx).name,
    locale: how.locale,
    // The same report is the same bytes.
    createdAt: new Date(session.closed_at ?? ctx.clock.now()),
    sections: [
      {
        rows: [
          { label: label('drawer'), value: session.drawer.name },
          { label: label('cashier'), value: session.cashier.name },
          { label: label('opened'), value: at(session.opened_at) },
          ...(session.closed_at ? [{ label: label('closed'), value: at(session.closed_at) }] : []),
          ...(session.close_reason
            ? [{ label: label('closed_by'), value: `${session.closed_by}: ${session.close_reason}` }]
            : []),
        ],
      },
      {
        title: label('cash'),
        rows: [
          ...report.cash.map((one) => sum(one, label(`kind.${one.kind}`))),
          { label: label('expected'), value: money(session.expected ?? '0'), strong: true },
          ...counted,
          { label: label('no_sales'), value: String(report.no_sales) },
        ],
      },
      {
        title: label('by_method'),
        rows: [
          ...report.by_method.map((one) => sum(one, t(ctx, `console.payments.method.${one.method}`))),
          { label: label('total'), value: money(report.total), strong: true },
        ],
      },
      { title: label('by_subject'), rows: report.by_subject.map((one) => sum(one, one.label)) },
      {
        title: label('by_tax'),
        rows: [
          ...report.by_tax.map(({ rate, net, tax }) => ({ label: `${rate} % · ${money(net)}`, value: money(tax) })),
          ...besidesTax(report.by_tax, report).map(({ key, amount }) => ({ label: label(key), value: money(amount) })),
        ],
      },
      {
        title: label('by_hour'),
        rows: report.by_hour.map((one) => sum(one, formatTime(new Date(one.hour), how))),
      },
    ],
  };
  return render(paper);
}
