/**
 * A scanner's stored code until it has a network, encrypted to the server's key (ECDH on P-256, HKDF-SHA256,
 * AES-256-GCM), so that a thief of the phone can't print it. P-256, as for the signatures: every browser has it. No
 * Node APIs, because both sides run this file.
 */

const CURVE = { name: 'ECDH', namedCurve: 'P-256' } as const;
const POINT_BYTES = 65;
const IV_BYTES = 12;

/** Where a code was shown; a code that is encrypted for one place in one queue opens nowhere else. */
export type SealedFor = { device: string; seq: number; nonce: string; device_at: string };

const bytesOf = (text: string) => new TextEncoder().encode(text);
const placeOf = ({ device, seq, nonce, device_at }: SealedFor) =>
  bytesOf(JSON.stringify(['counterfoil mess code 1', device, seq, nonce, device_at]));

/** The encrypted code: base64url of a fresh point, the iv, and the ciphertext with its tag. */
export async function sealCode(code: string, serverKey: string, place: SealedFor): Promise<string> {
  const server = fromText(serverKey);
  const own = await crypto.subtle.generateKey(CURVE, false, ['deriveBits']);
  const point = new Uint8Array(await crypto.subtle.exportKey('raw', own.publicKey));
  const theirs = await crypto.subtle.importKey('raw', server, CURVE, false, []);
  const shared = await crypto.subtle.deriveBits({ name: 'ECDH', public: theirs }, own.privateKey, 256);
  const key = await keyOf(shared, point, server, 'encrypt');
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const gcm = { name: 'AES-GCM', iv, additionalData: placeOf(place) };
  const body = new Uint8Array(await crypto.subtle.encrypt(gcm, key, bytesOf(code)));
  return toText(new Uint8Array([...point, ...iv, ...body]));
}

/**
 * Decrypts the code; null when it was encrypted for another key or place, or changed. `agree`: the secret shared with a
 * point, by the server's key.
 */
export async function openCode(
  sealed: string,
  serverKey: string,
  place: SealedFor,
  agree: (point: Uint8Array) => Uint8Array,
): Promise<string | null> {
  try {
    const bytes = fromText(sealed);
    const point = bytes.slice(0, POINT_BYTES);
    const shared = new Uint8Array(agree(point));
    const key = await keyOf(shared.buffer, point, fromText(serverKey), 'decrypt');
    const iv = bytes.slice(POINT_BYTES, POINT_BYTES + IV_BYTES);
    const gcm = { name: 'AES-GCM', iv, additionalData: placeOf(place) };
    const code = await crypto.subtle.decrypt(gcm, key, bytes.slice(POINT_BYTES + IV_BYTES));
    return new TextDecoder().decode(code);
  } catch {
    return null;
  }
}

async function keyOf(
  shared: ArrayBuffer,
  point: Uint8Array,
  server: Uint8Array,
  use: 'encrypt' | 'decrypt',
): Promise<CryptoKey> {
  const secret = await crypto.subtle.importKey('raw', shared, 'HKDF', false, ['deriveKey']);
  const salt = new Uint8Array([...point, ...server]);
  const hkdf = { name: 'HKDF', hash: 'SHA-256', salt, info: bytesOf('counterfoil mess code 1') };
  return crypto.subtle.deriveKey(hkdf, secret, { name: 'AES-GCM', length: 256 }, false, [use]);
}

/** base64url without padding */
function toText(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

function fromText(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}
