/** Receipts, invoices and credit notes on a roll of 80 mm, as long as they need. */
import { t } from '../i18n/index.ts';
import type { Kind } from './bill-words.ts';
import { INK, logoNode, mm, type Node, type PaperLogo, qrNode, toPdf } from './pdf.ts';
import type { PlainRow } from './slip-contract.ts';
import { slipRows } from './slip-rows.ts';
import type { IssuedSnapshot } from './snapshot.ts';
import { text } from './text.ts';

const SIDE = mm(4);
/** Characters of a line of the small type, and its height in points. */
const ACROSS = 44;
const HEIGHT = 11;
const SMALL = 8;
const CODE = mm(30);
const LOGO = { width: mm(50), height: mm(18) };

export function drawSlip(
  kind: Kind,
  snapshot: IssuedSnapshot,
  locale = snapshot.locale ?? 'en',
  logo?: PaperLogo,
): Promise<Uint8Array> {
  const drawn = [...(logo ? [pictured(logo)] : []), ...slipRows(kind, snapshot, locale).map(nodeOf)];
  return toPdf({
    title: `${snapshot.title ?? t(locale, `documents.${kind}.title`)} ${snapshot.number}`,
    language: locale,
    createdAt: new Date(snapshot.issuedAt),
    pageSize: { width: mm(80), height: drawn.reduce((sum, { height }) => sum + height, mm(18)) },
    pageMargins: [SIDE, SIDE, SIDE, SIDE],
    content: drawn.map(({ node }) => node),
  });
}

function pictured(logo: PaperLogo): { node: Node; height: number } {
  const { node, height } = logoNode(logo, LOGO);
  return { node: { ...node, alignment: 'center', margin: [0, 0, 0, 5] }, height: height + 6 };
}

function nodeOf(row: PlainRow): { node: Node; height: number } {
  if (row.kind === 'rule') {
    const line = { type: 'line', x1: 0, y1: 3, x2: mm(80) - 2 * SIDE, y2: 3, lineWidth: 0.6, dash: { length: 2 } };
    return { node: { canvas: [line], margin: [0, 0, 0, 4] }, height: 12 };
  }
  if (row.kind === 'code')
    return { node: { ...qrNode(row.text, CODE), alignment: 'center', margin: [0, 6, 0, 0] }, height: CODE + 10 };
  const fontSize = row.big ? 12 : SMALL;
  const style = { fontSize, ...(row.bold && { bold: true }), ...(row.soft && { color: INK.soft }) };
  const length = row.kind === 'text' ? row.text.length : row.left.length + row.right.length + 4;
  const height = (HEIGHT * Math.ceil(length / ACROSS) * fontSize) / SMALL;
  if (row.kind === 'text')
    return { node: text(row.text, { ...style, ...(row.center && { alignment: 'center' }) }), height: height + 1 };
  return {
    node: {
      columns: [
        { width: '*', ...text(row.left, style) },
        { width: 'auto', ...text(row.right, { ...style, alignment: 'right', noWrap: true }) },
      ],
      columnGap: 6,
    },
    height,
  };
}
