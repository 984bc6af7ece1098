/**
 * Bold text in chats. `*bold*` is the only markup in our texts. Names that people typed contain no markup, though
 * WhatsApp reads `*`, `_`, `~` and the backtick everywhere. A literal character has a word joiner (U+2060, invisible)
 * before it, by which each channel knows that it is not markup.
 */
const JOINER = '\u2060';

/** A name or a title as a part of a text, without markup. Addresses of pages stay whole. */
export function literal(text: string): string {
  return /^https?:\/\//.test(text) ? text : text.replace(/[*_~`]/g, (char) => JOINER + char);
}

/** The values for a text's placeholders; strings become literal. */
export function literalValues<T extends Record<string, unknown>>(values: T): T {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, typeof value === 'string' ? literal(value) : value]),
  ) as T;
}

/** Without the joiners, for uses that need the plain text. */
export const withoutJoiners = (text: string) => text.replaceAll(JOINER, '');

/**
 * Splits a text into bold and other parts, in order and without the joiners. No lookbehind in expressions: older phones
 * don't support it.
 */
export function boldParts(text: string): { text: string; bold: boolean }[] {
  const parts: { text: string; bold: boolean }[] = [];
  const add = (from: number, to: number, bold: boolean) => {
    if (to > from) parts.push({ text: withoutJoiners(text.slice(from, to)), bold });
  };
  let done = 0;
  for (let at = 0; at < text.length; at++) {
    const end = opens(text, at) ? closing(text, at) : -1;
    if (end < 0) continue;
    add(done, at, false);
    add(at + 1, end, true);
    at = end;
    done = end + 1;
  }
  add(done, text.length, false);
  return parts;
}

/** A text without its markup. */
export const unmarked = (text: string) =>
  boldParts(text)
    .map((part) => part.text)
    .join('');

const isWord = (char: string | undefined) => char !== undefined && /[\p{L}\p{N}]/u.test(char);
const isSpace = (char: string | undefined) => char !== undefined && /\s/.test(char);

/** Whether a star starts bold text: it is not literal, not within a word, and followed by text. */
function opens(text: string, at: number): boolean {
  const [before, next] = [text[at - 1], text[at + 1]];
  if (text[at] !== '*' || next === undefined || next === '*' || isSpace(next)) return false;
  return before !== '*' && before !== JOINER && !isWord(before);
}

/**
 * The position of the star that ends what starts at `at`: the next one on the line that isn't literal; -1 when it ends
 * nothing.
 */
function closing(text: string, at: number): number {
  for (let end = at + 1; end < text.length && text[end] !== '\n'; end++) {
    if (text[end] !== '*' || text[end - 1] === JOINER) continue;
    const [before, next] = [text[end - 1], text[end + 1]];
    return end === at + 1 || isSpace(before) || next === '*' || isWord(next) ? -1 : end;
  }
  return -1;
}

/** Look-alikes that WhatsApp doesn't read as markup, since it has no way to escape a character. */
const ALIKE: Record<string, string> = { '*': '∗', _: '＿', '~': '∼', '`': 'ˋ' };

/** For WhatsApp: a literal character within a word isn't markup and stays; elsewhere its look-alike replaces it. */
export function forWhatsApp(text: string): string {
  return text.replace(/\u2060([*_~`])/g, (_, char: string, at: number) =>
    isWord(text[at - 1]) && isWord(text[at + 2]) ? char : (ALIKE[char] ?? char),
  );
}
