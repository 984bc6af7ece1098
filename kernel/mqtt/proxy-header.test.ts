import { expect, test } from 'vitest';
import { readProxyHeader } from './proxy-header.ts';

const v1 = (address: string) => Buffer.from(`PROXY TCP4 ${address} 10.0.0.1 5000 1883\r\n`);
const v2 = (address: string) =>
  Buffer.concat([
    Buffer.from('\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x0c', 'latin1'),
    Buffer.from([...address.split('.').map(Number), 10, 0, 0, 1, 0x13, 0x88, 7, 0x5b]),
  ]);

test('a header that comes byte by byte is read', () => {
  for (const header of [v1('203.0.113.9'), v2('203.0.113.9')]) {
    for (let length = 0; length < header.length; length++)
      expect(readProxyHeader(header.subarray(0, length))).toEqual(length === 0 ? { bytes: 0, address: null } : 'more');
    const address = '203.0.113.9';
    expect(readProxyHeader(Buffer.concat([header, Buffer.from('\x10\x20')]))).toEqual({
      bytes: header.length,
      address,
    });
  }
  expect(readProxyHeader(Buffer.alloc(200, 'PROXY '))).toBe('bad');
  expect(readProxyHeader(Buffer.from([0x10, 0x20]))).toEqual({ bytes: 0, address: null });
});
