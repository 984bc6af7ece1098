/**
 * How many of 64 bits may differ between two equal rows: cropping, scaling and compressing changed up to 14 of most.
 */
const NEAR = 14;
/** Fewer rows are not conclusive: every receipt has a button and a heading. */
const MIN_ROWS = 5;
/** Per cent of the smaller picture's rows that must be in the other, in the same order. */
const SHARE = 70;

/**
 * How many per cent of its rows the smaller of two pictures shares with the other, in the same order; null when too few
 * to be a part of it. The rows come from `rowHashes` of kernel/ocr.
 */
export function sharedRows(a: Rows, b: Rows): number | null {
  const [high, low] = [a.length / 2, b.length / 2];
  const least = Math.min(high, low);
  if (least < MIN_ROWS) return null;
  // The longest common subsequence.
  let row = new Uint16Array(low + 1);
  let next = new Uint16Array(low + 1);
  for (let i = 0; i < high; i++) {
    for (let j = 0; j < low; j++) {
      next[j + 1] = near(a, i, b, j) ? (row[j] as number) + 1 : Math.max(row[j + 1] as number, next[j] as number);
    }
    [row, next] = [next, row];
  }
  const share = Math.round(((row[low] as number) / least) * 100);
  return share >= SHARE ? share : null;
}

/** The hashes of a picture's rows, each as two words of 32 bits: comparing two thousand pictures takes some 20 ms. */
export type Rows = Uint32Array;

/** @param hashes 16 hexadecimal digits each */
export function rowsOf(hashes: string[]): Rows {
  return Uint32Array.from(
    hashes.flatMap((hash) => [hash.slice(0, 8), hash.slice(8)].map((word) => parseInt(word, 16))),
  );
}

function near(a: Rows, i: number, b: Rows, j: number): boolean {
  const high = ones((a[2 * i] as number) ^ (b[2 * j] as number));
  return high <= NEAR && high + ones((a[2 * i + 1] as number) ^ (b[2 * j + 1] as number)) <= NEAR;
}

/** The number of bits set in 32 (Warren, Hacker's Delight, 5-1). */
function ones(word: number): number {
  let n = word - ((word >>> 1) & 0x55555555);
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333);
  return (((n + (n >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}
