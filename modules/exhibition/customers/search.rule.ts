import { wordPatterns } from '../../../kernel/lib/searchable.ts';

/** What people typed into search fields as LIKE patterns, a word each; `%`, `_` and `\` are ordinary signs. */
export function searchPatterns(texts: (string | undefined)[]): string[] {
  return [...new Set(texts.flatMap(wordPatterns))].slice(0, 8);
}
