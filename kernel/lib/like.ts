/** A person's text as a part of a LIKE pattern, with `%`, `_` and `\` as ordinary characters. */
export function escapeLike(text: string): string {
  return text.replaceAll(/[\\%_]/g, '\\$&');
}
