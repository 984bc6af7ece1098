/**
 * QR pictures. The matrix comes from the `qrcode` library; the writers are ours (README.md says why): one outline path
 * that SVG and PDF share, without the hairlines that abutting rectangles leave on a screen.
 */
import QRCode from 'qrcode';

export type QrFormat = 'png' | 'svg' | 'pdf';
export type QrOptions = {
  /** Width and height: pixels for PNG and SVG, points (1/72 inch) for PDF. */
  size?: number;
  /** White modules around the code. Four is the standard's own minimum (ISO/IEC 18004, 9.1). */
  quiet?: number;
  /** How much damage the code survives: L 7 %, M 15 %, Q 25 %, H 30 %. M fits print and screens. */
  correction?: 'L' | 'M' | 'Q' | 'H';
};
export type QrMatrix = { size: number; dark: Uint8Array };

const CONTENT_TYPES: Record<QrFormat, string> = {
  png: 'image/png',
  svg: 'image/svg+xml',
  pdf: 'application/pdf',
};

export const qrContentType = (format: QrFormat): string => CONTENT_TYPES[format];

/**
 * Readers take any of the eight masks; choosing the best of them takes three times as long as making the code. For
 * addresses with a token this one is, on 300 random codes, 2 % above the least penalty (ISO/IEC 18004, 7.8.3).
 */
const MASK = 2;

/** The modules of a code, row by row, 1 = dark. Throws when the text is longer than a QR holds (about 2,300 bytes). */
export function qrMatrix(text: string, correction: QrOptions['correction'] = 'M'): QrMatrix {
  // One byte segment: looking for a cheaper mix of modes costs more than making the code, and finds none in base64url.
  const segments = [{ data: new TextEncoder().encode(text), mode: 'byte' as const }];
  const { modules } = QRCode.create(segments, { errorCorrectionLevel: correction, maskPattern: MASK });
  return { size: modules.size, dark: modules.data as Uint8Array };
}

/** Draws `text` as a QR. SVG is text in UTF-8. */
export async function renderQr(text: string, format: QrFormat, options: QrOptions = {}): Promise<Uint8Array> {
  if (format === 'svg') return new TextEncoder().encode(qrSvg(text, options));
  return format === 'png' ? qrPng(text, options) : qrPdf(text, options);
}

/** An SVG of one path; about 0.3 ms for a token's address. */
export function qrSvg(text: string, { size = 256, quiet = 4, correction }: QrOptions = {}): string {
  const matrix = qrMatrix(text, correction);
  const full = matrix.size + 2 * quiet;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="0 0 ${full} ${full}">` +
    `<path fill="#fff" d="M0 0h${full}v${full}H0z"/><path d="${qrPath(matrix, quiet)}"/></svg>`
  );
}

/**
 * A PNG of exactly `size` pixels: every module is the same whole number of pixels, and what is left over widens the
 * white margin, so that no module is blurred. A `size` below one pixel a module gives one pixel a module.
 */
export async function qrPng(text: string, { size = 512, quiet = 4, correction }: QrOptions = {}): Promise<Uint8Array> {
  const { size: modules, dark } = qrMatrix(text, correction);
  const scale = Math.max(1, Math.floor(size / (modules + 2 * quiet)));
  const width = Math.max(size, modules + 2 * quiet);
  const margin = Math.floor((width - modules * scale) / 2);
  const rest = width - modules * scale - margin;
  const grey = new Uint8Array(dark.length);
  for (let i = 0; i < dark.length; i++) grey[i] = dark[i] ? 0 : 255;
  const { default: sharp } = await import('sharp');
  // Grey rather than a palette of two colours: 8 kB instead of 1 kB, but 2 ms instead of 12 (quantizing is the price).
  return sharp(grey, { raw: { width: modules, height: modules, channels: 1 } })
    .resize(modules * scale, modules * scale, { kernel: 'nearest' })
    .extend({ top: margin, left: margin, bottom: rest, right: rest, background: '#fff' })
    .toColourspace('b-w')
    .png({ compressionLevel: 6 })
    .toBuffer();
}

/** A PDF page of the code's own size, vector throughout. */
async function qrPdf(text: string, { size = 144, quiet = 4, correction }: QrOptions = {}): Promise<Uint8Array> {
  const matrix = qrMatrix(text, correction);
  const { default: pdfmake } = await import('pdfmake');
  // Nothing in a code can make the library read a file or an address.
  pdfmake.setUrlAccessPolicy(() => false);
  pdfmake.setLocalAccessPolicy(() => false);
  const path = qrPath(matrix, quiet, size / (matrix.size + 2 * quiet));
  return pdfmake
    .createPdf({
      pageSize: { width: size, height: size },
      pageMargins: [0, 0, 0, 0],
      content: [{ absolutePosition: { x: 0, y: 0 }, canvas: [{ type: 'path', d: path, color: '#000' }] }],
    })
    .getBuffer();
}

/**
 * The outline of the dark areas as SVG path data, in modules times `scale`, shifted by `offset` modules. Each contour
 * runs with the dark side on its right, holes the other way round, so both fill rules draw the same.
 */
export function qrPath({ size, dark }: QrMatrix, offset = 0, scale = 1): string {
  const at = (x: number, y: number): number =>
    x < 0 || y < 0 || x >= size || y >= size ? 0 : (dark[y * size + x] as number);
  const point = (modules: number): number => Math.round((modules + offset) * scale * 1000) / 1000;
  const walked = new Uint8Array(size * size);
  let path = '';
  for (let top = 0; top < size; top++) {
    for (let left = 0; left < size; left++) {
      // Every contour has an edge going right above a dark module; start where one has not been walked yet.
      if (!at(left, top) || at(left, top - 1) || walked[top * size + left]) continue;
      path += `M${point(left)} ${point(top)}`;
      let x = left;
      let y = top;
      let way = 0;
      do {
        if (way === 0) walked[y * size + x] = 1;
        x += STEP_X[way] as number;
        y += STEP_Y[way] as number;
        const before = way;
        // Modules that touch only at a corner stay apart: right is tried first.
        if (!at(x + (RIGHT_X[way] as number), y + (RIGHT_Y[way] as number))) way = (way + 1) % 4;
        else if (at(x + (LEFT_X[way] as number), y + (LEFT_Y[way] as number))) way = (way + 3) % 4;
        if (way !== before) path += before % 2 === 0 ? `H${point(x)}` : `V${point(y)}`;
      } while (x !== left || y !== top || way !== 0);
      path += 'z';
    }
  }
  return path;
}

// By way (0 right, 1 down, 2 left, 3 up): the step, and which of the four modules around a corner lies ahead on the
// right and ahead on the left.
const STEP_X = [1, 0, -1, 0];
const STEP_Y = [0, 1, 0, -1];
const RIGHT_X = [0, -1, -1, 0];
const RIGHT_Y = [0, 0, -1, -1];
const LEFT_X = [0, 0, -1, -1];
const LEFT_Y = [-1, 0, 0, -1];
