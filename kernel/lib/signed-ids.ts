import { createHmac } from 'node:crypto';
import { constantTimeEqual } from './constant-time-equal.ts';
import { deriveKey } from './derive-key.ts';

/** Long enough that nobody guesses one. */
const MAC_BYTES = 12;

const bytesOf = (uuid: string) => Buffer.from(uuid.replaceAll('-', ''), 'hex');
const uuidOf = (bytes: Buffer) => bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

function macOf(secretKey: string, purpose: string, ids: Buffer): Buffer {
  return createHmac('sha256', deriveKey(secretKey, purpose)).update(ids).digest().subarray(0, MAC_BYTES);
}

/**
 * An organization and a record as 59 characters for an address, which only this server makes and which opens one kind
 * of page (`purpose`, see derive-key.ts) without sign-in. Nothing is stored, and it does not expire. Server only.
 */
export function signIds(secretKey: string, purpose: string, organizationId: string, recordId: string): string {
  const ids = Buffer.concat([bytesOf(organizationId), bytesOf(recordId)]);
  return Buffer.concat([ids, macOf(secretKey, purpose, ids)]).toString('base64url');
}

/** What signIds was given; null when this server did not make it for this purpose. */
export function readSignedIds(
  secretKey: string,
  purpose: string,
  token: string,
): { organizationId: string; recordId: string } | null {
  const bytes = Buffer.from(token, 'base64url');
  if (bytes.byteLength !== 32 + MAC_BYTES) return null;
  const ids = bytes.subarray(0, 32);
  if (!constantTimeEqual(bytes.subarray(32), macOf(secretKey, purpose, ids))) return null;
  return { organizationId: uuidOf(ids.subarray(0, 16)), recordId: uuidOf(ids.subarray(16)) };
}
