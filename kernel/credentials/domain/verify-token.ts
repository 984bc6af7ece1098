/**
 * Checks a token with keys alone: no database, no network, no Node. The offline scanner imports this file; so does the
 * server, so that there is one judgement. Built on WebCrypto (`crypto.subtle`), which has Ed25519 in Node 20, Chrome
 * 137, Firefox 129 and Safari 17; on an older browser the returned promise rejects with NotSupportedError, which is
 * not a verdict on the token: ask the server then.
 */
import { ok, type Result, refuse } from '../../lib/result.ts';
import { type Algorithm, type Claims, extractToken, parseToken } from './token.ts';

/**
 * A key as `GET /api/v1/credentials/public-keys` gives it (there `organization_id`): `key` is the raw 32 bytes,
 * base64url.
 */
export type VerifyKey = { id: string; organizationId: string; algorithm: Algorithm; key: string };

/**
 * The claims of a token whose signature holds. Refusals, in the order in which they are looked for:
 * `credentials.malformed`, `.other_organization` (none of the keys is of the token's organization), `.unknown_key`,
 * `.bad_signature`. Whether the credential is still current (`.old_version`, `.revoked`) only the server, or a list
 * taken from it, can tell; whether the moment of a code that changes is over (`until`), whoever has a clock to trust.
 */
export async function verifyToken(tokenOrUrl: string, keys: readonly VerifyKey[]): Promise<Result<Claims>> {
  const token = extractToken(tokenOrUrl);
  const parsed = token === null ? null : parseToken(token);
  if (!parsed) return refuse('credentials.malformed');
  const own = keys.filter((key) => key.organizationId === parsed.organizationId);
  if (own.length === 0) return refuse('credentials.other_organization');
  const key = own.find((each) => each.id === parsed.keyId);
  if (!key) return refuse('credentials.unknown_key');
  // The key decides the algorithm, never the token: otherwise a public key could pass as an HMAC secret.
  if (key.algorithm !== parsed.algorithm) return refuse('credentials.bad_signature');
  const holds = key.algorithm === 'ed25519' ? await checkEd25519(key, parsed) : await checkHmac(key, parsed);
  if (!holds) return refuse('credentials.bad_signature');
  const { keyId, organizationId, kind, subjectId, version, until } = parsed;
  return ok({ keyId, organizationId, kind, subjectId, version, ...(until !== undefined && { until }) });
}

type Signed = { signed: Uint8Array; signature: Uint8Array };

async function checkEd25519(key: VerifyKey, token: Signed): Promise<boolean> {
  const imported = await importKey(key, 'verify');
  return crypto.subtle.verify('Ed25519', imported, token.signature as BufferSource, token.signed as BufferSource);
}

async function checkHmac(key: VerifyKey, token: Signed): Promise<boolean> {
  const imported = await importKey(key, 'sign');
  const mac = new Uint8Array(await crypto.subtle.sign('HMAC', imported, token.signed as BufferSource));
  let difference = 0;
  // Every byte is looked at, so that the time taken does not tell how many were right.
  for (const [i, byte] of token.signature.entries()) difference |= (mac[i] as number) ^ byte;
  return difference === 0;
}

// Importing costs as much as verifying; a key object that is kept by the caller is imported once.
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
