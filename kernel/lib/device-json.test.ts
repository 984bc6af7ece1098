import { expect, test } from 'vitest';
import { readDeviceJson } from './device-json.ts';

test.each<[string, unknown]>([
  ['{"a":1,"b":[true,null,"x"]}', { a: 1, b: [true, null, 'x'] }],
  ['{"a": nan, "b": "nan, inf"}', { a: null, b: 'nan, inf' }],
  [
    '{"a":NaN,"b":-NAN,"c":Infinity,"d":-inf,"e":-nan(ind),"f":1.#QNAN}',
    { a: null, b: null, c: null, d: null, e: null, f: null },
  ],
  ['{"a":1}\0', { a: 1 }],
  ['{"a":1}\0\0\0\r\n', { a: 1 }],
  ['\0\uFEFF {"a":1}', { a: 1 }],
  ['{"a":"b\0c"}', { a: 'b c' }],
  ['{"a":"line\nline"}', { a: 'line line' }],
  ['{"a":[1,2,],"b":"x, ]",}', { a: [1, 2], b: 'x, ]' }],
  ['{"a":+5,"b":.5,"c":5.,"d":007,"e":1e999,"x":nan}', { a: 5, b: 0.5, c: 5, d: 7, e: null, x: null }],
  ['{"a\\"nan":"\\"nan","b":nan}', { 'a"nan': '"nan', b: null }],
  ['', undefined],
  ['{"temperature":91.5,"sta', undefined],
  ['temperature=91.5', undefined],
  ['{"a":nano}', undefined],
])('%j is read as %j', (text, value) => {
  expect(readDeviceJson(text)).toEqual(value);
});

test.each([
  '"'.repeat(300_000),
  `{"a":${'1'.repeat(300_000)}x`,
  `${',\t'.repeat(150_000)}x`,
  `,${'\t'.repeat(300_000)}x`,
  '-'.repeat(300_000),
  'nan('.repeat(75_000),
  '"\\"'.repeat(100_000),
  `${'"\\'.repeat(100_000)}x\\`,
  `{"a":nan}${'\0 '.repeat(150_000)}x`,
])('a text that is made to be read again and again is read once (case %#)', (text) => {
  expect(readDeviceJson(text)).toBeUndefined();
});
