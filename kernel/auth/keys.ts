import { createHmac } from 'node:crypto';
import { constantTimeEqual } from '../lib/constant-time-equal.ts';

/**
 * Reads the value of a cookie that better-auth signed, `value.base64(hmac-sha256)`; null when the signature is not
 * ours.
 */
export function openSignedCookie(cookie: string, secret: string): string | null {
  const dot = cookie.lastIndexOf('.');
  if (dot < 1) return null;
  const value = cookie.slice(0, dot);
  const given = Buffer.from(cookie.slice(dot + 1), 'base64');
  const right = createHmac('sha256', secret).update(value).digest();
  return constantTimeEqual(given, right) ? value : null;
}
