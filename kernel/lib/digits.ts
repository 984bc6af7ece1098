/**
 * Converts the decimal digits of every script to ASCII: `१२५` → `125`, `٣` → `3`, `７` → `7`. People type them because
 * their keyboard offers them. Only characters that Unicode calls decimal digits: `²` and `½` are not.
 */
export function latinDigits(text: string): string {
  return /[^\x20-\x7e]/.test(text) ? text.replaceAll(/\p{Nd}/gu, (char) => String(digitOf(char))) : text;
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
