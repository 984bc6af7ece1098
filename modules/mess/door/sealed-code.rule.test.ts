import { createECDH } from 'node:crypto';
import { expect, test } from 'vitest';
import { openCode, sealCode } from './sealed-code.rule.ts';

const ecdh = createECDH('prime256v1');
const server = ecdh.generateKeys('base64url');
const place = { device: crypto.randomUUID(), seq: 3, nonce: 'nonce-12', device_at: '2026-11-23T07:00:00Z' };
const agree = (point: Uint8Array) => ecdh.computeSecret(point);

test('an encrypted code opens at its place with the server’s key, and no two encryptions are alike', async () => {
  const code = `https://mess.example/c/${'A'.repeat(140)}`;
  const [one, two] = [await sealCode(code, server, place), await sealCode(code, server, place)];
  expect(one).not.toBe(two);
  expect(await openCode(one, server, place, agree)).toBe(code);
});

test('at another place, changed, or with another key it does not open', async () => {
  const sealed = await sealCode('a code', server, place);
  for (const other of [
    { ...place, device: crypto.randomUUID() },
    { ...place, nonce: 'nonce-13' },
    { ...place, device_at: '2026-11-23T08:00:00Z' },
  ])
    expect(await openCode(sealed, server, other, agree)).toBeNull();
  expect(await openCode(sealed.replace(/.{4}$/, 'AAAA'), server, place, agree)).toBeNull();
  expect(await openCode('nonsense', server, place, agree)).toBeNull();
  const stranger = createECDH('prime256v1');
  stranger.generateKeys();
  expect(await openCode(sealed, server, place, (point) => stranger.computeSecret(point))).toBeNull();
});
