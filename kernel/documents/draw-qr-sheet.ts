/** Many QR codes on A4, to be cut out: name and id under each. */
import { t } from '../i18n/index.ts';
import { INK, mm, type Node, qrNode, toPdf } from './pdf.ts';
import { shorten, text } from './text.ts';

export type QrSheetItem = { name: string; code: string; qrText: string };
export type QrSheetOptions = {
  /** printed at the top of every page */
  title?: string;
  /** codes in a row: 3 codes are 52 mm wide, 4 are 40, 5 are 28 (near the smallest that a cheap phone reads) */
  columns?: 3 | 4 | 5;
  locale?: string;
  createdAt?: Date;
};

const GRID = { 3: { rows: 4, qr: 52 }, 4: { rows: 5, qr: 40 }, 5: { rows: 7, qr: 28 } };

export function drawQrSheet(items: readonly QrSheetItem[], options: QrSheetOptions = {}): Promise<Uint8Array> {
  const { columns = 4, locale = 'en', createdAt = new Date(), title = t(locale, 'documents.qr_sheet.title') } = options;
  const side = mm(12);
  const top = mm(16);
  const bottom = mm(12);
  const { rows, qr } = GRID[columns];
  const width = (mm(210) - 2 * side) / columns;
  // Without the lines between the rows; otherwise the last row moves to the next page.
  const height = (mm(297) - top - bottom - 4) / rows - 1;
  const body: Node[][] = [];
  for (let at = 0; at < items.length; at += columns) {
    const row = items.slice(at, at + columns).map((item) => cell(item, mm(qr), width));
    while (row.length < columns) row.push({ text: '' });
    body.push(row);
  }
  const empty = { ...text(t(locale, 'documents.qr_sheet.empty'), { color: INK.soft }) };
  return toPdf({
    title,
    language: locale,
    createdAt,
    pageSize: 'A4',
    pageMargins: [side, top, side, bottom],
    content: body.length === 0 ? [empty] : [grid(body, width, height, columns)],
    header: () => ({ margin: [side, mm(7), side, 0], ...text(title, { bold: true, fontSize: 10 }) }),
    footer: (page, pages) => ({
      margin: [side, mm(3), side, 0],
      ...text(t(locale, 'documents.page', { page, pages }), { fontSize: 7.5, color: INK.soft, alignment: 'right' }),
    }),
  });
}

function grid(body: Node[][], width: number, height: number, columns: number): Node {
  return {
    table: { dontBreakRows: true, widths: Array(columns).fill(width), heights: height, body },
    layout: {
      hLineWidth: () => 0.4,
      vLineWidth: () => 0.4,
      hLineColor: () => INK.line,
      vLineColor: () => INK.line,
      hLineStyle: () => ({ dash: { length: 2, space: 2 } }),
      vLineStyle: () => ({ dash: { length: 2, space: 2 } }),
      paddingLeft: () => 0,
      paddingRight: () => 0,
      paddingTop: () => 0,
      paddingBottom: () => 0,
    },
  };
}

function cell(item: QrSheetItem, qr: number, width: number): Node {
  const margin = (width - qr) / 2;
  return {
    stack: [
      { ...qrNode(item.qrText, qr), margin: [margin, 2, 0, 0] },
      text(shorten(item.name, 48), {
        alignment: 'center',
        fontSize: 8.5,
        bold: true,
        margin: [4, 0, 4, 0],
        lineHeight: 1.05,
      }),
      text(item.code, { alignment: 'center', fontSize: 9, characterSpacing: 1, color: INK.soft, margin: [4, 1, 4, 0] }),
    ],
  };
}
