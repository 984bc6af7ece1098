/**
 * Converts the decimal digits of every script to ASCII: `१२५` → `125`, `٣` → `3`, `７` → `7`, and the signs of phones:
 * `1️⃣2️⃣` → `12`, `①` → `1`, `🔟` → `10`. People type them because their keyboard offers them. `²` and `½` are none.
 */
export function latinDigits(text: string): string {
  if (!/[^\x20-\x7e]/.test(text)) return text;
  return text
    .replaceAll(/([0-9])\ufe0f?\u20e3/g, '$1')
    .replaceAll(
      CIRCLED,
      (char, at: number) => `${at > 0 && /[\p{N}]$/u.test(text.slice(0, at)) ? ' ' : ''}${circled(char)}`,
    )
    .replaceAll(/\p{Nd}/gu, (char) => String(digitOf(char)));
}

/** Each is a number of its own: `①②` is 1 and 2. */
const CIRCLED = /[①-⑳⑴-⒇⒈-⒛⓵-⓾❶-❿➀-➉➊-➓⓪⓿🔟]/gu;
const FROM_ONE = ['①', '⑴', '⒈', '⓵', '❶', '➀', '➊'].map((char) => char.codePointAt(0) as number);

function circled(char: string): number {
  if (char === '🔟') return 10;
  if (char === '⓪' || char === '⓿') return 0;
  const code = char.codePointAt(0) as number;
  return code - Math.max(...FROM_ONE.filter((first) => first <= code)) + 1;
}

/**
 * Unicode keeps the ten digits of a script in a row, and adjacent rows are complete, so the position modulo ten is the
 * digit.
 */
function digitOf(char: string): number {
  const code = char.codePointAt(0) as number;
  let first = code;
  while (/\p{Nd}/u.test(String.fromCodePoint(first - 1))) first -= 1;
  return (code - first) % 10;
}
