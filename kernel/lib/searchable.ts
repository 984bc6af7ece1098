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
  // Two Devanagari marks over a letter that many people write alike.
  '\u0901': '\u0902',
};
/** The zero of Devanagari, Arabic, Persian and full-width numbers. */
const NOUGHTS = [0x0966, 0x0660, 0x06f0, 0xff10];

/**
 * Folds text for searches, exactly as app_fold() folds stored text: `Zoë` → `zoe`, `फ़` → `फ`, `१२` → `12`. Removes
 * capitals, accents and other marks that people leave out.
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

/** A person's search text as a LIKE pattern over folded text; undefined when it is empty. */
export function searchPattern(text: string | undefined): string | undefined {
  const wanted = searchable(text ?? '').trim();
  return wanted ? `%${escapeLike(wanted)}%` : undefined;
}

/** The same, with one pattern for each word. */
export function wordPatterns(text: string | undefined): string[] {
  const words = searchable(text ?? '')
    .split(/\s+/)
    .filter(Boolean);
  return [...new Set(words)].map((word) => `%${escapeLike(word)}%`);
}
