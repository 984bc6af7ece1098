import { createPublicKey, type KeyObject } from 'node:crypto';

/** A device's public key from SPKI in base64url; null when it isn't one of ECDSA P-256. */
export function readPublicKey(spki: string): KeyObject | null {
  try {
    const key = createPublicKey({ key: Buffer.from(spki, 'base64url'), format: 'der', type: 'spki' });
    return key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1' ? key : null;
  } catch {
    return null;
  }
}
