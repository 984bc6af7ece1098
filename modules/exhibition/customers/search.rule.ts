import { wordPatterns } from '../../../kernel/lib/searchable.ts';

/** Search texts as LIKE patterns, one per word; `%`, `_` and `\` are ordinary characters. */
export function searchPatterns(texts: (string | undefined)[]): string[] {
  return [...new Set(texts.flatMap(wordPatterns))].slice(0, 8);
}
