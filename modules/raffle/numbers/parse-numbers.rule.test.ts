import { describe, expect, it, test } from 'vitest';
import { parseNumbers } from './parse-numbers.rule.ts';

const range = { first: 1, last: 1000, digits: 4 };
const read = (text: string) => {
  const read = parseNumbers(text, range);
  return read.ok ? read.data : [read.code, read.detail ?? {}];
};

describe('numbers as people type them', () => {
  test.each([
    ['5,12,99', [5, 12, 99]],
    ['5 12 99', [5, 12, 99]],
    ['  99 , 5;12 ', [5, 12, 99]],
    ['5-8', [5, 6, 7, 8]],
    ['5 – 8, 12', [5, 6, 7, 8, 12]],
    ['0005', [5]],
    ['#5 #7', [5, 7]],
    ['5 and 7', [5, 7]],
    ['5 y 7', [5, 7]],
    ['५, १२', [5, 12]],
    ['५ और ७', [5, 7]],
    ['5\n6\n7', [5, 6, 7]],
    ['5.12.99', [5, 12, 99]],
    ['5, 12.', [5, 12]],
    ['5 to 8', [5, 6, 7, 8]],
    ['from 5 to 8', [5, 6, 7, 8]],
    ['del 5 al 8', [5, 6, 7, 8]],
    ['5 à 8', [5, 6, 7, 8]],
    ['de 5 à 8 et 12', [5, 6, 7, 8, 12]],
    ['kuanzia 5 hadi 8', [5, 6, 7, 8]],
    ['5 kugeza 8', [5, 6, 7, 8]],
    ['5 से 8 तक', [5, 6, 7, 8]],
    ['5 se 8 tak', [5, 6, 7, 8]],
    ['12 et 5', [5, 12]],
    ['5 na 12', [5, 12]],
    ['5 aur 12', [5, 12]],
    ['5️⃣ 1️⃣2️⃣', [5, 12]],
    ['①②', [1, 2]],
  ])('%j', (text, numbers) => expect(read(text)).toEqual(numbers));

  test.each([
    ['random 5', 5],
    ['RANDOM 5', 5],
    ['random5', 5],
    ['5 random', 5],
    ['any 3', 3],
    ['azar 5', 5],
    ['al azar 5', 5],
    ['5 al azar', 5],
    ['aleatorio 2', 2],
    ['यादृच्छिक 5', 5],
    ['कोई भी 5', 5],
    ['कोई भी ५', 5],
    ['रैंडम 2', 2],
  ])('%j is at random', (text, random) => expect(read(text)).toEqual({ random }));
});

describe('what can’t be done, and why', () => {
  test.each([
    ['', ['raffle.numbers.none', {}]],
    [' , ', ['raffle.numbers.none', {}]],
    ['five', ['raffle.numbers.malformed', { word: 'five' }]],
    ['-5', ['raffle.numbers.malformed', { word: '-5' }]],
    ['1.5', ['raffle.numbers.malformed', { word: '1.5' }]],
    ['7, 12.50', ['raffle.numbers.malformed', { word: '12.50' }]],
    ['5 1e3', ['raffle.numbers.malformed', { word: '1e3' }]],
    ['1O1', ['raffle.numbers.letter', { word: '1O1', meant: '101' }]],
    ['5, l2', ['raffle.numbers.letter', { word: 'l2', meant: '12' }]],
    ['8 to 5', ['raffle.numbers.reversed', { range: '8-5', turned: '5-8' }]],
    ['8-5', ['raffle.numbers.reversed', { range: '8-5', turned: '5-8' }]],
    ['0', ['raffle.numbers.outside', { numbers: '0', first: '0001', last: '1000' }]],
    ['5 1001 99999999', ['raffle.numbers.outside', { numbers: '1001, 99999999', first: '0001', last: '1000' }]],
    ['5 5 12 12', ['raffle.numbers.repeated', { numbers: '0005, 0012' }]],
    ['1-101', ['raffle.numbers.too_many', { limit: 100 }]],
    ['1-60 61-120', ['raffle.numbers.too_many', { limit: 100 }]],
    ['random', ['raffle.numbers.random_zero', {}]],
    ['random 0', ['raffle.numbers.random_zero', {}]],
    ['random -3', ['raffle.numbers.random_zero', {}]],
    ['azar 0', ['raffle.numbers.random_zero', {}]],
    ['random 99999', ['raffle.numbers.too_many', { limit: 100 }]],
    ['random five', ['raffle.numbers.malformed', { word: 'random five' }]],
  ])('%j', (text, refusal) => expect(read(text)).toEqual(refusal));

  it('never hangs on what nobody would type', () => {
    for (const text of ['1 '.repeat(50_000), '-'.repeat(50_000), '1-'.repeat(20_000), 'random '.repeat(10_000)])
      expect(read(text)).toBeInstanceOf(Array);
  }, 5000);
});
