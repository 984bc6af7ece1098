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
  return paper(`${badge.name} · ${badge.code}`, [badge], { width: WIDTH, height: HEIGHT }, [badgeNodes(badge, 0, 0)]);
}

/** Many badges, four on each A4, to cut apart in the middle. */
export function drawBadges(badges: Badge[]): Promise<Uint8Array> {
  const pages = Array.from({ length: Math.ceil(badges.length / 4) }, (_, page) =>
    badges
      .slice(page * 4, page * 4 + 4)
      .flatMap((badge, place) => badgeNodes(badge, (place % 2) * WIDTH, Math.floor(place / 2) * HEIGHT)),
  );
  return paper(titleOf(badges), badges, { width: mm(210), height: mm(297) }, pages);
}

/** The size of a usual roll of adhesive labels. */
const LABEL = { width: mm(62), height: mm(29) };

/** Adhesive labels, each on a page of its own size: QR code, name, ID. */
export function drawLabels(badges: Badge[]): Promise<Uint8Array> {
  return paper(titleOf(badges), badges, LABEL, badges.map(labelNodes));
}

const titleOf = (badges: Badge[]) => [...new Set(badges.map(({ exhibition }) => exhibition))].join(', ');

function paper(title: string, badges: Badge[], pageSize: { width: number; height: number }, pages: Node[][]) {
  const [first] = badges;
  // A page begins with its first node; all others have places of their own on it.
  const content = pages.map((stack, page): Node => ({ stack, ...(page > 0 && { pageBreak: 'before' }) }));
  return toPdf({
    title,
    language: first?.locale ?? 'en',
    createdAt: first?.createdAt ?? new Date(),
    pageSize,
    pageMargins: [0, 0, 0, 0],
    content,
  });
}

function labelNodes({ name, code, exhibition, qrText }: Badge): Node[] {
  const left = mm(29);
  const shown = shorten(name, 44);
  const body = [
    [{ ...text(shorten(exhibition, 40), { fontSize: 6.5, color: INK.soft }) }],
    [
      {
        ...text(shown, {
          bold: true,
          lineHeight: 1.05,
          fontSize: shown.length <= 16 ? 13 : shown.length <= 28 ? 10 : 7.5,
        }),
      },
    ],
    [{ ...text(code, { bold: true, fontSize: 9.5, characterSpacing: 1 }) }],
  ];
  return [
    { text: '', fontSize: 1 },
    { absolutePosition: { x: mm(2.5), y: mm(2.5) }, ...qrNode(qrText, mm(24)) },
    {
      absolutePosition: { x: left, y: mm(3) },
      table: { widths: [LABEL.width - left - mm(2)], body },
      layout: FLUSH,
    },
  ];
}

/** A badge whose upper left corner is at this place. */
function badgeNodes(badge: Badge, x: number, y: number): Node[] {
  const centre = { alignment: 'center', lineHeight: 1.05 };
  const exhibition = shorten(badge.exhibition, 70);
  const name = shorten(badge.name, 60);
  const band = { type: 'rect', x: 0, y: 0, w: WIDTH, h: BAND, color: INK.accent };
  // A table cell of a height, because only cells can centre vertically.
  const cell = (top: number, height: number, inside: Node): Node => ({
    absolutePosition: { x: x + mm(8), y: y + top },
    table: {
      widths: [WIDTH - mm(16)],
      heights: [height],
      body: [[{ ...inside, verticalAlignment: 'middle' }]],
    },
    layout: FLUSH,
  });
  return [
    { absolutePosition: { x, y }, canvas: [band] },
    cell(0, BAND, { stack: bandText(exhibition, badge.detail, centre) }),
    cell(BAND + mm(3), mm(30), text(name, { ...centre, bold: true, fontSize: nameSize(name) })),
    { absolutePosition: { x: x + (WIDTH - QR) / 2, y: y + BAND + mm(35) }, ...qrNode(badge.qrText, QR) },
    cell(
      BAND + mm(35) + QR + mm(2),
      mm(8),
      text(badge.code, { ...centre, fontSize: 20, bold: true, characterSpacing: 3 }),
    ),
  ];
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
