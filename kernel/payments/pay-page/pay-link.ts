import { createHmac } from 'node:crypto';
import type { Config } from '../../config/index.ts';
import { type Ctx, orgOf } from '../../ctx/index.ts';
import { constantTimeEqual } from '../../lib/constant-time-equal.ts';
import { deriveKey } from '../../lib/derive-key.ts';

/** Long enough that nobody guesses one; it opens only the page where that payment can be paid. */
const MAC_BYTES = 12;

const bytesOf = (uuid: string) => Buffer.from(uuid.replaceAll('-', ''), 'hex');
const uuidOf = (bytes: Buffer) => bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

function macOf(config: Config, ids: Buffer): Buffer {
  const key = deriveKey(config.SECRET_KEY, 'payments:pay-link');
  return createHmac('sha256', key).update(ids).digest().subarray(0, MAC_BYTES);
}

/**
 * The address of the page where anyone with the link can pay a payment. It is not stored: it contains the payment's id.
 */
export function payLink(ctx: Ctx, paymentId: string): string {
  const ids = Buffer.concat([bytesOf(orgOf(ctx).id), bytesOf(paymentId)]);
  const token = Buffer.concat([ids, macOf(ctx.config, ids)]).toString('base64url');
  return `${ctx.config.PUBLIC_URL}/pay/${token}`;
}

/** The payment and organization of a link; null when we didn't make it. */
export function readPayToken(config: Config, token: string): { organizationId: string; paymentId: string } | null {
  const bytes = Buffer.from(token, 'base64url');
  if (bytes.byteLength !== 32 + MAC_BYTES) return null;
  const ids = bytes.subarray(0, 32);
  if (!constantTimeEqual(bytes.subarray(32), macOf(config, ids))) return null;
  return { organizationId: uuidOf(ids.subarray(0, 16)), paymentId: uuidOf(ids.subarray(16)) };
}
