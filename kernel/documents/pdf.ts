/** Writes PDFs, with the fonts, the metadata and the colours of all layouts in this package. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { qrSvg } from '../credentials/index.ts';
import { DEVANAGARI } from './text.ts';

export type Node = Record<string, unknown>;

/** Colours. The accent is dark enough to print well in grey. */
export const INK = { text: '#1c2430', soft: '#667085', line: '#d5dae1', shade: '#f3f5f8', accent: '#1f4b6e' };

/** pdfmake measures in points. */
export const mm = (millimetres: number): number => (millimetres * 72) / 25.4;

export type Paper = {
  title: string;
  /** BCP 47, read by screen readers */
  language: string;
  /** The document's date: with the same content and date the bytes are the same. */
  createdAt: Date;
  pageSize: 'A4' | 'A5' | 'A6' | { width: number; height: number };
  pageMargins: [left: number, top: number, right: number, bottom: number];
  content: Node[];
  header?: () => Node;
  footer?: (page: number, pages: number) => Node;
};

/** Lays the document out; takes 30 to 100 ms of processor time for a page. */
export async function toPdf(paper: Paper): Promise<Uint8Array> {
  const pdfmake = await loaded();
  const { title, language, createdAt, ...layout } = paper;
  const definition = {
    ...layout,
    info: { title, creator: 'Counterfoil', producer: 'Counterfoil', creationDate: createdAt },
    language,
    defaultStyle: { font: 'Roboto', fontSize: 9.5, lineHeight: 1.15, color: INK.text },
  };
  return pdfmake.createPdf(definition).getBuffer();
}

/** A QR of `size` points with its quiet margin. An SVG, because pdfmake lays canvas paths out at the page's corner. */
export function qrNode(content: string, size: number): Node {
  return { svg: qrSvg(content), width: size };
}

/** A picture as a `data:` address, and its size in dots. */
export type PaperLogo = { url: string; width: number; height: number };

/** A logo within a frame, in points, and how high it is there. */
export function logoNode(logo: PaperLogo, frame: { width: number; height: number }): { node: Node; height: number } {
  const scale = Math.min(frame.width / logo.width, frame.height / logo.height);
  const height = logo.height * scale;
  return { node: { image: logo.url, width: logo.width * scale, height }, height };
}

/** Resolved from this package's node_modules; both are under the SIL Open Font License. */
export const FONT_FILES: Record<string, string> = {
  'Roboto-Regular': 'pdfmake/fonts/Roboto/Roboto-Regular.ttf',
  'Roboto-Medium': 'pdfmake/fonts/Roboto/Roboto-Medium.ttf',
  'Roboto-Italic': 'pdfmake/fonts/Roboto/Roboto-Italic.ttf',
  'Roboto-MediumItalic': 'pdfmake/fonts/Roboto/Roboto-MediumItalic.ttf',
  'Devanagari-Regular': '@fontsource/noto-sans-devanagari/files/noto-sans-devanagari-devanagari-400-normal.woff',
  // 600 with Roboto's 500: with these weights the two look equally bold.
  'Devanagari-Bold': '@fontsource/noto-sans-devanagari/files/noto-sans-devanagari-devanagari-600-normal.woff',
};

type Pdfmake = typeof import('pdfmake')['default'];
let pdfmake: Promise<Pdfmake> | undefined;

// Importing pdfmake takes 150 ms, so the first document does it, not the start of the server. Fonts are kept in memory,
// so nothing in a document can make it read a file or an address.
function loaded(): Promise<Pdfmake> {
  pdfmake ??= (async () => {
    const { default: library } = await import('pdfmake');
    const { resolve } = createRequire(import.meta.url);
    for (const [name, path] of Object.entries(FONT_FILES))
      library.virtualfs.writeFileSync(name, await readFile(resolve(path)));
    library.setFonts({
      Roboto: {
        normal: 'Roboto-Regular',
        bold: 'Roboto-Medium',
        italics: 'Roboto-Italic',
        bolditalics: 'Roboto-MediumItalic',
      },
      // The script has no italics.
      [DEVANAGARI]: {
        normal: 'Devanagari-Regular',
        bold: 'Devanagari-Bold',
        italics: 'Devanagari-Regular',
        bolditalics: 'Devanagari-Bold',
      },
    });
    library.setUrlAccessPolicy(() => false);
    library.setLocalAccessPolicy(() => false);
    return library;
  })();
  return pdfmake;
}
