/**
 * The roster that a scanner stores for scanning offline, byte by byte. Each student is one entry: a hash that can be
 * matched only with the code itself, the state (with a bit for students who must show a changing code), and a byte for
 * each service day. A thief of the phone learns how many students there are, but not who they are: the ids under the
 * hashes are uuids with 74 random bits, which nobody can guess.
 */

import { STUDENT_STATES, type StudentState } from '../students/student-states.rule.ts';

/** HMAC-SHA256 cut to 128 bits: a collision among 5,000 entries is practically impossible. */
export const HASH_BYTES = 16;
/** Yesterday, because a dinner that passes midnight belongs to it, today, and six days without a network. */
export const ROSTER_DAYS = 8;
export const ENTRY_BYTES = HASH_BYTES + 1 + ROSTER_DAYS;
/** A day's byte has bits for this many meals: two bits are used otherwise. */
const ROSTER_MEALS = 6;

/** A student's facts on one service day; `served` are positions in the roster's list of meals. */
type RosterDay = { paid: boolean; cut: boolean; served: number[] };
export type RosterEntry = {
  hash: Uint8Array;
  state: StudentState;
  /** this student must show a changing code */
  changing: boolean;
  days: RosterDay[];
};

/** Bits of the state's byte. */
const CHANGING = 0x80;
const PAID = 1;
const CUT = 2;

/** The hashed part of a code: its subject and version, so that an older code is not found at all. */
export const rosterSubject = (subjectId: string, version: number) => `${subjectId}:${version}`;

/** The entries, sorted by hash; that order reveals nothing about the students'. */
export function packRoster(entries: RosterEntry[]): Uint8Array {
  const sorted = [...entries].sort((a, b) => compare(a.hash, 0, b.hash, 0));
  const bytes = new Uint8Array(sorted.length * ENTRY_BYTES);
  for (const [i, { hash, state, changing, days }] of sorted.entries()) {
    const at = i * ENTRY_BYTES;
    bytes.set(hash.subarray(0, HASH_BYTES), at);
    bytes[at + HASH_BYTES] = STUDENT_STATES.indexOf(state) | (changing ? CHANGING : 0);
    for (const [day, facts] of days.slice(0, ROSTER_DAYS).entries()) bytes[at + HASH_BYTES + 1 + day] = dayByte(facts);
  }
  return bytes;
}

function dayByte({ paid, cut, served }: RosterDay): number {
  const meals = served.filter((meal) => meal < ROSTER_MEALS).reduce((bits, meal) => bits | (4 << meal), 0);
  return meals | (paid ? PAID : 0) | (cut ? CUT : 0);
}

/** The entry with this hash, by binary search; null when there is none: an unknown student, or an older code. */
export function findInRoster(bytes: Uint8Array, hash: Uint8Array): Omit<RosterEntry, 'hash'> | null {
  let low = 0;
  let high = Math.floor(bytes.length / ENTRY_BYTES);
  while (low < high) {
    const middle = (low + high) >> 1;
    const order = compare(bytes, middle * ENTRY_BYTES, hash, 0);
    if (order === 0) return read(bytes, middle * ENTRY_BYTES);
    if (order < 0) low = middle + 1;
    else high = middle;
  }
  return null;
}

function read(bytes: Uint8Array, at: number): Omit<RosterEntry, 'hash'> {
  const days = Array.from({ length: ROSTER_DAYS }, (_, day) => {
    const byte = bytes[at + HASH_BYTES + 1 + day] as number;
    const served = Array.from({ length: ROSTER_MEALS }, (_, meal) => meal).filter((meal) => byte & (4 << meal));
    return { paid: (byte & PAID) !== 0, cut: (byte & CUT) !== 0, served };
  });
  const state = bytes[at + HASH_BYTES] as number;
  return { state: STUDENT_STATES[state & ~CHANGING] ?? 'pending', changing: (state & CHANGING) !== 0, days };
}

function compare(a: Uint8Array, from: number, b: Uint8Array, other: number): number {
  for (let i = 0; i < HASH_BYTES; i++) {
    const difference = (a[from + i] as number) - (b[other + i] as number);
    if (difference !== 0) return difference;
  }
  return 0;
}
