import { qrMatrix, qrPath } from '../../../kernel/credentials/index.ts';
import { outlineLines, outlineText, outlineWithin } from '../../../kernel/documents/index.ts';

export type TicketPicture = {
  organization: string;
  title: string;
  /** with leading zeros */
  labels: string[];
  buyer: string;
  orderCode: string;
  /** in readable form; null while the day is not set */
  drawOn: string | null;
  /** text of the QR code: the address that shows whether the ticket is valid */
  url: string;
  /** the labels in the buyer's language; `more` is the text for how many numbers did not fit */
  words: {
    numbers: string;
    buyer: string;
    order: string;
    draw: string;
    check: string;
    more: (count: number) => string;
  };
};

const WIDTH = 1080;
const INK = { text: '#1c2430', soft: '#667085', line: '#d5dae1', accent: '#1f4b6e', paper: '#ffffff', band: '#f3f5f8' };
const MARGIN = 64;
const COLUMN = WIDTH - 2 * MARGIN;
const CHIP = { height: 76, gap: 16, size: 40 };
/** The most rows of numbers: a taller ticket would not fit a phone's screen. */
const MAX_ROWS = 8;

/**
 * The ticket as a PNG, 1080 pixels wide, as tall as its numbers need. All text is drawn as outlines, so that it looks
 * the same with any fonts on the server; about 60 ms.
 */
export async function drawTicket(ticket: TicketPicture): Promise<Uint8Array> {
  const parts: string[] = [];
  const text = async (
    content: string,
    x: number,
    y: number,
    size: number,
    style: { bold?: boolean; color?: string; width?: number } = {},
  ) => {
    const { path, width } = await outlineWithin(content, size, style.width ?? COLUMN, style.bold ? 'bold' : 'regular');
    parts.push(`<path transform="translate(${x} ${y})" fill="${style.color ?? INK.text}" d="${path}"/>`);
    return width;
  };
  await text(ticket.organization, MARGIN, 96, 34, { color: '#ffffff' });
  await text(ticket.title, MARGIN, 172, 58, { bold: true, color: '#ffffff' });

  await text(ticket.words.numbers, MARGIN, 296, 30, { color: INK.soft });
  const chips = await layChips(ticket.labels, ticket.words.more);
  for (const chip of chips.placed) {
    const y = 328 + chip.row * (CHIP.height + CHIP.gap);
    parts.push(
      `<rect x="${MARGIN + chip.x}" y="${y}" width="${chip.width}" height="${CHIP.height}" rx="14" fill="${INK.band}" stroke="${INK.line}" stroke-width="2"/>`,
    );
    parts.push(
      `<path transform="translate(${MARGIN + chip.x + 24} ${y + 53})" fill="${INK.accent}" d="${chip.outline}"/>`,
    );
  }
  const below = 328 + chips.rows * (CHIP.height + CHIP.gap) + 40;
  const qrSize = 372;
  const half = COLUMN - qrSize - 48;
  const facts: [string, string][] = [
    [ticket.words.buyer, ticket.buyer],
    [ticket.words.order, ticket.orderCode],
    ...(ticket.drawOn ? [[ticket.words.draw, ticket.drawOn] as [string, string]] : []),
  ];
  let y = below + 34;
  for (const [word, value] of facts) {
    await text(word, MARGIN, y, 28, { color: INK.soft, width: half });
    await text(value, MARGIN, y + 50, 42, { bold: true, width: half });
    y += 124;
  }
  const qr = qrMatrix(ticket.url);
  const quiet = 2;
  const scale = qrSize / (qr.size + 2 * quiet);
  parts.push(
    `<path transform="translate(${WIDTH - MARGIN - qrSize} ${below})" fill="#000" d="${qrPath(qr, quiet, scale)}"/>`,
  );
  const foot = below + qrSize + 64;
  const check = await outlineLines(ticket.words.check, 28, COLUMN);
  for (const [row, { path }] of check.entries())
    parts.push(`<path transform="translate(${MARGIN} ${foot + row * 38})" fill="${INK.soft}" d="${path}"/>`);
  const height = Math.round(foot + 56 + (check.length - 1) * 38);
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}">` +
    `<rect width="${WIDTH}" height="${height}" fill="${INK.paper}"/><rect width="${WIDTH}" height="228" fill="${INK.accent}"/>` +
    // The perforation along which a ticket is torn from its counterfoil.
    `<line x1="0" y1="228" x2="${WIDTH}" y2="228" stroke="#fff" stroke-width="8" stroke-dasharray="2 22" stroke-linecap="round"/>` +
    `<line x1="${MARGIN}" y1="${below - 20}" x2="${WIDTH - MARGIN}" y2="${below - 20}" stroke="${INK.line}" stroke-width="2"/>` +
    `${parts.join('')}</svg>`;
  const { default: sharp } = await import('sharp');
  return sharp(Buffer.from(svg)).png({ compressionLevel: 8 }).toBuffer();
}

type Chip = { x: number; row: number; width: number; outline: string };

/** Numbers in rows, as many per row as fit. */
async function layChips(labels: string[], more: (count: number) => string): Promise<{ placed: Chip[]; rows: number }> {
  const placed: Chip[] = [];
  let x = 0;
  let row = 0;
  for (const [i, label] of labels.entries()) {
    const left = labels.length - i;
    let outline = await outlineText(label, CHIP.size, 'bold');
    let width = Math.ceil(outline.width) + 48;
    if (x > 0 && x + width > COLUMN) {
      x = 0;
      row++;
    }
    // The last place of the last row shows how many more there are.
    const last = row === MAX_ROWS - 1 && x + 2 * width + CHIP.gap + 140 > COLUMN && left > 1;
    if (last) {
      outline = await outlineText(more(left), CHIP.size, 'bold');
      width = Math.ceil(outline.width) + 48;
    }
    placed.push({ x, row, width, outline: outline.path });
    if (last) break;
    x += width + CHIP.gap;
  }
  return { placed, rows: row + 1 };
}
