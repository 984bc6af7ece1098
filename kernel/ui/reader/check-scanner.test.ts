import { expect, test } from 'vitest';
import { judgeScanner, TEST_CODE, type Typed } from './check-scanner.ts';

const typed = (text: string, more: Partial<Typed> = {}) =>
  judgeScanner({ text, ended: 'enter', alt: false, slowestGapMs: 12, ...more });
const words = (verdict: ReturnType<typeof judgeScanner>) => [
  verdict.works,
  ...verdict.findings.map(({ name, text }) => (text ? `${name} ${text}` : name)),
];
const swapped = (text: string) =>
  text.replaceAll(/[a-z]/gi, (it) => (/[a-z]/.test(it) ? it.toUpperCase() : it.toLowerCase()));
const on = (pairs: Record<string, string>) => Array.from(TEST_CODE, (key) => pairs[key] ?? key).join('');
const AZERTY: Record<string, string> = Object.fromEntries(
  [...'aqzwAQZWmM1234567890-_:/.'].map((key, at) => [key, [...'qawzQAWZ,?&é"\'(-è_çà)°M!:'][at] ?? '']),
);

test.each<[string, unknown[]]>([
  [TEST_CODE, [true, 'enter']],
  [swapped(TEST_CODE), [true, 'caps', 'enter']],
  [on(AZERTY), [true, 'azerty', 'enter']],
  [on({ '-': "'", '/': '-', ':': 'Ñ', _: '?' }), [true, 'spanish', 'enter']],
  [`]Q1${TEST_CODE},`, [true, 'before ]Q1', 'after ,', 'enter']],
  [`X${TEST_CODE}`, [false, 'before_lost X', 'enter']],
  [`${TEST_CODE}!!`, [false, 'after_lost !!', 'enter']],
  [TEST_CODE.toUpperCase(), [false, 'one_case']],
  [TEST_CODE.toLowerCase(), [false, 'one_case']],
  [TEST_CODE.replace('qQ', '').replace('45', ''), [false, 'missing qQ45']],
  [Array.from(TEST_CODE, () => 'й').join(''), [false, 'layout']],
  ['8901234567890', [false, 'other']],
])('%s', (text, verdict) => expect(words(typed(text))).toEqual(verdict));

test('slow keys, no end, and Alt with numbers', () => {
  expect(words(typed(TEST_CODE, { slowestGapMs: 400 }))).toEqual([false, 'slow', 'enter']);
  expect(words(typed(TEST_CODE, { ended: 'nothing', alt: true }))).toEqual([true, 'alt', 'nothing']);
});
