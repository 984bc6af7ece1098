/** Sets of numbers as bits: 100,000 of them in 12.5 kB. Bit i is bit i % 8, the lowest first, of byte i / 8. */

/** Reads what the API sends. */
export function bitmapOf(base64: string): Uint8Array {
  const text = atob(base64);
  const bits = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bits[i] = text.charCodeAt(i);
  return bits;
}

export function hasBit(bits: Uint8Array, at: number): boolean {
  return ((bits[at >> 3] ?? 0) & (1 << (at & 7))) !== 0;
}

export function setBit(bits: Uint8Array, at: number): void {
  const byte = at >> 3;
  if (byte < bits.length) bits[byte] = (bits[byte] as number) | (1 << (at & 7));
}

export function countBits(bits: Uint8Array): number {
  let count = 0;
  for (let byte of bits) {
    for (; byte; byte &= byte - 1) count++;
  }
  return count;
}
