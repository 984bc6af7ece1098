/** A month's report on A4: the figures, the days as bars, and the meters. */
import { INK, mm, type Node, text, toPdf } from '../../../kernel/documents/index.ts';
import { formatDate, formatMoney, formatNumber, t } from '../../../kernel/i18n/index.ts';
import { showNumber } from '../number.rule.ts';
import type { Report } from './contract.ts';
import { changeOf, chartSvg } from './report.rule.ts';

export type Paper = { report: Report; organization: string; locale: string };

const SIDE = mm(18);
const WIDTH = mm(210) - 2 * SIDE;

const FAINT = { color: INK.soft, fontSize: 8 };
const RIGHT = { alignment: 'right' };

export function drawReport({ report, organization, locale }: Paper): Promise<Uint8Array> {
  const words = wordsIn(report, locale);
  const { say, month } = words;
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
      figures(report, words),
      ...days(report, words),
      meters(report, words),
      text(say('cost_note'), { ...FAINT, margin: [0, 10, 0, 0] }),
    ],
    footer: (page, pages) => text(`${page} / ${pages}`, { ...RIGHT, ...FAINT, margin: [SIDE, 8, SIDE, 0] }),
  });
}

type Words = ReturnType<typeof wordsIn>;

function wordsIn({ month, currency }: Report, locale: string) {
  return {
    locale,
    month: monthName(month, locale),
    say: (key: string) => t(locale, `documents.electricity_report.${key}`),
    kwh: (wh: number) => formatNumber(wh / 1000, { locale }, { maximumFractionDigits: 1, minimumFractionDigits: 1 }),
    money: (minor: number | null) => (minor === null ? '–' : formatMoney(minor, currency, { locale })),
    day: (at: string) => formatDate(at, { locale, timeZone: 'UTC' }),
  };
}

function figures({ total }: Report, { say, kwh, money, locale }: Words): Node {
  const change = (before: number) => {
    const percent = changeOf(total.used_wh, before);
    return percent === null
      ? '–'
      : formatNumber(percent / 100, { locale }, { style: 'percent', signDisplay: 'exceptZero' });
  };
  const fact = (key: string, value: string): Node => ({
    stack: [text(say(key), FAINT), text(value, { bold: true, fontSize: 13 })],
  });
  return {
    columns: [
      fact('used', kwh(total.used_wh)),
      fact('before', change(total.before_wh)),
      fact('year_ago', change(total.year_ago_wh)),
      fact('cost', money(total.cost_minor)),
      fact('paid', money(total.paid_minor)),
    ],
    margin: [0, 0, 0, 16],
  };
}

/** The days as bars: how high the highest is, and the first and the last day. */
function days({ days, month }: Report, { say, kwh, day }: Words): Node[] {
  const used = days.map(({ wh }) => wh);
  return [
    {
      columns: [text(say('by_day'), FAINT), text(`${kwh(Math.max(...used))} kWh`, { ...RIGHT, ...FAINT })],
      margin: [0, 0, 0, 4],
    },
    { svg: chartSvg(used, WIDTH, 90, INK.accent), width: WIDTH },
    {
      columns: [text(day(days[0]?.at ?? month), FAINT), text(day(days.at(-1)?.at ?? month), { ...RIGHT, ...FAINT })],
      margin: [0, 2, 0, 16],
    },
  ];
}

type Sums = Pick<Report['total'], 'used_wh' | 'before_wh' | 'year_ago_wh' | 'cost_minor' | 'paid_minor'>;

function meters({ meters, total }: Report, { say, kwh, money, locale }: Words): Node {
  const heading = (key: string) => text(say(key), { ...RIGHT, ...FAINT });
  const row = (name: string, sums: Sums, bold = false) => {
    const style = { ...RIGHT, bold };
    return [
      text(name, { bold }),
      text(kwh(sums.used_wh), style),
      text(kwh(sums.before_wh), style),
      text(kwh(sums.year_ago_wh), style),
      text(money(sums.cost_minor), style),
      text(money(sums.paid_minor), style),
    ];
  };
  return {
    table: {
      headerRows: 1,
      widths: ['*', 'auto', 'auto', 'auto', 'auto', 'auto'],
      body: [
        [text(say('meter'), FAINT), ...['used', 'before_kwh', 'year_ago_kwh', 'cost', 'paid'].map(heading)],
        ...meters.map((line) => row([showNumber(line.number), line.name].filter(Boolean).join(' · '), line)),
        ...(meters.length > 1 ? [row(t(locale, 'documents.total'), total, true)] : []),
      ],
    },
    layout: { hLineWidth: () => 0.5, vLineWidth: () => 0, hLineColor: () => INK.line },
  };
}

/** "October 2026" */
export const monthName = (month: string, locale: string) =>
  new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${month}T00:00:00Z`),
  );
