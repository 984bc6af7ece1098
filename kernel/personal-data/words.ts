import { ERASED } from '../module/index.ts';

/**
 * The pattern of a word, for JavaScript and PostgreSQL alike. A phone is found however it is written: with or without
 * the country's digits, with spaces and dashes between.
 */
export function wordPattern(word: string): string {
  if (!/^\+?\d{7,15}$/.test(word)) return word.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  const digits = word.replace('+', '');
  // National numbers have nine or ten digits where this is used; fewer would match other numbers.
  const [country, rest] = [digits.slice(0, -9), digits.slice(-9)];
  const apart = (text: string) => [...text].join('[ .()-]*');
  return `\\+?${country === '' ? '' : `(${apart(country)}|0)?[ .()-]*`}${apart(rest)}`;
}

/** One pattern for several words; null without any. */
export const wordsPattern = (words: string[]): string | null =>
  words.length === 0 ? null : words.map((word) => `(${wordPattern(word)})`).join('|');

/** Replaces the words in a text. A word inside of a longer one, such as Ann in Annual, is another word. */
export function replaceWords(text: string, words: string[]): string {
  const pattern = wordsPattern(words);
  if (pattern === null) return text;
  return text.replaceAll(new RegExp(`(?<![\\p{L}\\p{N}])(${pattern})(?![\\p{L}\\p{N}])`, 'giu'), ERASED);
}

/** Replaces the words in each text of a JSON value; keys stay. `clear`: names of fields whose texts go whole. */
export function replaceInJson(
  value: unknown,
  words: string[],
  clear: ReadonlySet<string> = new Set(),
  key = '',
): unknown {
  if (typeof value === 'string') return clear.has(key) && value !== '' ? ERASED : replaceWords(value, words);
  if (Array.isArray(value)) return value.map((item) => replaceInJson(item, words, clear, key));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, replaceInJson(item, words, clear, name)]),
  );
}
