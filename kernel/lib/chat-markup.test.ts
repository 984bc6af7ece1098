import { expect, test } from 'vitest';
import { boldParts, forWhatsApp, literal, literalValues, unmarked } from './chat-markup.ts';

const bold = (text: string) => boldParts(text).flatMap((part) => (part.bold ? [part.text] : []));

test.each([
  ['Onam *raffle*', ['raffle']],
  ['*Onam raffle*: 0005', ['Onam raffle']],
  ['2*3*4 and * a *', []],
  [`*${literal('Win *now*')}*`, ['Win *now*']],
  [`*${literal('*')}*`, ['*']],
  [`*${literal('Star*')}* and *more*`, ['Star*', 'more']],
  [`for ${literal('*Asha*')}`, []],
  [`for ${literal('*Asha')} and ${literal('Ravi*')}`, []],
])('%s: bold is %j', (text, words) => expect(bold(text)).toEqual(words));

test('the text is whole without its marks', () => {
  expect(unmarked(`*${literal('Win *now*')}*: 2*3, *never*mind, ** and *`)).toBe(
    'Win *now*: 2*3, *never*mind, ** and *',
  );
});

test('on WhatsApp no character of a name is markup, and one within a word stays as it is', () => {
  expect(forWhatsApp(`*${literal('_Big_ ~draw~ `1`')}*`)).toBe('*＿Big＿ ∼draw∼ ˋ1ˋ*');
  expect(forWhatsApp(`pay to ${literal('asha_verma@ok')}`)).toBe('pay to asha_verma@ok');
  expect(forWhatsApp('plain *bold*')).toBe('plain *bold*');
});

test('addresses stay whole, and so do values that are not text', () => {
  expect(literal('https://a.example/r/X?start=raffle_X')).toBe('https://a.example/r/X?start=raffle_X');
  expect(literalValues({ count: 2, name: 'a_b' })).toEqual({ count: 2, name: 'a\u2060_b' });
});
