import type { Paper } from './encode-slip.ts';
import type { SlipRow } from './types.ts';

/**
 * Prints rows by the browser's own dialogue, on whatever printer the computer has, from a frame that nobody sees. Text is
 * set as text: nothing of it runs. Codes are left out, which the PDF has.
 */
export async function printPage(rows: SlipRow[], paper: Paper): Promise<void> {
  const frame = document.createElement('iframe');
  frame.style.cssText = 'position:fixed;width:0;height:0;border:0';
  frame.setAttribute('aria-hidden', 'true');
  document.body.append(frame);
  const page = frame.contentDocument;
  if (!page || !frame.contentWindow) throw new Error('no frame to print from');
  const style = page.createElement('style');
  style.textContent = `@page { size: ${paper}mm auto; margin: 2mm } ${STYLE}`;
  page.head.append(style);
  for (const row of rows) if (row.kind !== 'code') page.body.append(element(page, row));
  // A picture that is not read yet is not printed.
  await Promise.allSettled([...page.images].map((image) => image.decode()));
  frame.contentWindow.addEventListener('afterprint', () => setTimeout(() => frame.remove()));
  frame.contentWindow.focus();
  frame.contentWindow.print();
}

function element(page: Document, row: Exclude<SlipRow, { kind: 'code' }>): Element {
  if (row.kind === 'rule') return page.createElement('hr');
  if (row.kind === 'logo') {
    const image = page.createElement('img');
    image.src = row.url;
    // Its dots are those of a receipt printer.
    image.style.width = `${(row.width / 203) * 25.4}mm`;
    return image;
  }
  const line = page.createElement('p');
  line.className = [row.bold && 'bold', row.big && 'big', row.kind === 'text' && row.center && 'center']
    .filter(Boolean)
    .join(' ');
  for (const text of row.kind === 'text' ? [row.text] : [row.left, row.right]) {
    const part = page.createElement('span');
    part.textContent = text;
    line.append(part);
  }
  return line;
}

const STYLE = `
  body { margin: 0; font: 12px/1.35 "Noto Sans", "Noto Sans Devanagari", sans-serif; color: #000 }
  p { display: flex; justify-content: space-between; gap: 8px; margin: 0; white-space: pre-wrap; overflow-wrap: anywhere }
  p.center { justify-content: center; text-align: center }
  img { display: block; margin: 0 auto 4px; filter: grayscale(1) contrast(1.5) }
  .bold { font-weight: 700 } .big { font-size: 16px }
  hr { border: 0; border-top: 1px dashed #000; margin: 4px 0 }
`;
