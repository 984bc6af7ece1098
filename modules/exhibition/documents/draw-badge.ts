/** A badge for a lanyard: A6 upright, readable from two metres, scannable from half a metre. */
import { INK, mm, type Node, qrNode, shorten, text, toPdf } from '../../../kernel/documents/index.ts';

export type Badge = {
  name: string;
  /** the short public id, printed large below the QR, for when the camera fails */
  code: string;
  /** the exhibition that it admits to */
  exhibition: string;
  /** a smaller line under the exhibition: its days, its place */
  detail?: string;
  qrText: string;
  /** BCP 47 */
  locale?: string;
  /** in the file's metadata; now when absent */
  createdAt?: Date;
};

const WIDTH = mm(105);
const HEIGHT = mm(148);
const BAND = mm(30);
const QR = mm(58);

export function drawBadge(badge: Badge): Promise<Uint8Array> {
  const centre = { alignment: 'center', lineHeight: 1.05 };
  const exhibition = shorten(badge.exhibition, 70);
  const name = shorten(badge.name, 60);
  const band = { type: 'rect', x: 0, y: 0, w: WIDTH, h: BAND, color: INK.accent };
  const content: Node[] = [
    { absolutePosition: { x: 0, y: 0 }, canvas: [band] },
    // A table cell of the band's height, because only cells can centre vertically.
    {
      absolutePosition: { x: mm(8), y: 0 },
      table: {
        widths: [WIDTH - mm(16)],
        heights: [BAND],
        body: [[{ stack: bandText(exhibition, badge.detail, centre), verticalAlignment: 'middle' }]],
      },
      layout: FLUSH,
    },
    {
      absolutePosition: { x: mm(8), y: BAND + mm(3) },
      table: {
        widths: [WIDTH - mm(16)],
        heights: [mm(30)],
        body: [[{ ...text(name, { ...centre, bold: true, fontSize: nameSize(name) }), verticalAlignment: 'middle' }]],
      },
      layout: FLUSH,
    },
    { absolutePosition: { x: (WIDTH - QR) / 2, y: BAND + mm(35) }, ...qrNode(badge.qrText, QR) },
    {
      absolutePosition: { x: 0, y: BAND + mm(35) + QR + mm(2) },
      ...text(badge.code, { ...centre, fontSize: 20, bold: true, characterSpacing: 3 }),
    },
  ];
  return toPdf({
    title: `${badge.name} · ${badge.code}`,
    language: badge.locale ?? 'en',
    createdAt: badge.createdAt ?? new Date(),
    pageSize: { width: WIDTH, height: HEIGHT },
    pageMargins: [0, 0, 0, 0],
    content,
  });
}

function bandText(exhibition: string, detail: string | undefined, centre: Node): Node[] {
  const title = text(exhibition, { ...centre, bold: true, fontSize: exhibition.length > 32 ? 14 : 18, color: '#fff' });
  if (!detail) return [title];
  return [title, text(shorten(detail, 80), { ...centre, fontSize: 9.5, color: '#dbe6ef', margin: [0, 3, 0, 0] })];
}

/** Short names are large; long ones still fit on two or three lines in 30 mm. */
function nameSize(name: string): number {
  const longestWord = Math.max(...name.split(/\s+/).map((word) => word.length));
  if (longestWord > 22) return 15;
  return name.length <= 14 && longestWord <= 12
    ? 30
    : name.length <= 26 && longestWord <= 16
      ? 25
      : name.length <= 40
        ? 20
        : 17;
}

const FLUSH = {
  hLineWidth: () => 0,
  vLineWidth: () => 0,
  paddingLeft: () => 0,
  paddingRight: () => 0,
  paddingTop: () => 0,
  paddingBottom: () => 0,
};
