import { expect, test } from 'vitest';
import { findBadText } from './bad-text.ts';

test.each([
  ['plain', null],
  ['नमस्ते 👋🏽\n\t', null],
  ['\u202eright to left', null],
  ['a\0b', ''],
  ['\ud83d', ''],
  ['\udc4b\ud83d', ''],
  [{ name: 'Asha', lines: [{ note: 'ok' }, { note: 'a\0' }] }, 'lines.1.note'],
  [{ deep: { 'ke\0y': 1 } }, 'deep'],
  [{ bytes: Buffer.from([0]) }, null],
  [[1, null, true, 'x'], null],
])('%j: %s', (value, path) => expect(findBadText(value)).toBe(path));

test('a value nested deeper than any of ours is refused without being read to the end', () => {
  const nested = (levels: number) => JSON.parse(`${'['.repeat(levels)}${']'.repeat(levels)}`) as unknown;
  expect(findBadText(nested(30))).toBeNull();
  expect(findBadText(nested(100_000))).toMatch(/^0(\.0)+$/);
});
