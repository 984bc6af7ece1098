import { createHmac } from 'node:crypto';
import { constantTimeEqual } from '../../lib/constant-time-equal.ts';

/** The maximum age of a signature; older ones may be replayed. As in Stripe's own libraries. */
const TOLERANCE_SECONDS = 300;

/** Whether `Stripe-Signature` signs these bytes: https://docs.stripe.com/webhooks#verify-manually */
export function isSigned(secret: string, body: Buffer, header: unknown, now: Date): boolean {
  if (typeof header !== 'string') return false;
  const parts = header.split(',').map((part) => part.trim().split('=', 2));
  const at = parts.find(([name]) => name === 't')?.[1] ?? '';
  if (!/^\d{1,12}$/.test(at) || Math.abs(now.getTime() / 1000 - Number(at)) > TOLERANCE_SECONDS) return false;
  const expected = createHmac('sha256', secret).update(`${at}.`).update(body).digest();
  // There are several while a secret is being replaced.
  return parts.some(([name, given = '']) => {
    const signature = name === 'v1' && /^[0-9a-f]{64}$/.test(given) ? Buffer.from(given, 'hex') : null;
    return signature !== null && constantTimeEqual(signature, expected);
  });
}
