/** Text for pdfmake: split into runs, each in a font that has its characters. */

export type Run = { text: string; font?: string };
export type TextNode = { text: string | Run[]; [style: string]: unknown };

/** The family for Devanagari; everything else is Roboto's (Latin, Greek, Cyrillic, Vietnamese). */
export const DEVANAGARI = 'Devanagari';

// Letters, vowel signs, digits and dandas of the script, with the joiners (U+200C, U+200D) inside words.
const IN_DEVANAGARI =
  /[\u0900-\u097F\u1CD0-\u1CF9\uA8E0-\uA8FF][\u0900-\u097F\u1CD0-\u1CF9\uA8E0-\uA8FF\u200C\u200D]*/gu;

/**
 * Splits text into runs by script, so that an English receipt can contain a Hindi name. Spaces are in Roboto, because
 * the Devanagari file has none. pdfmake breaks no line between two runs where the whole text has no break.
 */
export function runs(text: string): Run[] {
  const cut: Run[] = [];
  let at = 0;
  const clean = tidy(text);
  for (const found of clean.matchAll(IN_DEVANAGARI)) {
    if (found.index > at) cut.push({ text: clean.slice(at, found.index) });
    cut.push({ text: found[0], font: DEVANAGARI });
    at = found.index + found[0].length;
  }
  if (at < clean.length || cut.length === 0) cut.push({ text: clean.slice(at) });
  return cut;
}

/** A text node with its runs; `style` is pdfmake's. */
export function text(content: string, style: Record<string, unknown> = {}): TextNode {
  const cut = runs(content);
  const [only] = cut;
  return cut.length === 1 && only && !only.font ? { text: only.text, ...style } : { text: cut, ...style };
}

/**
 * Composed letters where they exist (Roboto has é, not e + ´). Control characters would print as boxes, and so would the
 * narrow spaces with which French groups digits.
 */
function tidy(content: string): string {
  return (
    content
      .normalize('NFC')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
      .replace(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F]/g, ' ')
      .replace(/[\u2009\u202F]/g, '\u00A0')
  );
}

/** Shortens to `length` visible characters, with an ellipsis. */
export function shorten(content: string, length: number): string {
  const letters = [...new Intl.Segmenter().segment(content.trim())];
  if (letters.length <= length) return content.trim();
  return `${letters
    .slice(0, length - 1)
    .map((each) => each.segment)
    .join('')
    .trimEnd()}…`;
}
