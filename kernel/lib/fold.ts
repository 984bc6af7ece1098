import { latinDigits } from './digits.ts';

/** How typed words are compared: as people type them on a phone, in any of the server's scripts. */

/**
 * A text without what people leave out or phones add: capitals, accents, punctuation, emoji, doubled spaces, the
 * joiners between letters. Devanagari keeps its vowel signs (they are letters to a reader, marks to Unicode); only the
 * dot of borrowed sounds goes, and चाँद is चांद. Its digits become ours. `¡Menú!` → `menu`, `२ टिकट` → `2 टिकट`.
 */
export function fold(text: string): string {
  return latinDigits(text)
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]|\u093c|\p{VS}|\p{Cf}/gu, '')
    .replace(/\u0901/g, '\u0902')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim();
}

/** `raffles, lottery ,` → its words, folded; empty ones are left out. */
export function foldWords(list: string): string[] {
  return list.split(/[,،]/).map(fold).filter(Boolean);
}
