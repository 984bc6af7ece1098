import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Font } from 'fontkit';
import { FONT_FILES } from './pdf.ts';
import { runs } from './text.ts';

/** Text as an outline: SVG path data that starts at the left end of the base line, and its width in units of `size`. */
export type Outline = { path: string; width: number };

/**
 * Converts text to paths with the fonts of our documents, shaped for its script: for pictures that must look the same
 * on every machine, whatever fonts it has. `size` is the font size; about 0.1 ms for a line once the fonts are loaded.
 */
export async function outlineText(
  content: string,
  size: number,
  weight: 'regular' | 'bold' = 'regular',
): Promise<Outline> {
  const fonts = await loaded();
  let path = '';
  let width = 0;
  for (const run of runs(content)) {
    const font = fonts[run.font ? 'devanagari' : 'latin'][weight];
    const scale = size / font.unitsPerEm;
    const { glyphs, positions } = font.layout(run.text);
    for (const [i, glyph] of glyphs.entries()) {
      const at = positions[i];
      if (!at) continue;
      const placed = glyph.path.scale(scale, -scale).translate(width + at.xOffset * scale, -at.yOffset * scale);
      path += placed.toSVG();
      width += at.xAdvance * scale;
    }
  }
  return { path, width };
}

/** The longest prefix of a text that fits a width, with an ellipsis when it is shortened. */
export async function outlineWithin(
  content: string,
  size: number,
  width: number,
  weight: 'regular' | 'bold' = 'regular',
): Promise<Outline> {
  const letters = [...new Intl.Segmenter().segment(content.trim())].map(({ segment }) => segment);
  let outline = await outlineText(letters.join(''), size, weight);
  for (let length = letters.length - 1; outline.width > width && length > 0; length--) {
    outline = await outlineText(`${letters.slice(0, length).join('').trimEnd()}…`, size, weight);
  }
  return outline;
}

/** A text in lines that fit a width, broken at spaces. */
export async function outlineLines(content: string, size: number, width: number): Promise<Outline[]> {
  const lines: string[] = [];
  for (const word of content.trim().split(/\s+/)) {
    const longer = [...lines.slice(-1), word].join(' ');
    if (lines.length > 0 && (await outlineText(longer, size)).width <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return Promise.all(lines.map((line) => outlineWithin(line, size, width)));
}

type Fonts = Record<'latin' | 'devanagari', Record<'regular' | 'bold', Font>>;
let fonts: Promise<Fonts> | undefined;

// Loaded by the first picture, not when the server starts.
function loaded(): Promise<Fonts> {
  fonts ??= (async () => {
    const { create } = await import('fontkit');
    const { resolve } = createRequire(import.meta.url);
    const read = async (name: string) => create(await readFile(resolve(FONT_FILES[name] as string))) as Font;
    const [latin, latinBold, devanagari, devanagariBold] = await Promise.all(
      ['Roboto-Regular', 'Roboto-Medium', 'Devanagari-Regular', 'Devanagari-Bold'].map(read),
    );
    return {
      latin: { regular: latin as Font, bold: latinBold as Font },
      devanagari: { regular: devanagari as Font, bold: devanagariBold as Font },
    };
  })();
  return fonts;
}
