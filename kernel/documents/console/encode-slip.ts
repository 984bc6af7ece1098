import type ReceiptPrinterEncoder from '@point-of-sale/receipt-printer-encoder';
import type { Language } from '@point-of-sale/receipt-printer-encoder';
import type { SlipLogo, SlipRow } from './types.ts';

/** Of a roll: columns of its ordinary type, and dots across (both at 203 dpi). */
export const PAPERS = { 80: { columns: 48, dots: 576 }, 58: { columns: 32, dots: 384 } } as const;
export type Paper = keyof typeof PAPERS;

/** Four bytes a dot, as a canvas has them. */
export type Picture = { width: number; height: number; data: Uint8ClampedArray };
/** A row that is written in letters. */
export type Written = SlipRow & { kind: 'text' | 'pair' };
/** A row as a picture: the logo, and what no printer has letters for. */
export type DrawRow = (row: Written | SlipLogo, dots: number) => Picture;

type Encoder = typeof ReceiptPrinterEncoder;
export type Printing = {
  paper: Paper;
  language: Language;
  codepageMapping?: string | undefined;
  /** Opens the drawer first. */
  drawer?: boolean;
};

/** A slip as a printer's bytes; without rows only the drawer opens. */
export function encodeSlip(Encoder: Encoder, rows: SlipRow[], printing: Printing, draw: DrawRow): Uint8Array {
  const { columns, dots } = PAPERS[printing.paper];
  const { language, codepageMapping = 'epson' } = printing;
  const encoder = new Encoder({ columns, language, codepageMapping: codepageMapping as 'epson', imageMode: 'raster' });
  encoder.initialize().codepage('auto');
  if (printing.drawer) encoder.pulse();
  for (const row of rows) {
    if (row.kind === 'rule') encoder.rule();
    else if (row.kind === 'code') encoder.align('center').qrcode(row.text, { size: 6 }).align('left');
    else if (row.kind === 'logo') {
      const { width, height, ...picture } = draw(row, dots);
      // Its greys become dots, nearer together where it is darker.
      encoder
        .align('center')
        .image({ width, height, ...picture } as ImageData, width, height, 'atkinson')
        .align('left');
    } else write(encoder, row, { columns, dots, draw });
  }
  if (rows.length > 0) encoder.newline(4).cut('partial');
  return encoder.encode();
}

type Page = { columns: number; dots: number; draw: DrawRow };

function write(encoder: ReceiptPrinterEncoder, row: Written, { columns, dots, draw }: Page) {
  const [left, right] = row.kind === 'text' ? [plain(row.text), ''] : [plain(row.left), plain(row.right)];
  if (!hasLetters(left + right)) {
    const picture = draw(row, dots);
    encoder.image(picture as unknown as ImageData, picture.width, picture.height, 'threshold');
    return;
  }
  if (row.bold) encoder.bold(true);
  // Twice as high, not as wide: a total stays on one line.
  if (row.big) encoder.height(2);
  if (row.kind === 'text') {
    if (row.center) encoder.align('center');
    for (const line of wrap(left, columns)) encoder.line(line);
    if (row.center) encoder.align('left');
  } else for (const line of besides(left, right, columns)) encoder.line(line);
  if (row.big) encoder.height(1);
  if (row.bold) encoder.bold(false);
}

/** Signs that printers lack and that have a plain form. */
const plain = (text: string): string =>
  text
    .replaceAll(/[\u2009\u202f\u00a0]/g, ' ')
    .replaceAll('−', '-')
    .replaceAll(/[‘’]/g, "'")
    .replaceAll(/[“”]/g, '"')
    .replaceAll(/[–—]/g, '-')
    .replaceAll('…', '...');

/** Whether every printer has these letters: Latin with its accents, and the euro. */
const hasLetters = (text: string): boolean => /^[\x20-\x7e\u00a1-\u00ff€]*$/.test(text);

/** Lines of at most so many characters, broken at spaces; spaces at the beginning stay. */
function wrap(text: string, columns: number): string[] {
  const lines: string[] = [];
  let rest = text;
  while (rest.length > columns) {
    const space = rest.lastIndexOf(' ', columns);
    const at = space > rest.search(/\S|$/) ? space : columns;
    lines.push(rest.slice(0, at));
    rest = rest.slice(at).trimStart();
  }
  return [...lines, rest];
}

/** The left text in lines, the right one at the end of the last, or below it where it has no room. */
function besides(left: string, right: string, columns: number): string[] {
  if (right.length >= columns - 1) return [...(left ? wrap(left, columns) : []), ...wrap(right, columns)];
  const lines = wrap(left, columns);
  const last = lines.at(-1) ?? '';
  if (last.length + 1 + right.length <= columns)
    return [...lines.slice(0, -1), last + right.padStart(columns - last.length)];
  return [...lines, right.padStart(columns)];
}
