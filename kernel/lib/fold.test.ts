import { describe, expect, it } from 'vitest';
import { fold, foldAnswer, foldWords } from './fold.ts';

describe('a typed word', () => {
  it.each([
    ['¡Menú!', 'menu'],
    ['  ATRÁS ', 'atras'],
    ['🎟️ Raffles…', 'raffles'],
    ['Ｍｅｎｕ', 'menu'],
    ['मेनू', 'मेनू'],
    ['मेनू।', 'मेनू'],
    ['ज़रूर', 'जरूर'],
    ['चाँद', 'चांद'],
    ['५ टिकट', '5 टिकट'],
    ['go   back', 'go back'],
    ['', ''],
    ['???', ''],
  ])('%j is compared as %j', (typed, folded) => expect(fold(typed)).toBe(folded));

  it('keeps the vowel signs of Hindi, which distinguish words', () => {
    expect(fold('हाँ')).not.toBe(fold('ह'));
    expect(fold('कि')).not.toBe(fold('की'));
  });

  it('stands in a list with commas', () => expect(foldWords('Menú, inicio,, ')).toEqual(['menu', 'inicio']));
});

it.each([
  ['👍🏽', 'yes'],
  ['✅ ✅', 'yes'],
  ['☑️', 'yes'],
  ['❌', 'no'],
  ['👎🏿', 'no'],
  ['Yes please!', 'yes'],
  ['thanks 👍', 'thanks'],
  ['please', 'please'],
  ['🎉', ''],
])('%j as an answer is %j', (typed, answer) => expect(foldAnswer(typed)).toBe(answer));
