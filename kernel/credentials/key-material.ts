/** Keys as bytes: making, encrypting, decrypting and signing. No database here. */
import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  randomBytes,
  sign,
  timingSafeEqual,
  verify,
} from 'node:crypto';
import type { Config } from '../config/index.ts';
import { createSecretBox, type SecretBox } from '../lib/secretbox.ts';
import { type Algorithm, SIGNATURE_BYTES } from './domain/token.ts';
import type { CheckSignature, VerifyKey } from './domain/verify-token.ts';

/** The columns of credential_key that signing needs. */
export type KeyRow = { id: string; algorithm: string; public_key: string | null; sealed_key: string };
export type NewKey = { id: string; algorithm: Algorithm; public_key: string | null; sealed_key: string };
export type Sign = (bytes: Uint8Array) => Uint8Array;

/**
 * Makes a key for an organization. An Ed25519 key is random. An HMAC secret comes from QR_SECRET if that is set
 * (HKDF-SHA256; salt: organization id, info: `counterfoil credential <key id>`), so that a machine at the entrance that
 * has QR_SECRET can check codes; otherwise it is random. Both are stored encrypted, so a change of QR_SECRET
 * invalidates no code.
 */
export function makeKey(config: Config, organizationId: string, algorithm: Algorithm): NewKey {
  const id = randomBytes(4).toString('hex');
  if (algorithm === 'ed25519') {
    const { d, x } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }) as { d: string; x: string };
    return { id, algorithm, public_key: x, sealed_key: seal(config, organizationId, id, d) };
  }
  const secret = config.QR_SECRET
    ? Buffer.from(hkdfSync('sha256', config.QR_SECRET, organizationId, `counterfoil credential ${id}`, 32))
    : randomBytes(32);
  return {
    id,
    algorithm,
    public_key: null,
    sealed_key: seal(config, organizationId, id, secret.toString('base64url')),
  };
}

/** The signing function of a stored key. Throws SecretBoxError when it was encrypted with another SECRET_KEY. */
export function signerOf(config: Config, organizationId: string, key: KeyRow): Sign {
  const raw = openKey(config, organizationId, key);
  if (key.algorithm === 'ed25519') {
    const jwk = { kty: 'OKP', crv: 'Ed25519', d: raw, x: key.public_key ?? '' };
    const privateKey = createPrivateKey({ key: jwk, format: 'jwk' });
    return (bytes) => sign(null, bytes, privateKey);
  }
  const secret = Buffer.from(raw, 'base64url');
  const length = SIGNATURE_BYTES['hmac-sha256'];
  return (bytes) => createHmac('sha256', secret).update(bytes).digest().subarray(0, length);
}

/** A key of this server. It can sign too, unless it was encrypted with another SECRET_KEY. */
export type ServerKey = VerifyKey & { sign: Sign | null };

/**
 * Checks a signature by making it again: both algorithms always give the same one for the same bytes (RFC 8032 for
 * Ed25519), and signing takes 45 µs where a check by the public key takes 130. That check is for keys that can't sign.
 * It happens at once, because WebCrypto hands it to another thread, for half as much processor time again.
 */
export const checkSync: CheckSignature<ServerKey> = (key, { signed, signature }) => {
  if (!key.sign) return verify(null, signed, publicKeyOf(key), signature);
  const made = key.sign(signed);
  return made.length === signature.length && timingSafeEqual(made, signature);
};

const publicKeys = new WeakMap<VerifyKey, KeyObject>();
function publicKeyOf(key: VerifyKey): KeyObject {
  const known = publicKeys.get(key);
  if (known) return known;
  const made = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: key.key }, format: 'jwk' });
  publicKeys.set(key, made);
  return made;
}

/** The 32 secret bytes, base64url. */
export function openKey(config: Config, organizationId: string, key: KeyRow): string {
  return boxOf(config).open(key.sealed_key, placeOf(organizationId, key.id));
}

function seal(config: Config, organizationId: string, id: string, raw: string): string {
  return boxOf(config).seal(raw, placeOf(organizationId, id));
}

const placeOf = (organizationId: string, id: string) => `${organizationId} credential_key ${id}`;

const boxes = new WeakMap<Config, SecretBox>();
function boxOf(config: Config): SecretBox {
  let box = boxes.get(config);
  if (!box) {
    box = createSecretBox(config.SECRET_KEY, 'credentials');
    boxes.set(config, box);
  }
  return box;
}
