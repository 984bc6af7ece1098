import { randomBytes } from 'node:crypto';
import { latinDigits } from './digits.ts';
import { LimitedMap } from './limited-map.ts';

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

/** Counters of the latest milliseconds; several, because a caller may pass an earlier moment after a later one. */
const counters = new LimitedMap<number, number>(64);

/**
 * A uuid version 7 (RFC 9562): 48 bits of milliseconds, a counter of 12 bits, then 62 random bits; sorts by creation
 * time. The counter (method 1 of section 6.2) keeps the order of ids made within a millisecond by one process, such as
 * the lines of one import. It begins at a random value in its lower half, so that it reveals little and can count up.
 */
export function newId(now: number = Date.now()): string {
  const b = Buffer.allocUnsafe(16);
  random(10).copy(b, 6);
  const before = counters.get(now);
  const counter = before !== undefined && before < 0xfff ? before + 1 : b.readUInt16BE(6) & 0x7ff;
  counters.set(now, counter);
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

const DAY_MS = 86_400_000;

/** The smallest id of what is made after `id`, though by a machine whose clock is up to a day behind. */
export function firstIdAfter(id: string): string {
  return firstIdAt(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16) - DAY_MS);
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/**
 * 30 characters without 0/O, 1/I/L and U, for reading aloud, typing and printing without mistakes (after Crockford's
 * base 32).
 */
export const UNAMBIGUOUS = '23456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * A random short id for people, e.g. `shortId(8)` → `7KQ2M9XA`: 30 characters a place, so 8 places hold 6.5e11 values.
 * Rejection sampling keeps every character equally likely.
 */
export function shortId(length: number): string {
  let id = '';
  while (id.length < length) {
    const byte = random(1)[0] as number;
    if (byte < 240) id += UNAMBIGUOUS[byte % 30];
  }
  return id;
}

/** Reads a short id that a person typed: upper case, ASCII digits, no spaces and hyphens; null when it can't be one. */
export function parseShortId(text: string, length: number): string | null {
  const id = latinDigits(text).toUpperCase().replace(/[\s-]/g, '');
  return id.length === length && [...id].every((c) => UNAMBIGUOUS.includes(c)) ? id : null;
}
