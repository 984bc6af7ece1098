import { createHmac } from 'node:crypto';
import { constantTimeEqual } from '../lib/constant-time-equal.ts';
import { LimitedMap } from '../lib/limited-map.ts';

/**
 * Reads the value of a cookie that better-auth signed, `value.base64(hmac-sha256)`; null when the signature is not
 * ours.
 */
function openSignedCookie(cookie: string, secret: string): string | null {
  const dot = cookie.lastIndexOf('.');
  if (dot < 1) return null;
  const value = cookie.slice(0, dot);
  const given = Buffer.from(cookie.slice(dot + 1), 'base64');
  const right = createHmac('sha256', secret).update(value).digest();
  return constantTimeEqual(given, right) ? value : null;
}

/** Opens signed cookies, and remembers those that were ours: a browser sends the same one with every request. */
export function cookieOpener(secret: string): (cookie: string) => string | null {
  const known = new LimitedMap<string, string>(REMEMBERED);
  return (cookie) => {
    const before = known.get(cookie);
    if (before !== undefined) return before;
    const token = openSignedCookie(cookie, secret);
    if (token === null) return null;
    known.set(cookie, token);
    return token;
  };
}
const REMEMBERED = 10_000;
