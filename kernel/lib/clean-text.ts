/**
 * Text that PostgreSQL can keep. It takes no zero byte in `text` and `jsonb`, and no half of a surrogate pair in
 * `jsonb`: one such sign in what a stranger typed, or a name cut in the middle of an emoji, fails the whole statement.
 * JSON and JavaScript allow both.
 */

/** Deeper than anything a channel sends. Recursion on what a stranger nests ends here, not at the end of the stack. */
const MAX_DEPTH = 100;

/** Whether a text can be kept as it is; for what is refused rather than mended. */
export function isCleanText(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}

/** The text without zero bytes; half a surrogate pair becomes U+FFFD, as it does when such a text is sent as UTF-8. */
export function cleanText(text: string): string {
  return isCleanText(text) ? text : text.replaceAll('\0', '').toWellFormed();
}

/**
 * A copy of parsed JSON with every text and every key cleaned. Throws a RangeError for what is nested more than a
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

/** What `JSON.stringify` makes of a zero byte and of half a pair, and of some texts that only look like them. */
const SUSPECT = /\\u(?:0000|d[89a-f])/;

/**
 * The value as JSON that fits into `jsonb`. What is clean, which is nearly all, costs one look more than
 * `JSON.stringify`.
 */
export function cleanJson(value: unknown, replacer?: (key: string, value: unknown) => unknown): string {
  const text = JSON.stringify(value, replacer);
  // Written out and read again, so that dates and the like are what they are on the wire.
  return SUSPECT.test(text) ? JSON.stringify(cleanDeep(JSON.parse(text))) : text;
}
