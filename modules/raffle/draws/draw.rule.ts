import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/**
 * The draw, which anyone can compute again. The server and the page in the visitor's browser run this file; README.md
 * describes the same steps for other tools.
 */

/** The version of the rule below; each draw stores it. A changed rule gets another number, and this one stays. */
export const COMPUTATION = 1;

export type Entry = { label: string; orderCode: string };
const HEADER_LINES = 4;

/**
 * The list as it is published and hashed: four lines of header, then a line for each sold number, ascending: the number
 * with leading zeros and the code of the order that bought it, so that a ticket can't change hands after the draw.
 * @param entries ascending by number
 */
export function listText(raffleCode: string, sequence: number, entries: Entry[]): string {
  const header = [
    `counterfoil raffle draw, computation ${COMPUTATION}`,
    `raffle ${raffleCode}`,
    `draw ${sequence}`,
    `entries ${entries.length}`,
  ];
  return [...header, ...entries.map(({ label, orderCode }) => `${label} ${orderCode}`), ''].join('\n');
}

/** SHA-256 of the list's UTF-8 bytes, in hex. */
export function hashList(list: string): string {
  return bytesToHex(sha256(utf8ToBytes(list)));
}

/** The entries of a published list. Throws when its count is not what its header says. */
export function readList(list: string): Entry[] {
  const lines = list.split('\n').filter((line) => line !== '');
  const entries = lines.slice(HEADER_LINES).map((line) => {
    const [label = '', orderCode = ''] = line.split(' ');
    return { label, orderCode };
  });
  if (lines[HEADER_LINES - 1] !== `entries ${entries.length}`) throw new Error('the list is not complete');
  return entries;
}

/**
 * The normalized seed: composed letters, one space between words, none around them. A copy from a web page may differ
 * in these.
 */
export function tidySeed(seed: string): string {
  return seed.normalize('NFC').replace(/\s+/gu, ' ').trim();
}

/**
 * The winners in the order drawn, none twice. For winner k (from 0) among the n entries left, in the list's order: x =
 * the first 48 bits of HMAC-SHA-256(key: the seed, message: `<hash of the list>:<k>:<try>`), try from 0. An x at or
 * above the largest multiple of n below 2^48 is skipped for the next try, so that every entry is equally likely. Entry
 * x mod n wins.
 */
export function drawWinners(list: string, seed: string, winners: number): Entry[] {
  const left = readList(list);
  if (winners > left.length) throw new Error('more winners than entries');
  const key = utf8ToBytes(tidySeed(seed));
  const hash = hashList(list);
  return Array.from({ length: winners }, (_, k) => {
    const at = pick(key, `${hash}:${k}`, left.length);
    return left.splice(at, 1)[0] as Entry;
  });
}

function pick(key: Uint8Array, message: string, n: number): number {
  const beyond = Math.floor(2 ** 48 / n) * n;
  for (let attempt = 0; ; attempt++) {
    const digest = hmac(sha256, key, utf8ToBytes(`${message}:${attempt}`));
    let x = 0;
    for (const byte of digest.subarray(0, 6)) x = x * 256 + byte;
    if (x < beyond) return x % n;
  }
}
