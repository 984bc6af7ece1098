const P256 = { name: 'ECDSA', namedCurve: 'P-256' } as const;

/** A phone that is a device of an organization. No token and no code is stored. */
export type Own = {
  /** the device's id */
  id: string;
  organization: string;
  keys: CryptoKeyPair;
};

/** base64url without padding */
function base64url(bytes: ArrayBuffer): string {
  return btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
}

export function fromBase64url(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

/** A phone's own key. This page can use its private half, but no page can read it, not even this one. */
export function makeKeys(): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey(P256, false, ['sign', 'verify']);
}

export async function publicKeyText(keys: CryptoKeyPair): Promise<string> {
  return base64url(await crypto.subtle.exportKey('spki', keys.publicKey));
}

/** This phone's signature of a text, base64url. */
export async function signText(keys: CryptoKeyPair, text: string): Promise<string> {
  const bytes = new TextEncoder().encode(text);
  return base64url(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, keys.privateKey, bytes));
}

/** A hash that identifies a link's code after its use; it permits nothing. */
export async function markOf(secret: string): Promise<string> {
  return base64url(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(secret)));
}
