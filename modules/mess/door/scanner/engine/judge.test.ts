import { createHmac, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { expect, test } from 'vitest';
import { joinToken, signedBytes, subjectKind } from '../../../../../kernel/credentials/domain/token.ts';
import type { Roster } from '../../contract.ts';
import { packRoster, rosterSubject } from '../../roster.rule.ts';
import { judgeOffline, rosterAge } from './judge.ts';
import { OpenRoster, unpack } from './roster.ts';

const KEY = '0a0b0c0d';
const KIND = subjectKind('mess.student');
const ORGANIZATION = crypto.randomUUID();
const LUNCH = new Date('2026-11-21T07:30:00Z');
const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const DAYS = Array.from({ length: 8 }, (_, i) => `2026-11-${20 + i}`);

function codeOf(subjectId: string, version = 1): string {
  const claims = { keyId: KEY, organizationId: ORGANIZATION, kind: KIND, subjectId, version };
  const bytes = signedBytes(claims);
  return joinToken(bytes, sign(null, bytes, privateKey));
}

/** A roster of students who have all paid, as it arrives. */
function rosterOf(ids: string[], over: Partial<Roster> = {}): Roster {
  const salt = randomBytes(16);
  const days = DAYS.map(() => ({ paid: true, cut: false, served: [] }));
  const entries = ids.map((id) => {
    const hash = createHmac('sha256', salt).update(rosterSubject(id, 1)).digest();
    return { hash, state: 'approved' as const, changing: false, days };
  });
  const key = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64url');
  return {
    made_at: '2026-11-21T07:00:00Z',
    time_zone: 'Asia/Kolkata',
    stale_policy: 'warn',
    stale_minutes: 720,
    by_hand: false,
    days: DAYS,
    meals: [{ id: crypto.randomUUID(), code: 'lunch', name: 'Lunch', starts: '12:00', ends: '14:30' }],
    closures: [],
    keys: [{ id: KEY, organization_id: ORGANIZATION, algorithm: 'ed25519', key }],
    subject_kind: KIND,
    seal_key: 'A',
    salt: salt.toString('base64url'),
    count: ids.length,
    entries: Buffer.from(packRoster(entries)).toString('base64url'),
    ...over,
  };
}

const asha = crypto.randomUUID();
const judge = (roster: Roster, qr = codeOf(asha), now = LUNCH) =>
  judgeOffline(qr, new OpenRoster(unpack(roster, '"x"')), 'steward', now, async () => false);

test('a roster of 5,000 students is below 500 kB, and knows each of them', async () => {
  const ids = Array.from({ length: 5000 }, () => crypto.randomUUID());
  const sent = rosterOf(ids);
  expect(JSON.stringify(sent).length).toBeLessThan(500_000);
  const roster = new OpenRoster(unpack(sent, '"x"'));
  for (const id of ids.slice(0, 200)) {
    const { allowed } = await judgeOffline(codeOf(id), roster, 'steward', LUNCH, async () => false);
    expect(allowed).toBe(true);
  }
});

test.each([
  ['whoever isn’t on it', codeOf(crypto.randomUUID()), 'bad_code'],
  ['an older code', codeOf(asha, 2), 'bad_code'],
  ['what is no code', 'https://example.com/menu', 'bad_code'],
])('%s is no good code', async (_, qr, reason) => {
  expect(await judge(rosterOf([asha]), qr)).toMatchObject({ allowed: false, reason });
});

test('closed days, no meal now and days that the roster doesn’t reach are refused', async () => {
  const closed = rosterOf([asha], { closures: [{ on: '2026-11-21', meal_id: null }] });
  expect((await judge(closed)).reason).toBe('closed');
  expect((await judge(rosterOf([asha]), undefined, new Date('2026-11-21T12:00:00Z'))).reason).toBe('no_meal_now');
  expect((await judge(rosterOf([asha]), undefined, new Date('2026-12-05T07:30:00Z'))).reason).toBe('stale_roster');
});

test('without a public key there is no verdict: only the server can check such codes', async () => {
  expect(await judge(rosterOf([asha], { keys: [] }))).toMatchObject({ allowed: false, reason: 'cannot_check' });
});

test('a browser without Ed25519 reports that it can’t check', async () => {
  const { verify } = crypto.subtle;
  crypto.subtle.verify = () => Promise.reject(new DOMException('Unrecognized name.', 'NotSupportedError'));
  try {
    expect(await judge(rosterOf([asha]))).toMatchObject({ allowed: false, reason: 'cannot_check' });
  } finally {
    crypto.subtle.verify = verify;
  }
});

test('a roster from the future, by a wrong clock, is as old as one of now', () => {
  const roster = new OpenRoster(unpack(rosterOf([asha]), '"x"'));
  expect(rosterAge(roster, Date.parse('2026-11-20T00:00:00Z'))).toEqual({ minutes: 0, stale: false });
  expect(rosterAge(roster, Date.parse('2026-11-21T19:00:00Z'))).toEqual({ minutes: 720, stale: true });
});
