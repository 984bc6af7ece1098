import { createPublicKey, verify } from 'node:crypto';
import { expect, it } from 'vitest';
import type { Config } from '../../config/index.ts';
import { areKeys, encrypt } from './encrypt.ts';
import { authorization, pushKey } from './vapid.ts';

/** https://www.rfc-editor.org/rfc/rfc8291#appendix-A */
const RFC = {
  text: 'When I grow up, I want to be a watermelon',
  browser: {
    p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
    auth: 'BTBZMqHH6r4Tts7J_aSIgg',
  },
  privateKey: 'yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw',
  salt: 'DGv6ra1nlYgDCS1FRnbzlw',
  body:
    'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_' +
    'yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN',
};

it('encrypts as the example of RFC 8291', () => {
  const privateKey = Buffer.from(RFC.privateKey, 'base64url');
  const salt = Buffer.from(RFC.salt, 'base64url');
  expect(encrypt(RFC.text, RFC.browser, { privateKey, salt }).toString('base64url')).toBe(RFC.body);
});

it('never encrypts alike twice, and nothing that a push service would not take', () => {
  expect(encrypt(RFC.text, RFC.browser)).not.toEqual(encrypt(RFC.text, RFC.browser));
  expect(encrypt('a'.repeat(3993), RFC.browser)).toHaveLength(4096);
  expect(() => encrypt('a'.repeat(3994), RFC.browser)).toThrow('longer');
});

it('knows keys that are none', () => {
  expect(areKeys(RFC.browser)).toBe(true);
  const off = Buffer.from(RFC.browser.p256dh, 'base64url');
  off[64] = (off[64] as number) ^ 1;
  for (const bad of [{ p256dh: off.toString('base64url') }, { p256dh: 'AAAA' }, { auth: 'AAAA' }, { auth: '' }])
    expect(areKeys({ ...RFC.browser, ...bad }), JSON.stringify(bad)).toBe(false);
});

const config = {
  SECRET_KEY: 'a secret key that is long enough',
  PUBLIC_URL: 'https://fair.example',
  DEFAULT_FROM_EMAIL: 'Fair <post@fair.example>',
} as Config;
const now = new Date('2026-11-26T08:00:00Z');

it('says who sends it as RFC 8292 wants, with one key for an installation', () => {
  const header = authorization(config, 'https://push.example/to/1?a=b', now);
  const [, token = '', key] = /^vapid t=([\w-]+\.[\w-]+\.[\w-]+), k=([\w-]{87})$/.exec(header) ?? [];
  expect(key).toBe(pushKey(config));
  const [head = '', body = '', signature = ''] = token.split('.');
  const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString());
  expect(read(head)).toEqual({ typ: 'JWT', alg: 'ES256' });
  expect(read(body)).toEqual({
    aud: 'https://push.example',
    exp: now.getTime() / 1000 + 12 * 3600,
    sub: 'https://fair.example',
  });
  const point = Buffer.from(key ?? '', 'base64url');
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((part) => part.toString('base64url'));
  const publicKey = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' });
  const good = (text: string) =>
    verify(
      'sha256',
      Buffer.from(text),
      { key: publicKey, dsaEncoding: 'ieee-p1363' },
      Buffer.from(signature, 'base64url'),
    );
  expect([good(`${head}.${body}`), good(`${head}.${body}x`)]).toEqual([true, false]);
});

it('makes the same key again from the same SECRET_KEY, and names a mail address where there is no page', () => {
  expect(pushKey({ ...config })).toBe(pushKey(config));
  expect(pushKey({ ...config, SECRET_KEY: 'another secret key, as long' })).not.toBe(pushKey(config));
  const header = authorization({ ...config, PUBLIC_URL: 'http://localhost:3000' }, 'https://push.example/', now);
  const claims = JSON.parse(Buffer.from(header.split('.')[1] ?? '', 'base64url').toString());
  expect(claims.sub).toBe('mailto:post@fair.example');
});
