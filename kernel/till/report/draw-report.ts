/** A till's report on a roll of 80 mm, as long as it needs. */
import { INK, mm, type Node, text, toPdf } from '../../documents/index.ts';

export type ReportPaper = {
  title: string;
  organization: string;
  /** BCP 47 */
  locale: string;
  createdAt: Date;
  sections: { title?: string; rows: { label: string; value: string; strong?: boolean }[] }[];
};

const WIDTH = mm(80);
const SIDE = mm(4);
/** What a row takes with its space, in points; long labels take two lines. */
const ROW = 15;

export function drawReport(paper: ReportPaper): Promise<Uint8Array> {
  const { title, organization, locale, createdAt, sections } = paper;
  const rows = sections.flatMap((section) => section.rows);
  const long = rows.filter(({ label, value }) => label.length + value.length > 34).length;
  return toPdf({
    title,
    language: locale,
    createdAt,
    pageSize: { width: WIDTH, height: mm(40) + ROW * (rows.length + long * 2 + sections.length * 2) },
    pageMargins: [SIDE, SIDE, SIDE, SIDE],
    content: [
      text(organization, { alignment: 'center', bold: true, fontSize: 11 }),
      text(title, { alignment: 'center', fontSize: 10, margin: [0, 2, 0, 6] }),
      ...sections.flatMap(draw),
    ],
  });
}

function draw({ title, rows }: ReportPaper['sections'][number]): Node[] {
  if (rows.length === 0) return [];
  const body = rows.map(({ label, value, strong = false }) => [
    text(label, { bold: strong, fontSize: 8.5 }),
    text(value, { bold: strong, fontSize: 8.5, alignment: 'right', noWrap: value.length < 24 }),
  ]);
  return [
    ...(title ? [text(title, { bold: true, fontSize: 8.5, color: INK.soft, margin: [0, 6, 0, 2] })] : []),
    { table: { widths: ['*', 'auto'], body }, layout: LINES },
  ];
}

const LINES = {
  hLineWidth: (i: number) => (i === 0 ? 0.6 : 0),
  vLineWidth: () => 0,
  hLineColor: () => INK.line,
  paddingLeft: () => 0,
  paddingRight: () => 0,
  paddingTop: () => 1.5,
  paddingBottom: () => 0.5,
};
