/**
 * Secrets at rest (server only): AES-256-GCM under keys derived from SECRET_KEY.
 *
 * Each use derives its own key (HKDF-SHA256, `purpose` as info), so a value sealed for one package can't be opened by
 * another. `place` is authenticated but not stored: it says where the value belongs (organization, module, field), so
 * that a sealed value copied into another organization's row doesn't open there.
 *
 * Sealed form: `v1.<key id>.<iv>.<ciphertext and tag>`, each part base64url. The key id is a fingerprint of the derived
 * key; it lets a changed SECRET_KEY be told apart from a damaged value.
 *
 * A random 96-bit iv is safe for about 2^32 values per key (NIST SP 800-38D, 8.3); settings and signing keys stay far
 * below that.
 */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { deriveKey } from './derive-key.ts';

export type SecretBox = {
  /** Seals `text`; every call gives another string. */
  seal(text: string, place: string): string;
  /** Opens what `seal` made for the same `place`; throws SecretBoxError otherwise. */
  open(sealed: string, place: string): string;
};

export type SecretBoxFault = 'malformed' | 'other_key' | 'tampered';

/** `fault`: not a sealed value, sealed under another SECRET_KEY or purpose, or damaged or moved to another place. */
export class SecretBoxError extends Error {
  fault: SecretBoxFault;
  constructor(fault: SecretBoxFault) {
    super(
      fault === 'other_key'
        ? 'this value was sealed under another SECRET_KEY'
        : fault === 'tampered'
          ? 'this sealed value was changed, or belongs to another place'
          : 'this is not a sealed value',
    );
    this.fault = fault;
  }
}

const VERSION = 'v1';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * @param secretKey the deployment's SECRET_KEY, at least 16 characters; its entropy is the caller's duty (HKDF doesn't
 * stretch a weak one)
 * @param purpose what the key is for, e.g. `settings`
 */
export function createSecretBox(secretKey: string, purpose: string): SecretBox {
  if (secretKey.length < 16) throw new Error('SECRET_KEY is shorter than 16 characters');
  const key = deriveKey(secretKey, `secretbox:${purpose}`);
  const keyId = createHash('sha256').update(key).digest().subarray(0, 4).toString('base64url');

  return {
    seal(text, place) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, iv);
      cipher.setAAD(Buffer.from(place));
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return [VERSION, keyId, iv.toString('base64url'), body.toString('base64url')].join('.');
    },

    open(sealed, place) {
      const [version, id, ivText, bodyText, ...rest] = sealed.split('.');
      const iv = Buffer.from(ivText ?? '', 'base64url');
      const body = Buffer.from(bodyText ?? '', 'base64url');
      const wellFormed = version === VERSION && iv.length === IV_BYTES && body.length >= TAG_BYTES && rest.length === 0;
      if (!wellFormed) throw new SecretBoxError('malformed');
      if (id !== keyId) throw new SecretBoxError('other_key');
      const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES });
      decipher.setAAD(Buffer.from(place));
      decipher.setAuthTag(body.subarray(body.length - TAG_BYTES));
      try {
        return decipher.update(body.subarray(0, body.length - TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
      } catch {
        throw new SecretBoxError('tampered');
      }
    },
  };
}

/** Whether `value` looks like something `seal` made (says nothing about whether it opens). */
export function isSealed(value: unknown): value is string {
  return typeof value === 'string' && /^v1\.[\w-]{6}\.[\w-]{16}\.[\w-]{22,}$/.test(value);
}
