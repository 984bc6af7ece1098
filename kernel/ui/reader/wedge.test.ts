import { expect, test } from 'vitest';
import { WedgeReader } from './wedge.ts';

function type(reader: WedgeReader, text: string, gap: number, from = 0) {
  let at = from;
  for (const key of text) {
    reader.press(key, at);
    at += gap;
  }
  return reader.press('Enter', at);
}

test('reads a burst that ends with Enter', () => {
  expect(type(new WedgeReader(), 'AB2C3D4E', 12)?.text).toBe('AB2C3D4E');
});

test('doesn’t take a person’s typing for a scan, however long the text', () => {
  expect(type(new WedgeReader(), 'somebody typing', 90)?.text).toBe('');
  expect(type(new WedgeReader(), 'somebody typing', 300)).toBeNull();
});

test('forgets what a person typed just before the scan', () => {
  const reader = new WedgeReader();
  reader.press('1', 0);
  reader.press('2', 200);
  expect(type(reader, 'https://x/c/abc', 5, 900)).toEqual({ text: 'https://x/c/abc', whole: 'https://x/c/abc' });
});

test('ignores Shift between capitals', () => {
  const reader = new WedgeReader();
  let at = 0;
  for (const key of 'ABCDEFGH') {
    reader.press('Shift', at);
    reader.press(key, at + 2);
    at += 10;
  }
  expect(reader.press('Enter', at)?.text).toBe('ABCDEFGH');
});

test('a short burst is not a scan', () => {
  expect(type(new WedgeReader(), '12.50', 5)?.text).toBe('');
});

test('a slow scanner’s code is complete, although a pause in the middle leaves a fast end', () => {
  const code = 'https://x/c/AQoLDA0';
  expect(type(new WedgeReader(), code, 70)).toEqual({ text: '', whole: code });
  const reader = new WedgeReader();
  for (const [i, key] of [...'https://x/'].entries()) reader.press(key, i * 20);
  expect(type(reader, 'c/AQoLDA0', 20, 260)).toEqual({ text: 'c/AQoLDA0', whole: code });
});
