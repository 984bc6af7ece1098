/**
 * Text that PostgreSQL can store. It accepts no zero byte in `text` and `jsonb`, and no half of a surrogate pair in
 * `jsonb`: one such character in a stranger's text, or a name cut in the middle of an emoji, fails the whole statement.
 * JSON and JavaScript allow both.
 */

/** Deeper than anything a channel sends. It limits the recursion on a stranger's data before the stack overflows. */
const MAX_DEPTH = 100;

/** Whether a text can be stored as it is; for texts that are refused instead of cleaned. */
export function isCleanText(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}

/** The text without zero bytes; half a surrogate pair becomes U+FFFD, as it does in UTF-8. */
export function cleanText(text: string): string {
  return isCleanText(text) ? text : text.replaceAll('\0', '').toWellFormed();
}

/** Marks of direction and signs without a shape; joiners stay, because scripts and emoji are written with them. */
const SHAPELESS =
  /[\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\u2800\u3164\ufeff\uffa0]/g;

/** Typed text without what nobody sees; empty when nothing is left that a person could see. */
export function visibleText(text: string): string {
  const seen = text.replaceAll(SHAPELESS, '').trim();
  return /^(?:\u200c|\u200d|\s)*$/.test(seen) ? '' : seen;
}

/** A name as it is stored: in one line, without what nobody sees; empty: it is none. */
export const nameText = (text: string): string => visibleText(text).replaceAll(/\s+/g, ' ');

/**
 * A copy of parsed JSON with every text and every key cleaned. Throws a RangeError for values nested more than a
 * hundred deep.
 */
export function cleanDeep<T>(value: T): T {
  return cleaned(value, 0) as T;
}

function cleaned(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return cleanText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= MAX_DEPTH) throw new RangeError(`nested more than ${MAX_DEPTH} deep`);
  if (Array.isArray(value)) return value.map((it) => cleaned(it, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([key, it]) => [cleanText(key), cleaned(it, depth + 1)]));
}

/** How `JSON.stringify` writes a zero byte and half a surrogate pair; it also matches some harmless texts. */
const SUSPECT = /\\u(?:0000|d[89a-f])/;

/** The value as JSON for `jsonb`. Clean values, which are nearly all, cost one search more than `JSON.stringify`. */
export function cleanJson(value: unknown, replacer?: (key: string, value: unknown) => unknown): string {
  const text = JSON.stringify(value, replacer);
  // Stringified and parsed again, so that dates and similar values become what JSON sends.
  return SUSPECT.test(text) ? JSON.stringify(cleanDeep(JSON.parse(text))) : text;
}
