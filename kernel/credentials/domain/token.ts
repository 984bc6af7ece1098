/**
 * The bytes of a credential token, without keys, database or Node: the browser's offline scanner imports this file.
 * README.md documents the layout byte by byte; change both together, and only under a new format number, because
 * printed codes outlive releases.
 */

export type Algorithm = 'ed25519' | 'hmac-sha256';

/**
 * The claims of a token. `keyId` is 8 hex digits, ids are lower-case uuids, `kind` is `subjectKind(subjectType)`. Only
 * timed codes have `until`: the time when this one expires, in milliseconds since 1970.
 */
export type Claims = {
  keyId: string;
  organizationId: string;
  kind: number;
  subjectId: string;
  version: number;
  until?: number;
};

export type ParsedToken = Claims & { algorithm: Algorithm; signed: Uint8Array; signature: Uint8Array };

/** Formats: a code that is valid until it is replaced, and a timed one. */
export const FORMAT = 1;
export const TIMED_FORMAT = 2;
/** Bytes before the signature; a time needs six more, up to the year 10889. */
export const SIGNED_BYTES = 41;
export const TIMED_BYTES = SIGNED_BYTES + 6;
/**
 * Ed25519 signatures are 64 bytes. The HMAC is cut to 128 bits (RFC 2104, section 5, allows half the hash), because the
 * only reason to choose HMAC is a small code that scans from a cracked phone. All totals (105 and 57 bytes; 111 and 63
 * with a time) are multiples of three, so their base64url has no spare bits and a token has one spelling only.
 */
export const SIGNATURE_BYTES: Record<Algorithm, number> = { ed25519: 64, 'hmac-sha256': 16 };
const ALGORITHMS: readonly Algorithm[] = ['ed25519', 'hmac-sha256'];
/** The version is two bytes. */
export const MAX_VERSION = 0xffff;

const TOKEN = /^(?:[A-Za-z0-9_-]{140}|[A-Za-z0-9_-]{76}|[A-Za-z0-9_-]{148}|[A-Za-z0-9_-]{84})$/;
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

/** The 41 or 47 bytes that are signed. Throws when a claim does not fit: that is a programming error. */
export function signedBytes(claims: Claims): Uint8Array {
  if (!Number.isInteger(claims.version) || claims.version < 1 || claims.version > MAX_VERSION) {
    throw new RangeError(`credential version ${claims.version} is not within 1..${MAX_VERSION}`);
  }
  const { until } = claims;
  if (until !== undefined && !(Number.isInteger(until) && until > 0 && until < 2 ** 48)) {
    throw new RangeError(`no moment that six bytes hold: ${until}`);
  }
  const bytes = new Uint8Array(until === undefined ? SIGNED_BYTES : TIMED_BYTES);
  bytes[0] = until === undefined ? FORMAT : TIMED_FORMAT;
  putHex(bytes, 1, claims.keyId, 4);
  putHex(bytes, 5, claims.organizationId, 16);
  bytes[21] = claims.kind >>> 8;
  bytes[22] = claims.kind & 0xff;
  putHex(bytes, 23, claims.subjectId, 16);
  bytes[39] = claims.version >>> 8;
  bytes[40] = claims.version & 0xff;
  if (until !== undefined) putHex(bytes, SIGNED_BYTES, until.toString(16).padStart(12, '0'), 6);
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

/** Parses a bare token without checking its signature; null when its format is not known here. */
export function parseToken(token: string): ParsedToken | null {
  if (!TOKEN.test(token)) return null;
  const text = atob(token.replaceAll('-', '+').replaceAll('_', '/'));
  const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
  const timed = bytes[0] === TIMED_FORMAT;
  const head = timed ? TIMED_BYTES : SIGNED_BYTES;
  const algorithm = ALGORITHMS.find((each) => head + SIGNATURE_BYTES[each] === bytes.length);
  const version = ((bytes[39] as number) << 8) | (bytes[40] as number);
  if (!algorithm || (!timed && bytes[0] !== FORMAT) || version === 0) return null;
  const until = timed ? Number.parseInt(hex(bytes, SIGNED_BYTES, TIMED_BYTES), 16) : 0;
  // Zero is not a valid time.
  if (timed && until === 0) return null;
  return {
    algorithm,
    keyId: hex(bytes, 1, 5),
    organizationId: uuid(bytes, 5),
    kind: ((bytes[21] as number) << 8) | (bytes[22] as number),
    subjectId: uuid(bytes, 23),
    version,
    ...(timed && { until }),
    signed: bytes.slice(0, head),
    signature: bytes.slice(head),
  };
}

/**
 * Finds the token in a scanned or pasted text: a bare token, or any address with the path `/c/<token>`, on any host (a
 * server may have moved since the code was printed). Null when there is none.
 */
export function extractToken(text: string): string | null {
  const trimmed = text.trim();
  if (TOKEN.test(trimmed)) return trimmed;
  const found = /\/c\/([A-Za-z0-9_-]+)(?:[/?#]|$)/.exec(trimmed)?.[1];
  return found !== undefined && TOKEN.test(found) ? found : null;
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

function uuid(bytes: Uint8Array, at: number): string {
  const parts = [hex(bytes, at, at + 4), hex(bytes, at + 4, at + 6), hex(bytes, at + 6, at + 8)];
  return [...parts, hex(bytes, at + 8, at + 10), hex(bytes, at + 10, at + 16)].join('-');
}
