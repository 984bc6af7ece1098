/**
 * SipHash-2-4, a keyed hash of 64 bits: https://www.aumasson.jp/siphash/siphash.pdf. Not in node's crypto, and the
 * packages for it answer in formats of their own.
 */
const MASK = 0xffff_ffff_ffff_ffffn;
const rotate = (x: bigint, by: bigint) => ((x << by) | (x >> (64n - by))) & MASK;

/** Eight bytes or fewer, the least significant first. */
function word(bytes: Uint8Array, from: number): bigint {
  let value = 0n;
  for (let i = Math.min(from + 8, bytes.length) - 1; i >= from; i--) value = (value << 8n) | BigInt(bytes[i] as number);
  return value;
}

/** @param key 16 bytes */
export function sipHash24(key: Uint8Array, message: Uint8Array): bigint {
  if (key.length !== 16) throw new Error('a key of SipHash has 16 bytes');
  const k0 = word(key.subarray(0, 8), 0);
  const k1 = word(key.subarray(8), 0);
  let v0 = k0 ^ 0x736f6d6570736575n;
  let v1 = k1 ^ 0x646f72616e646f6dn;
  let v2 = k0 ^ 0x6c7967656e657261n;
  let v3 = k1 ^ 0x7465646279746573n;
  const rounds = (n: number) => {
    for (let i = 0; i < n; i++) {
      v0 = (v0 + v1) & MASK;
      v1 = rotate(v1, 13n) ^ v0;
      v0 = rotate(v0, 32n);
      v2 = (v2 + v3) & MASK;
      v3 = rotate(v3, 16n) ^ v2;
      v0 = (v0 + v3) & MASK;
      v3 = rotate(v3, 21n) ^ v0;
      v2 = (v2 + v1) & MASK;
      v1 = rotate(v1, 17n) ^ v2;
      v2 = rotate(v2, 32n);
    }
  };
  const whole = message.length - (message.length % 8);
  for (let at = 0; at <= whole; at += 8) {
    // The last word holds what is left, and the length in its highest byte.
    const length = at === whole ? BigInt(message.length & 0xff) << 56n : 0n;
    const m = word(message, at) | length;
    v3 ^= m;
    rounds(2);
    v0 ^= m;
  }
  v2 ^= 0xffn;
  rounds(4);
  return v0 ^ v1 ^ v2 ^ v3;
}
