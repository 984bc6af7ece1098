/** A month's report on A4: the figures, the days as bars, and the meters. */
import { INK, mm, type Node, text, toPdf } from '../../../kernel/documents/index.ts';
import { formatDate, formatMoney, formatNumber, t } from '../../../kernel/i18n/index.ts';
import { showNumber } from '../number.rule.ts';
import type { Report } from './contract.ts';
import { changeOf, chartSvg } from './report.rule.ts';

export type Paper = { report: Report; organization: string; locale: string };

const SIDE = mm(18);
const WIDTH = mm(210) - 2 * SIDE;

export function drawReport({ report, organization, locale }: Paper): Promise<Uint8Array> {
  const say = (key: string, values: Record<string, string> = {}) =>
    t(locale, `documents.electricity_report.${key}`, values);
  const month = monthName(report.month, locale);
  const kwh = (wh: number) =>
    formatNumber(wh / 1000, { locale }, { maximumFractionDigits: 1, minimumFractionDigits: 1 });
  const money = (minor: number | null) => (minor === null ? '–' : formatMoney(minor, report.currency, { locale }));
  const { total } = report;
  const change = (before: number) => {
    const percent = changeOf(total.used_wh, before);
    return percent === null
      ? '–'
      : formatNumber(percent / 100, { locale }, { style: 'percent', signDisplay: 'exceptZero' });
  };
  const fact = (label: string, value: string): Node => ({
    stack: [text(label, { color: INK.soft, fontSize: 8 }), text(value, { bold: true, fontSize: 13 })],
  });
  const right = { alignment: 'right' };
  const bold = { ...right, bold: true };
  const head = (key: string, style = {}) => text(say(key), { ...style, color: INK.soft, fontSize: 8 });
  return toPdf({
    title: `${say('title')} ${month} · ${report.title}`,
    language: locale,
    createdAt: new Date(report.made_at),
    pageSize: 'A4',
    pageMargins: [SIDE, SIDE, SIDE, mm(18)],
    content: [
      text(organization, { color: INK.soft }),
      text(`${say('title')} · ${month}`, { bold: true, fontSize: 18, margin: [0, 2, 0, 0] }),
      text([report.title, report.holder].filter((one, i, all) => one && all.indexOf(one) === i).join(' · '), {
        fontSize: 12,
        margin: [0, 0, 0, 14],
      }),
      {
        columns: [
          fact(say('used'), kwh(total.used_wh)),
          fact(say('before'), change(total.before_wh)),
          fact(say('year_ago'), change(total.year_ago_wh)),
          fact(say('cost'), money(total.cost_minor)),
          fact(say('paid'), money(total.paid_minor)),
        ],
        margin: [0, 0, 0, 16],
      },
      {
        columns: [
          text(say('by_day'), { color: INK.soft, fontSize: 8 }),
          // How high the highest bar is.
          text(`${kwh(Math.max(...report.days.map(({ wh }) => wh)))} kWh`, { ...right, color: INK.soft, fontSize: 8 }),
        ],
        margin: [0, 0, 0, 4],
      },
      {
        svg: chartSvg(
          report.days.map(({ wh }) => wh),
          WIDTH,
          90,
          INK.accent,
        ),
        width: WIDTH,
      },
      {
        columns: [
          text(formatDate(report.days[0]?.at ?? report.month, { locale, timeZone: 'UTC' }), {
            color: INK.soft,
            fontSize: 8,
          }),
          text(formatDate(report.days.at(-1)?.at ?? report.month, { locale, timeZone: 'UTC' }), {
            ...right,
            color: INK.soft,
            fontSize: 8,
          }),
        ],
        margin: [0, 2, 0, 16],
      },
      {
        table: {
          headerRows: 1,
          widths: ['*', 'auto', 'auto', 'auto', 'auto', 'auto'],
          body: [
            [
              head('meter'),
              head('used', right),
              head('before_kwh', right),
              head('year_ago_kwh', right),
              head('cost', right),
              head('paid', right),
            ],
            ...report.meters.map((line) => [
              text([showNumber(line.number), line.name].filter(Boolean).join(' · ')),
              text(kwh(line.used_wh), right),
              text(kwh(line.before_wh), right),
              text(kwh(line.year_ago_wh), right),
              text(money(line.cost_minor), right),
              text(money(line.paid_minor), right),
            ]),
            ...(report.meters.length > 1
              ? [
                  [
                    text(t(locale, 'documents.total'), { bold: true }),
                    text(kwh(total.used_wh), bold),
                    text(kwh(total.before_wh), bold),
                    text(kwh(total.year_ago_wh), bold),
                    text(money(total.cost_minor), bold),
                    text(money(total.paid_minor), bold),
                  ],
                ]
              : []),
          ],
        },
        layout: { hLineWidth: () => 0.5, vLineWidth: () => 0, hLineColor: () => INK.line },
      },
      text(say('cost_note'), { color: INK.soft, fontSize: 8, margin: [0, 10, 0, 0] }),
    ],
    footer: (page, pages) =>
      text(`${page} / ${pages}`, { alignment: 'right', color: INK.soft, fontSize: 8, margin: [SIDE, 8, SIDE, 0] }),
  });
}

/** "October 2026" */
export const monthName = (month: string, locale: string) =>
  new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${month}T00:00:00Z`),
  );
