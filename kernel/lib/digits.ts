/**
 * Text with the decimal digits of every script as ours: `१२५` → `125`, `٣` → `3`, `７` → `7`. People type them because
 * their keyboard offers them. Only what Unicode calls a decimal digit: `²` and `½` are no digits of a number.
 */
export function latinDigits(text: string): string {
  return /[^\x20-\x7e]/.test(text) ? text.replaceAll(/\p{Nd}/gu, (sign) => String(digitOf(sign))) : text;
}

/**
 * Unicode keeps the ten digits of a script in one row, and such rows follow each other without a gap only as whole
 * rows.
 */
function digitOf(sign: string): number {
  const code = sign.codePointAt(0) as number;
  let first = code;
  while (/\p{Nd}/u.test(String.fromCodePoint(first - 1))) first -= 1;
  return (code - first) % 10;
}
