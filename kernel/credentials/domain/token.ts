/**
 * The bytes of a credential token, without keys, database or Node: the browser's offline scanner imports this file.
 * README.md documents the layout byte by byte; change both together, and only under a new format number, because
 * printed codes outlive releases.
 */

export type Algorithm = 'ed25519' | 'hmac-sha256';

/**
 * The claims of a token. `keyId` is 8 hex digits, ids are lower-case uuids, `kind` is `subjectKind(subjectType)`. Only
 * formats of modules have `own`, as many bytes as the format says.
 */
export type Claims = {
  keyId: string;
  organizationId: string;
  kind: number;
  subjectId: string;
  version: number;
  own?: Uint8Array;
};

export type ParsedToken = Claims & { algorithm: Algorithm; signed: Uint8Array; signature: Uint8Array };

/**
 * A format of tokens: its number, and how many bytes of its own are signed behind the claims. Those are a multiple of
 * three, so that a token has one spelling only.
 */
export type TokenFormat = { number: number; own: number };
/** A code that is valid until it is replaced. A module may have a format of its own, with another number. */
export const PLAIN: TokenFormat = { number: 1, own: 0 };
/** The bytes of the claims. */
const CLAIMS_BYTES = 41;
/**
 * Ed25519 signatures are 64 bytes. The HMAC is cut to 128 bits (RFC 2104, section 5, allows half the hash), because the
 * only reason to choose HMAC is a small code that scans from a cracked phone. Both totals (105 and 57 bytes) are
 * multiples of three, so their base64url has no spare bits.
 */
export const SIGNATURE_BYTES: Record<Algorithm, number> = { ed25519: 64, 'hmac-sha256': 16 };
const ALGORITHMS: readonly Algorithm[] = ['ed25519', 'hmac-sha256'];
/** The version is two bytes. */
const MAX_VERSION = 0xffff;

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/**
 * Two bytes for the kind of subject ('exhibition.customer', 'mess.member'), so that a code of one module is not valid
 * for a subject with the same id in another: FNV-1a over the UTF-8 text, 32 bits, the upper half xored onto the lower.
 * It is neither a secret nor a checksum: the signature covers it.
 */
export function subjectKind(subjectType: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(subjectType)) hash = Math.imul(hash ^ byte, 0x01000193);
  return ((hash >>> 16) ^ hash) & 0xffff;
}

/** The bytes that are signed. Throws when a claim does not fit: that is a programming error. */
export function signedBytes(claims: Claims, format = PLAIN): Uint8Array {
  if (!Number.isInteger(claims.version) || claims.version < 1 || claims.version > MAX_VERSION) {
    throw new RangeError(`credential version ${claims.version} is not within 1..${MAX_VERSION}`);
  }
  const { own = new Uint8Array() } = claims;
  if (own.length !== format.own) throw new RangeError(`format ${format.number} has ${format.own} bytes of its own`);
  const bytes = new Uint8Array(CLAIMS_BYTES + own.length);
  bytes[0] = format.number;
  putHex(bytes, 1, claims.keyId, 4);
  putHex(bytes, 5, claims.organizationId, 16);
  bytes[21] = claims.kind >>> 8;
  bytes[22] = claims.kind & 0xff;
  putHex(bytes, 23, claims.subjectId, 16);
  bytes[39] = claims.version >>> 8;
  bytes[40] = claims.version & 0xff;
  bytes.set(own, CLAIMS_BYTES);
  return bytes;
}

/** Signed bytes and signature, one after the other, as base64url without padding. */
export function joinToken(signed: Uint8Array, signature: Uint8Array): string {
  const all = new Uint8Array(signed.length + signature.length);
  all.set(signed);
  all.set(signature, signed.length);
  return btoa(String.fromCharCode(...all))
    .replaceAll('+', '-')
    .replaceAll('/', '_');
}

/** Parses a bare token of a format without checking its signature; null when it is none. */
export function parseToken(token: string, format = PLAIN): ParsedToken | null {
  if (!isToken(token, format)) return null;
  const text = atob(token.replaceAll('-', '+').replaceAll('_', '/'));
  // A loop takes a quarter of the time of `Uint8Array.from`, and every scan pays for it.
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  const head = CLAIMS_BYTES + format.own;
  const algorithm = ALGORITHMS.find((each) => head + SIGNATURE_BYTES[each] === bytes.length);
  const version = ((bytes[39] as number) << 8) | (bytes[40] as number);
  if (!algorithm || bytes[0] !== format.number || version === 0) return null;
  const digits = hex(bytes, 1, 39);
  return {
    algorithm,
    keyId: digits.slice(0, 8),
    organizationId: uuid(digits, 8),
    kind: ((bytes[21] as number) << 8) | (bytes[22] as number),
    subjectId: uuid(digits, 44),
    version,
    ...(format.own > 0 && { own: bytes.slice(CLAIMS_BYTES, head) }),
    signed: bytes.slice(0, head),
    signature: bytes.slice(head),
  };
}

/**
 * Finds the token of a format in a scanned or pasted text: a bare token, or any address with the path `/c/<token>`, on
 * any host (a server may have moved since the code was printed). Null when there is none.
 */
export function extractToken(text: string, format = PLAIN): string | null {
  const trimmed = text.trim();
  if (isToken(trimmed, format)) return trimmed;
  const found = /\/c\/([A-Za-z0-9_-]+)(?:[/?#]|$)/.exec(trimmed)?.[1];
  return found !== undefined && isToken(found, format) ? found : null;
}

/** By length and alphabet: three bytes are four characters. */
function isToken(text: string, { own }: TokenFormat): boolean {
  const fits = ALGORITHMS.some((each) => text.length * 3 === (CLAIMS_BYTES + own + SIGNATURE_BYTES[each]) * 4);
  return fits && /^[A-Za-z0-9_-]+$/.test(text);
}

/** The address in the QR. */
export function credentialUrl(publicUrl: string, token: string): string {
  return `${publicUrl.replace(/\/+$/, '')}/c/${token}`;
}

function putHex(bytes: Uint8Array, at: number, text: string, length: number): void {
  const digits = text.replaceAll('-', '');
  if (digits.length !== length * 2 || !/^[0-9a-f]+$/i.test(digits)) throw new TypeError(`not ${length} bytes: ${text}`);
  for (let i = 0; i < length; i++) bytes[at + i] = Number.parseInt(digits.slice(i * 2, i * 2 + 2), 16);
}

function hex(bytes: Uint8Array, from: number, to: number): string {
  let text = '';
  for (let i = from; i < to; i++) text += HEX[bytes[i] as number];
  return text;
}

function uuid(digits: string, at: number): string {
  const part = (from: number, to: number) => digits.slice(at + from, at + to);
  return `${part(0, 8)}-${part(8, 12)}-${part(12, 16)}-${part(16, 20)}-${part(20, 32)}`;
}
