/** Who sends a push message, as RFC 8292 (VAPID) tells the push service. */
import { createECDH, createPrivateKey, type KeyObject, sign } from 'node:crypto';
import type { Config } from '../../config/index.ts';
import { deriveKey } from '../../lib/derive-key.ts';

type ServerKey = { publicKey: string; privateKey: KeyObject };

/** The order of P-256. */
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
/** Push services refuse more than a day. */
const GOOD_FOR_SECONDS = 12 * 3600;

const keys = new WeakMap<Config, ServerKey>();

/** The installation's own key, from its SECRET_KEY: nothing more has to be kept, nor to be restored. */
function keyOf(config: Config): ServerKey {
  const known = keys.get(config);
  if (known) return known;
  // Twice the bytes of a key, so that each number below the order is as likely (FIPS 186-5, A.2.1).
  const bytes = ['push:1', 'push:2'].map((part) => deriveKey(config.SECRET_KEY, part).toString('hex')).join('');
  const number = (BigInt(`0x${bytes}`) % (ORDER - 1n)) + 1n;
  const ecdh = createECDH('prime256v1');
  ecdh.setPrivateKey(number.toString(16).padStart(64, '0'), 'hex');
  const point = ecdh.getPublicKey();
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((part) => part.toString('base64url'));
  const d = Buffer.from(number.toString(16).padStart(64, '0'), 'hex').toString('base64url');
  const privateKey = createPrivateKey({ key: { kty: 'EC', crv: 'P-256', x, y, d }, format: 'jwk' });
  const made = { publicKey: point.toString('base64url'), privateKey };
  keys.set(config, made);
  return made;
}

/** What a browser needs to ask its push service for an address that only we may send to. */
export const pushKey = (config: Config): string => keyOf(config).publicKey;

/** The header that says who sends it, for the service of this address. */
export function authorization(config: Config, endpoint: string, now: Date): string {
  const { publicKey, privateKey } = keyOf(config);
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const exp = Math.floor(now.getTime() / 1000) + GOOD_FOR_SECONDS;
  const claims = { aud: new URL(endpoint).origin, exp, sub: contact(config) };
  const signed = `${part({ typ: 'JWT', alg: 'ES256' })}.${part(claims)}`;
  const signature = sign('sha256', Buffer.from(signed), { key: privateKey, dsaEncoding: 'ieee-p1363' });
  return `vapid t=${signed}.${signature.toString('base64url')}, k=${publicKey}`;
}

/** Where the service's people find us: some refuse a message without. */
function contact({ PUBLIC_URL, DEFAULT_FROM_EMAIL }: Config): string {
  if (PUBLIC_URL.startsWith('https:')) return PUBLIC_URL;
  return `mailto:${/<([^>]+)>/.exec(DEFAULT_FROM_EMAIL)?.[1] ?? DEFAULT_FROM_EMAIL}`;
}
