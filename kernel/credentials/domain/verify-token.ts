/**
 * Verifies a token with keys alone: no database, no network, no Node. The offline scanner and the server use this same
 * file. It is built on WebCrypto (`crypto.subtle`), which has Ed25519 in Node 20, Chrome 137, Firefox 129 and Safari
 * 17. In an older browser the promise rejects with NotSupportedError, which says nothing about the token: ask the
 * server then. The server passes a `check` of its own (`key-material.ts`).
 */
import { ok, type Result, refuse } from '../../lib/result.ts';
import { type Algorithm, type Claims, extractToken, type ParsedToken, PLAIN, parseToken } from './token.ts';

/** A key of `GET /api/v1/credentials/public-keys` (there `organization_id`): `key` is the raw 32 bytes, base64url. */
export type VerifyKey = { id: string; organizationId: string; algorithm: Algorithm; key: string };

/** Whether a signature is one of a key. */
export type CheckSignature<Key extends VerifyKey = VerifyKey> = (key: Key, token: Signed) => boolean | Promise<boolean>;
type Signed = { signed: Uint8Array; signature: Uint8Array };

/**
 * The claims of a token with a valid signature. Refusals, in the order of the checks: `credentials.malformed`,
 * `.other_organization` (no key belongs to the token's organization), `.unknown_key`, `.bad_signature`. Only the
 * server, or a list from it, knows whether the credential is still current (`.old_version`, `.revoked`).
 */
export async function verifyToken(
  tokenOrUrl: string,
  keys: readonly VerifyKey[],
  format = PLAIN,
  check: CheckSignature = checkByWebCrypto,
): Promise<Result<Claims>> {
  const token = extractToken(tokenOrUrl, format);
  const parsed = token === null ? null : parseToken(token, format);
  return parsed ? verifyParsed(parsed, keys, check) : refuse('credentials.malformed');
}

/** The same of a token that is parsed already. */
export async function verifyParsed<Key extends VerifyKey>(
  parsed: ParsedToken,
  keys: readonly Key[],
  check: CheckSignature<Key>,
): Promise<Result<Claims>> {
  const own = keys.filter((key) => key.organizationId === parsed.organizationId);
  if (own.length === 0) return refuse('credentials.other_organization');
  const key = own.find((each) => each.id === parsed.keyId);
  if (!key) return refuse('credentials.unknown_key');
  // The key decides the algorithm, never the token: otherwise a public key could pass as an HMAC secret.
  if (key.algorithm !== parsed.algorithm) return refuse('credentials.bad_signature');
  if (!(await check(key, parsed))) return refuse('credentials.bad_signature');
  const { algorithm, signed, signature, ...claims } = parsed;
  return ok(claims);
}

function checkByWebCrypto(key: VerifyKey, token: Signed): Promise<boolean> {
  return key.algorithm === 'ed25519' ? checkEd25519(key, token) : checkHmac(key, token);
}

async function checkEd25519(key: VerifyKey, token: Signed): Promise<boolean> {
  const imported = await importKey(key, 'verify');
  return crypto.subtle.verify('Ed25519', imported, token.signature as BufferSource, token.signed as BufferSource);
}

async function checkHmac(key: VerifyKey, token: Signed): Promise<boolean> {
  const imported = await importKey(key, 'sign');
  const mac = new Uint8Array(await crypto.subtle.sign('HMAC', imported, token.signed as BufferSource));
  let difference = 0;
  // Compares every byte, so that the time does not show how many are right.
  for (const [i, byte] of token.signature.entries()) difference |= (mac[i] as number) ^ byte;
  return difference === 0;
}

// Importing costs as much as verifying; a key object that the caller keeps is imported once.
const imported = new WeakMap<VerifyKey, Promise<CryptoKey>>();

function importKey(key: VerifyKey, use: 'verify' | 'sign'): Promise<CryptoKey> {
  let promise = imported.get(key);
  if (!promise) {
    const text = atob(key.key.replaceAll('-', '+').replaceAll('_', '/'));
    const raw = Uint8Array.from(text, (character) => character.charCodeAt(0));
    const algorithm = key.algorithm === 'ed25519' ? { name: 'Ed25519' } : { name: 'HMAC', hash: 'SHA-256' };
    promise = crypto.subtle.importKey('raw', raw, algorithm, false, [use]);
    imported.set(key, promise);
  }
  return promise;
}
