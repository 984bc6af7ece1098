import { expect, test } from 'vitest';
import { PacketSizes } from './packet-sizes.ts';

/** A packet of `length` bytes after its length. */
function packet(length: number): Buffer {
  const bytes = [0x30];
  let rest = length;
  do {
    bytes.push(rest > 127 ? (rest % 128) | 0x80 : rest);
    rest = Math.floor(rest / 128);
  } while (rest > 0);
  return Buffer.concat([Buffer.from(bytes), Buffer.alloc(length, 0x99)]);
}

const stream = Buffer.concat([packet(0), packet(5), packet(127), packet(128), packet(20_000), packet(2)]);

test.each([1, 2, 3, 7, 1000, 100_000])('packets pass in pieces of %i bytes', (size) => {
  const sizes = new PacketSizes();
  for (let i = 0; i < stream.length; i += size) expect(sizes.take(stream.subarray(i, i + size), 20_000)).toBe(true);
});

test('a larger packet is noticed by its length, before its bytes come', () => {
  const sizes = new PacketSizes();
  expect(sizes.take(stream, 20_000)).toBe(true);
  expect(sizes.take(packet(20_001).subarray(0, 4), 20_000)).toBe(false);
  expect(new PacketSizes().take(packet(10_000_000).subarray(0, 5), 262_144)).toBe(false);
});

test('a length that never ends is none', () => {
  expect(new PacketSizes().take(Buffer.from([0x30, 0x80, 0x80, 0x80, 0x80]), 1e9)).toBe(false);
});
