/**
 * What is bold in a chat. `*bold*` is the only markup of what we say; what people call themselves and their things is
 * none, though WhatsApp reads `*`, `_`, `~` and the backtick wherever they stand. A sign that is meant as it is has a
 * word joiner before it (U+2060), which nobody sees: each channel knows by it that the sign is no markup.
 */
const JOINER = '\u2060';

/** A name or a title as a part of a sentence: what stands in it is no markup. Addresses of pages stay whole. */
export function literal(text: string): string {
  return /^https?:\/\//.test(text) ? text : text.replace(/[*_~`]/g, (sign) => JOINER + sign);
}

/** The values of a sentence, the texts among them literal. */
export function literalValues<T extends Record<string, unknown>>(values: T): T {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, typeof value === 'string' ? literal(value) : value]),
  ) as T;
}

/** Without the joiners, for where the text itself is all that counts. */
export const withoutJoiners = (text: string) => text.replaceAll(JOINER, '');

/**
 * What is bold of a text and what isn't, in order and without the joiners. No looking back in expressions: older phones
 * know none.
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

const isWord = (sign: string | undefined) => sign !== undefined && /[\p{L}\p{N}]/u.test(sign);
const isSpace = (sign: string | undefined) => sign !== undefined && /\s/.test(sign);

/** A star that begins: not literal, not within a word, something behind it. */
function opens(text: string, at: number): boolean {
  const [before, next] = [text[at - 1], text[at + 1]];
  if (text[at] !== '*' || next === undefined || next === '*' || isSpace(next)) return false;
  return before !== '*' && before !== JOINER && !isWord(before);
}

/** The star that ends what begins at `at`: the next that isn't literal, on the same line; -1 when it ends nothing. */
function closing(text: string, at: number): number {
  for (let end = at + 1; end < text.length && text[end] !== '\n'; end++) {
    if (text[end] !== '*' || text[end - 1] === JOINER) continue;
    const [before, next] = [text[end - 1], text[end + 1]];
    return end === at + 1 || isSpace(before) || next === '*' || isWord(next) ? -1 : end;
  }
  return -1;
}

/** Signs that look alike and mean nothing: WhatsApp has no way to say that a sign is one. */
const ALIKE: Record<string, string> = { '*': '∗', _: '＿', '~': '∼', '`': 'ˋ' };

/**
 * For WhatsApp: a literal sign within a word marks nothing and stays; elsewhere one that looks like it stands for it.
 */
export function forWhatsApp(text: string): string {
  return text.replace(/\u2060([*_~`])/g, (_, sign: string, at: number) =>
    isWord(text[at - 1]) && isWord(text[at + 2]) ? sign : (ALIKE[sign] ?? sign),
  );
}
