import type { ByteRange } from './stores/store.ts';

/**
 * Parses one `Range` of a file of `size` bytes (RFC 9110, 14.1.2). Undefined: send everything (no range, several
 * ranges, or another unit, all of which a server may ignore). Null: the range is outside the file, answer 416.
 */
export function parseRange(header: string | undefined, size: number): ByteRange | null | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return undefined;
  const last = size - 1;
  if (match[1] === '') {
    const tail = Number(match[2]);
    return tail === 0 ? null : { start: Math.max(0, size - tail), end: last };
  }
  const start = Number(match[1]);
  const end = match[2] === '' ? last : Math.min(Number(match[2]), last);
  if (start > last) return null;
  return start <= end ? { start, end } : undefined;
}
