import { createHmac, createPrivateKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Claims,
  credentialUrl,
  extractToken,
  joinToken,
  parseToken,
  signedBytes,
  subjectKind,
  type TokenFormat,
} from './token.ts';
import { type VerifyKey, verifyToken } from './verify-token.ts';

const ORGANIZATION = '01930000-0000-7000-8000-0000000000aa';
const pair = generateKeyPairSync('ed25519');
const privateKey = createPrivateKey(pair.privateKey.export({ type: 'pkcs8', format: 'pem' }));
const secret = randomBytes(32);

const ed25519: VerifyKey = {
  id: '0a1b2c3d',
  organizationId: ORGANIZATION,
  algorithm: 'ed25519',
  key: pair.publicKey.export({ format: 'jwk' }).x as string,
};
const hmac: VerifyKey = {
  id: 'ffeeddcc',
  organizationId: ORGANIZATION,
  algorithm: 'hmac-sha256',
  key: secret.toString('base64url'),
};

/** A module's own. */
const OWN: TokenFormat = { number: 2, own: 6 };

function make(claims: Claims, format?: TokenFormat): string {
  const signed = signedBytes(claims, format);
  const mac = () => createHmac('sha256', secret).update(signed).digest().subarray(0, 16);
  return joinToken(signed, claims.keyId === hmac.id ? mac() : sign(null, signed, privateKey));
}

const claims = (keyId: string) =>
  fc.record({
    keyId: fc.constant(keyId),
    organizationId: fc.constant(ORGANIZATION),
    kind: fc.integer({ min: 0, max: 0xffff }),
    subjectId: fc.uuid(),
    version: fc.integer({ min: 1, max: 0xffff }),
  });

const withOwn = (keyId: string) =>
  fc.tuple(claims(keyId), fc.uint8Array({ minLength: 6, maxLength: 6 })).map(([each, own]) => ({ ...each, own }));

const example: Claims = {
  keyId: ed25519.id,
  organizationId: ORGANIZATION,
  kind: subjectKind('exhibition.customer'),
  subjectId: '01930000-0000-7000-8000-000000000001',
  version: 1,
};

describe('a token', () => {
  it.each([ed25519, hmac])('contains what was signed with $algorithm', async (key) => {
    await fc.assert(
      fc.asyncProperty(claims(key.id), async (each) => {
        expect(await verifyToken(make(each), [ed25519, hmac])).toEqual({ ok: true, data: each });
      }),
    );
  });

  it.each([ed25519, hmac])('of a format with bytes of its own contains them too ($algorithm)', async (key) => {
    await fc.assert(
      fc.asyncProperty(withOwn(key.id), async (each) => {
        expect(await verifyToken(make(each, OWN), [ed25519, hmac], OWN)).toEqual({ ok: true, data: each });
      }),
    );
  });

  it.each([ed25519, hmac])('of one format is none of another ($algorithm)', async (key) => {
    const own = new Uint8Array(6);
    const one = make({ ...example, keyId: key.id, own }, OWN);
    for (const format of [undefined, { number: 3, own: 6 }]) {
      expect(await verifyToken(one, [ed25519, hmac], format)).toMatchObject({ code: 'credentials.malformed' });
    }
    expect(await verifyToken(make({ ...example, keyId: key.id }), [ed25519, hmac], OWN)).toMatchObject({ ok: false });
  });

  it.each([
    [ed25519, undefined],
    [hmac, undefined],
    [ed25519, OWN],
    [hmac, OWN],
  ])('is refused when any byte of it is changed (%o, format %o)', async (key, format) => {
    const own = new Uint8Array(format?.own ?? 0).fill(1);
    const bytes = Buffer.from(make({ ...example, keyId: key.id, own }, format), 'base64url');
    for (let i = 0; i < bytes.length; i++) {
      for (const flip of [0x01, 0x80, 0xff]) {
        const changed = Buffer.from(bytes);
        changed[i] = (changed[i] as number) ^ flip;
        const verdict = await verifyToken(changed.toString('base64url'), [ed25519, hmac], format);
        expect(verdict.ok, `byte ${i}`).toBe(false);
      }
    }
  });

  it('is refused when any character is changed, so each credential has one spelling', async () => {
    const token = make(example);
    for (let i = 0; i < token.length; i++) {
      const changed = token.slice(0, i) + (token[i] === 'A' ? 'B' : 'A') + token.slice(i + 1);
      expect((await verifyToken(changed, [ed25519])).ok).toBe(false);
    }
  });

  it('of another organization, of an unknown key, or malformed has its own refusal', async () => {
    const token = make(example);
    const other = { ...ed25519, organizationId: '01930000-0000-7000-8000-0000000000bb' };
    expect(await verifyToken(token, [other])).toMatchObject({ code: 'credentials.other_organization' });
    expect(await verifyToken(token, [hmac])).toMatchObject({ code: 'credentials.unknown_key' });
    expect(await verifyToken('hello', [ed25519])).toMatchObject({ code: 'credentials.malformed' });
    expect(await verifyToken(token.slice(0, -1), [ed25519])).toMatchObject({ code: 'credentials.malformed' });
  });

  it('cannot choose its algorithm: a public key is no HMAC secret', async () => {
    const signed = signedBytes(example);
    const publicKey = Buffer.from(ed25519.key, 'base64url');
    const forged = joinToken(signed, createHmac('sha256', publicKey).update(signed).digest().subarray(0, 16));
    expect(await verifyToken(forged, [ed25519])).toMatchObject({ code: 'credentials.bad_signature' });
  });

  it('has the layout that README.md documents', () => {
    const hex = Buffer.from(signedBytes(example)).toString('hex');
    expect(hex).toBe(
      `01${'0a1b2c3d'}${'0193000000007000800000000000'}00aa${subjectKind('exhibition.customer').toString(16).padStart(4, '0')}` +
        `${'0193000000007000800000000000'}00010001`,
    );
    expect(make(example)).toHaveLength(140);
    expect(make({ ...example, keyId: hmac.id })).toHaveLength(76);
    expect(parseToken(make(example))).toMatchObject(example);
  });

  it('cannot be made with a version above two bytes', () => {
    for (const version of [0, -1, 1.5, 0x10000]) expect(() => signedBytes({ ...example, version })).toThrow(RangeError);
  });

  it('cannot be made with more or fewer bytes than its format has', () => {
    expect(() => signedBytes({ ...example, own: new Uint8Array(6) })).toThrow(RangeError);
    expect(() => signedBytes({ ...example, own: new Uint8Array(5) }, OWN)).toThrow(RangeError);
  });
});

describe('extractToken', () => {
  const token = make(example);
  it.each([
    token,
    `  ${token}\n`,
    credentialUrl('https://desk.example.org', token),
    credentialUrl('https://desk.example.org/sub/', token),
    `http://localhost:3000/c/${token}/`,
    `https://elsewhere.example/c/${token}?utm_source=mail#top`,
  ])('finds the token in %s', (text) => expect(extractToken(text)).toBe(token));

  it.each([
    '',
    '7KQ2M9XA',
    'https://desk.example.org/c/',
    `https://desk.example.org/x/${token}`,
    `https://desk.example.org/c/${token}A`,
    `${token}=`,
  ])('finds none in %s', (text) => expect(extractToken(text)).toBeNull());

  it('never throws, for any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => extractToken(text) === null));
  });
});
