import { escapeLike } from '../../../kernel/lib/like.ts';

/** What people typed into search fields as LIKE patterns, a word each; `%`, `_` and `\` are ordinary signs. */
export function searchPatterns(texts: (string | undefined)[]): string[] {
  const words = texts.flatMap((text) => (text ?? '').toLowerCase().split(/\s+/)).filter(Boolean);
  return [...new Set(words)].slice(0, 8).map((word) => `%${escapeLike(word)}%`);
}
