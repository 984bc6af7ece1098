/** A person's text as a part of a LIKE pattern, in which `%`, `_` and `\` are ordinary signs. */
export function escapeLike(text: string): string {
  return text.replaceAll(/[\\%_]/g, '\\$&');
}
