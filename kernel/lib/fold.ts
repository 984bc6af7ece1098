import { latinDigits } from './digits.ts';

/** Normalizes typed words for comparison, in any of the server's scripts. */

/**
 * Removes what people leave out or phones add: capitals, accents, punctuation, emoji, doubled spaces, the joiners
 * between letters. Devanagari keeps its vowel signs (letters to a reader, marks to Unicode); only the dot of borrowed
 * sounds is removed, and चाँद becomes चांद. Digits become ASCII. `¡Menú!` → `menu`, `२ टिकट` → `2 टिकट`.
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

/** `raffles, lottery ,` → its words, folded, without empty ones. */
export function foldWords(list: string): string[] {
  return list.split(/[,،]/).map(fold).filter(Boolean);
}

const SIGNS: [RegExp, string][] = [
  [/^(?:👍|👌|✅|☑|✔|🆗|💯|⭕|🙆)+$/u, 'yes'],
  [/^(?:👎|❌|✖|❎|🚫|🙅)+$/u, 'no'],
];
const COURTESY =
  /^(?:(?:ok|okay|hi|hello) )?(.+?)(?: (?:please|pls|plz|thanks|thank you|sir|madam|por favor|gracias|svp|merci|tafadhali|asante|murakoze|ji|जी|धन्यवाद))+$/;

/** An answer as it is compared with words: a sign alone says yes or no (`👍🏽`), courtesy is left out (`yes please`). */
export function foldAnswer(text: string): string {
  const folded = fold(text);
  if (folded !== '') return COURTESY.exec(folded)?.[1] ?? folded;
  const bare = text.replaceAll(/\p{VS}|\p{Cf}|\p{Emoji_Modifier}|\s/gu, '');
  return SIGNS.find(([signs]) => signs.test(bare))?.[1] ?? '';
}
