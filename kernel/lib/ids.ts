import { randomBytes } from 'node:crypto';
import { latinDigits } from './digits.ts';

const pool = { bytes: Buffer.alloc(0), at: 0 };

/** Random bytes from a pool: one system call for 4 KB costs less than 256 calls for 16 bytes. */
function random(n: number): Buffer {
  if (pool.at + n > pool.bytes.length) {
    pool.bytes = randomBytes(4096);
    pool.at = 0;
  }
  const taken = pool.bytes.subarray(pool.at, pool.at + n);
  pool.at += n;
  return taken;
}

/**
 * Counters of the latest milliseconds: of several, because a moment noted earlier may be named again after a later one.
 */
const counters = new Map<number, number>();
const REMEMBERED = 64;

/**
 * A uuid version 7 (RFC 9562): 48 bits of milliseconds, a counter of 12, then 62 random bits; sorts by time of making.
 * The counter (method 1 of section 6.2) keeps what one process makes within a millisecond in order, such as the lines
 * of one import; it begins at random below half, so that it says little and has room.
 */
export function newId(now: number = Date.now()): string {
  const b = Buffer.allocUnsafe(16);
  random(10).copy(b, 6);
  const before = counters.get(now);
  const counter = before !== undefined && before < 0xfff ? before + 1 : b.readUInt16BE(6) & 0x7ff;
  counters.set(now, counter);
  if (counters.size > REMEMBERED) counters.delete(counters.keys().next().value as number);
  b.writeUIntBE(now, 0, 6);
  b.writeUInt16BE(0x7000 | counter, 6);
  b[8] = ((b[8] as number) & 0x3f) | 0x80;
  const h = b.toString('hex');
  return `${h.slice(0, 8)}-${h.slice(8, 12)}-${h.slice(12, 16)}-${h.slice(16, 20)}-${h.slice(20)}`;
}

/**
 * The smallest uuid version 7 of a moment (milliseconds since 1970): `id >= firstIdAt(from)` is a range of the primary
 * key.
 */
export function firstIdAt(at: number): string {
  const ms = Math.max(0, at).toString(16).padStart(12, '0');
  return `${ms.slice(0, 8)}-${ms.slice(8)}-7000-8000-000000000000`;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/** 30 signs without 0/O, 1/I/L and U: read aloud, typed and printed without a mistake (after Crockford's base 32). */
export const UNAMBIGUOUS = '23456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * A random short id for people, e.g. `shortId(8)` → `7KQ2M9XA`: 30 signs a place, so 8 places hold 6.5e11 values.
 * Rejection keeps every sign equally likely.
 */
export function shortId(length: number): string {
  let id = '';
  while (id.length < length) {
    const byte = random(1)[0] as number;
    if (byte < 240) id += UNAMBIGUOUS[byte % 30];
  }
  return id;
}

/**
 * What a person typed, as a short id: upper case, digits of any script as ours, without spaces and hyphens; null when
 * it can't be one.
 */
export function parseShortId(text: string, length: number): string | null {
  const id = latinDigits(text).toUpperCase().replace(/[\s-]/g, '');
  return id.length === length && [...id].every((c) => UNAMBIGUOUS.includes(c)) ? id : null;
}
