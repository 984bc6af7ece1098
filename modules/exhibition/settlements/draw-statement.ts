/** A stall's statement on A4. */
import { INK, mm, type Node, text, toPdf } from '../../../kernel/documents/index.ts';

export type StatementPaper = {
  title: string;
  organization: string;
  /** its days; empty: all of them */
  detail: string;
  /** BCP 47 */
  locale: string;
  createdAt: Date;
  sections: { title?: string; rows: { label: string; value: string; strong?: boolean }[] }[];
};

export function drawStatement(paper: StatementPaper): Promise<Uint8Array> {
  const { title, organization, detail, locale, createdAt, sections } = paper;
  return toPdf({
    title,
    language: locale,
    createdAt,
    pageSize: 'A4',
    pageMargins: [mm(20), mm(20), mm(20), mm(20)],
    content: [
      text(organization, { fontSize: 10, color: INK.soft }),
      text(title, { bold: true, fontSize: 16, margin: [0, 2, 0, 2] }),
      text(detail, { fontSize: 10, color: INK.soft, margin: [0, 0, 0, 8] }),
      ...sections.flatMap(draw),
    ],
  });
}

function draw({ title, rows }: StatementPaper['sections'][number]): Node[] {
  if (rows.length === 0) return [];
  const body = rows.map(({ label, value, strong = false }) => [
    text(label, { bold: strong, fontSize: 10 }),
    text(value, { bold: strong, fontSize: 10, alignment: 'right', noWrap: true }),
  ]);
  return [
    ...(title ? [text(title, { bold: true, fontSize: 10, color: INK.soft, margin: [0, 12, 0, 2] })] : []),
    { table: { widths: ['*', 'auto'], body }, layout: LINES },
  ];
}

const LINES = {
  hLineWidth: () => 0.4,
  vLineWidth: () => 0,
  hLineColor: () => INK.line,
  paddingLeft: () => 0,
  paddingRight: () => 0,
  paddingTop: () => 3,
  paddingBottom: () => 3,
};
