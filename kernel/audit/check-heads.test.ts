import { describe, expect, it } from 'vitest';
import { headText, readHeads } from './check-heads.ts';

const head = {
  organizationId: '0198a000-0000-7000-8000-000000000001',
  sequence: 42,
  hash: 'ab'.repeat(32),
};
const named = headText(head);

describe('readHeads', () => {
  it.each([
    ['as they are', named, [head]],
    ['from a text', `Compare with ${named}.`, [head]],
    ['from lines of JSON', `{"at":"2026-11-22","head":"${named}"}\n{"head":"${named}"}\n`, [head]],
    ['from a saved mail, whose lines were broken', `${named.slice(0, 60)}=\r\n${named.slice(60)}`, [head]],
    ['in capitals', named.toUpperCase(), [head]],
    ['as a bare hash', ` ${head.hash}\n`, [{ organizationId: null, sequence: null, hash: head.hash }]],
    ['from nothing', 'no head here, and ab12 is too short', []],
    ['not from a longer number', `${head.hash}ab`, []],
  ])('%s', (_, text, expected) => expect(readHeads(text)).toEqual(expected));
});
