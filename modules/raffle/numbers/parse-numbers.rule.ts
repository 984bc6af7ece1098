import { latinDigits } from '../../../kernel/lib/digits.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { label } from './label.rule.ts';

/** The most numbers that a ticket still shows; a person who types "random 1000" is only trying it out. */
export const MAX_IN_ORDER = 100;

export type WantedNumbers = number[] | { random: number };

/**
 * "At random" in the three languages, in any spelling; diacritics and case are removed before the comparison. Every
 * conversation accepts all languages: people mix them.
 */
const RANDOM = [
  'random',
  'rand',
  'any',
  'lucky',
  'surprise me',
  'azar',
  'al azar',
  'aleatorio',
  'aleatorios',
  'cualquiera',
  'cualquier',
]
  .concat(['यादृच्छिक', 'कोई भी', 'कोई', 'रैंडम', 'रेंडम', 'बेतरतीब', 'मर्जी से'])
  .map(plain)
  // The longest first: "al azar" before "azar".
  .sort((a, b) => b.length - a.length);

/** "5 to 8", "del 5 al 8", "5 à 8", "5 hadi 8", "5 kugeza 8", "5 से 8": between two numbers only. */
const UP_TO =
  /(?<=\d)\s*(?:\b(?:up to|to|till?|until|thru|through|a|al|hasta|à|au|aux|jusqu['’]?(?:à|a|au)|hadi|mpaka|kugeza(?: kuri)?|se)\b|(?<=\s)à|से)\s*(?=#?\d)/giu;
/** Words beside numbers that mean nothing by themselves. */
const BESIDE = new Set(
  `and y e et na n und plus with con avec aur और व तथा no nr num numero nos n° numeros number numbers the le la les los las
  el un una de del du des from entre between kuanzia kuva tak तक i want quiero je veux nataka ndashaka please pls plz
  por favor svp tafadhali नंबर नम्बर namba nambari nimero ma mujhe मुझे चाहिए chahiye`
    .split(/\s+/)
    .map(plain),
);

/**
 * The numbers in a typed text: `5,12,99`, `5.12.99`, `5 12 99`, `5-8` (5, 6, 7 and 8), `#7`, `०५`, or `random 5`, `azar
 * 5`, `कोई भी 5`. It does not check whether they are free.
 *
 * Refusals: `raffle.numbers.none`, `malformed` (detail `word`), `letter` (`word`, `meant`), `reversed` (`range`, `turned`), `outside` (`numbers`,
 * `first`, `last`), `repeated` (`numbers`), `too_many` (`limit`), `random_zero`.
 */
export function parseNumbers(
  text: string,
  range: { first: number; last: number; digits: number },
): Result<WantedNumbers> {
  const given = latinDigits(text).trim();
  if (!given) return refuse('raffle.numbers.none');
  const random = readRandom(given);
  if (random !== null) return random;
  const decimal = /(?<![\d.])\d+\.\d+(?![\d.])/.exec(given);
  // One point between digits is a fraction, which is no number here; "5.12.99" is a list.
  if (decimal) return refuse('raffle.numbers.malformed', { word: decimal[0].slice(0, 40) });
  const numbers: number[] = [];
  // A hyphen with spaces around it is one range too: "5 - 8"; and so is "5 to 8".
  const written = given.replaceAll(UP_TO, '-').replaceAll(/\s*[-–—]\s*/g, '-');
  for (const word of written.split(/[\s,;.+/&|،、]+/u)) {
    if (word === '' || BESIDE.has(plain(word))) continue;
    const meant = withoutLetters(word);
    if (meant) return refuse('raffle.numbers.letter', { word: word.slice(0, 40), meant });
    const found = /^#?(\d{1,9})(?:-#?(\d{1,9}))?$/.exec(word);
    if (!found) return refuse('raffle.numbers.malformed', { word: word.slice(0, 40) });
    const from = Number(found[1]);
    const to = found[2] === undefined ? from : Number(found[2]);
    if (to < from) return refuse('raffle.numbers.reversed', { range: word, turned: `${found[2]}-${found[1]}` });
    if (to - from >= MAX_IN_ORDER) return refuse('raffle.numbers.too_many', { limit: MAX_IN_ORDER });
    for (let n = from; n <= to; n++) numbers.push(n);
  }
  return checked(numbers, range);
}

/** `1O1` is 101 with a letter typed as a digit, which the person should say; null for other words. */
function withoutLetters(word: string): string | null {
  if (!/^#?(?=.*\d)(?=.*[OoIl|])[\dOoIl|]{2,9}$/.test(word)) return null;
  return word.replace(/^#/, '').replaceAll(/[Oo]/g, '0').replaceAll(/[Il|]/g, '1');
}

function checked(numbers: number[], { first, last, digits }: { first: number; last: number; digits: number }) {
  if (numbers.length === 0) return refuse('raffle.numbers.none');
  const outside = numbers.filter((n) => n < first || n > last);
  if (outside.length > 0) {
    return refuse('raffle.numbers.outside', {
      numbers: [...new Set(outside)].slice(0, 20).join(', '),
      first: label(first, digits),
      last: label(last, digits),
    });
  }
  const repeated = [...new Set(numbers.filter((n, i) => numbers.indexOf(n) !== i))];
  if (repeated.length > 0) {
    return refuse('raffle.numbers.repeated', { numbers: repeated.map((n) => label(n, digits)).join(', ') });
  }
  if (numbers.length > MAX_IN_ORDER) return refuse('raffle.numbers.too_many', { limit: MAX_IN_ORDER });
  return ok(numbers.sort((a, b) => a - b));
}

/** `random 5` in any of the languages, also `5 random`; null when no such word is there. */
function readRandom(given: string): Result<WantedNumbers> | null {
  const words = plain(given);
  const named = RANDOM.find((word) => words === word || words.startsWith(`${word} `) || words.endsWith(` ${word}`));
  // "random5", as some phone keyboards write it.
  const glued = named ?? RANDOM.find((word) => words.startsWith(word) && /^\d+$/.test(words.slice(word.length)));
  if (!glued) return null;
  const rest = words.replace(glued, ' ').replace(/[:,.]/g, ' ').trim();
  if (!/^-?\d+$/.test(rest))
    return rest === ''
      ? refuse('raffle.numbers.random_zero')
      : refuse('raffle.numbers.malformed', { word: given.slice(0, 40) });
  const count = Number(rest);
  if (count < 1) return refuse('raffle.numbers.random_zero');
  return count > MAX_IN_ORDER ? refuse('raffle.numbers.too_many', { limit: MAX_IN_ORDER }) : ok({ random: count });
}

/** Lower case without diacritics. Devanagari keeps its vowel signs, because they change the word. */
function plain(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
