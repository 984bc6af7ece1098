import { getDocument as openPdf } from 'pdfjs-dist/legacy/build/pdf.mjs';

export type PdfText = { str: string; transform: number[]; width: number };

/** Every piece of text on every page, with its position. */
export async function readPdf(
  pdf: Uint8Array,
): Promise<{ pages: number; items: PdfText[]; text: string; title: unknown }> {
  const document = await openPdf({ data: Uint8Array.from(pdf), verbosity: 0 }).promise;
  const items: PdfText[] = [];
  for (let page = 1; page <= document.numPages; page++) {
    const content = await (await document.getPage(page)).getTextContent();
    items.push(...(content.items as PdfText[]));
  }
  const { info } = await document.getMetadata();
  return {
    pages: document.numPages,
    items,
    text: items
      .map((item) => item.str)
      .join(' ')
      .replaceAll(/\s+/g, ' '),
    title: (info as { Title?: string }).Title,
  };
}
