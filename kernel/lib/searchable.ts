import { escapeLike } from './like.ts';

const LETTERS: Record<string, string> = {
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ħ: 'h',
  ı: 'i',
  ŧ: 't',
  ς: 'σ',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  // Devanagari's two dots over a letter, which many write alike.
  '\u0901': '\u0902',
};
/** The first digits of Devanagari, Arabic, Persian and full-width numbers. */
const NOUGHTS = [0x0966, 0x0660, 0x06f0, 0xff10];

/**
 * Text as searches compare it, the same as app_fold() makes of what is kept: `Zoë` → `zoe`, `फ़` → `फ`, `१२` → `12`.
 * Without capitals, accents and the other marks that people leave out.
 */
export function searchable(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/[\u0300-\u036f\u093c]/g, '')
    .toLowerCase()
    .replaceAll(/[øłđħıŧςßæœ\u0901]/g, (letter) => LETTERS[letter] as string)
    .replaceAll(/[०-९٠-٩۰-۹０-９]/g, (digit) => {
      const code = digit.charCodeAt(0);
      return String(code - (NOUGHTS.find((nought) => code >= nought && code < nought + 10) as number));
    });
}

/** What somebody searches for as a LIKE pattern over folded text; undefined when it is empty. */
export function searchPattern(text: string | undefined): string | undefined {
  const wanted = searchable(text ?? '').trim();
  return wanted ? `%${escapeLike(wanted)}%` : undefined;
}

/** The same with a pattern for each word. */
export function wordPatterns(text: string | undefined): string[] {
  const words = searchable(text ?? '')
    .split(/\s+/)
    .filter(Boolean);
  return [...new Set(words)].map((word) => `%${escapeLike(word)}%`);
}
