import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Layout, repaired, wedgeFault } from './layouts.ts';

const CODE =
  'https://fair.example:3000/c/AQzYqwm1234567890-_aWzMyQAQzYqwm1234567890-_aWzMyQAQzYqwm1234567890-_aWzMyQbcd';
const isCode = (text: string) => text === CODE;
const by = (map: Record<string, string>) => (text: string) => Array.from(text, (char) => map[char] ?? char).join('');
const pairs = (from: string, to: string) =>
  Object.fromEntries(Array.from(from, (char, at) => [char, [...to][at] ?? '']));

/** As the operating system writes an American scanner's keys. */
const TYPED: Record<Layout, (text: string) => string> = {
  caps: (text) => text.replaceAll(/[a-z]/gi, (char) => (/[a-z]/.test(char) ? char.toUpperCase() : char.toLowerCase())),
  azerty: by(pairs('aqzwAQZWmM1234567890-_:/.', 'qawzQAWZ,?&é"\'(-è_çà)°M!:')),
  qwertz: by(pairs('yzYZ-_:/', 'zyZYß?Ö-')),
  spanish: by(pairs('-_:/', "'?Ñ-")),
  hindi: by({
    a: 'ो',
    c: 'म',
    e: 'ा',
    h: 'प',
    i: 'ग',
    f: 'ि',
    l: 'त',
    m: 'स',
    p: 'ज',
    q: 'ौ',
    r: 'ी',
    s: 'े',
    t: 'ू',
    w: 'ै',
    x: 'ं',
    y: 'ब',
    z: 'ॆ',
    b: 'व',
    d: '्',
    A: 'ओ',
    M: 'श',
    Q: 'औ',
    W: 'ऐ',
    Y: 'भ',
    ':': 'छ',
    _: 'ः',
    '/': 'य',
  }),
};

test.each(Object.keys(TYPED) as Layout[])('a code typed with %s is repaired', (layout) => {
  const typed = TYPED[layout](CODE);
  expect(typed).not.toBe(CODE);
  expect(repaired(typed, isCode)).toEqual({ text: CODE, layout });
});

test.each([`]Q1${CODE}`, `${CODE},`, `]Q1${CODE}\t`, ` ${CODE} `, TYPED.caps(`]Q1${CODE}`), TYPED.azerty(`${CODE}`)])(
  'what a scanner is set to send around a code is taken away: %s',
  (typed) => expect(repaired(typed, isCode)?.text).toBe(CODE),
);

test('what no layout explains is named', () => {
  expect(wedgeFault(CODE.toUpperCase())).toBe('one_case');
  expect(wedgeFault(CODE.toLowerCase())).toBe('one_case');
  expect(wedgeFault(CODE.replaceAll('/', 'ж'))).toBe('layout');
  expect(wedgeFault('a short text')).toBeNull();
  expect(wedgeFault(CODE)).toBeNull();
});

test('a code of ours is never changed', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[A-Za-z0-9_-]{76}$/), (token) => {
      expect(repaired(token, (text) => text.length === 76)).toEqual({ text: token, layout: null });
    }),
  );
});
