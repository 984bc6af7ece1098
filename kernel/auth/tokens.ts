import { jwtVerify, SignJWT } from 'jose';
import type { Clock } from '../lib/time.ts';

/** Seconds that an access token lives: short, because only revoking its refresh token can end it sooner. */
export const ACCESS_SECONDS = 15 * 60;

/**
 * The claims of an access token: the refresh token it came with. Everything else is read from the database at each use.
 */
export type AccessClaims = { sid: string; kind: 'user' | 'portal' };

const ISSUER = 'counterfoil';

/** A JWT (HS256) for portals and mobile clients. */
export async function signAccess(
  key: Uint8Array,
  claims: AccessClaims,
  subject: string,
  clock: Clock,
): Promise<string> {
  const now = Math.floor(clock.now().getTime() / 1000);
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt' })
    .setIssuer(ISSUER)
    .setSubject(subject)
    .setIssuedAt(now)
    .setExpirationTime(now + ACCESS_SECONDS)
    .sign(key);
}

/** The claims of a valid token of ours, else null. */
export async function verifyAccess(key: Uint8Array, token: string, clock: Clock): Promise<AccessClaims | null> {
  try {
    const { payload } = await jwtVerify(token, key, {
      issuer: ISSUER,
      algorithms: ['HS256'],
      typ: 'at+jwt',
      currentDate: clock.now(),
    });
    const { sid, kind } = payload;
    return typeof sid === 'string' && (kind === 'user' || kind === 'portal') ? { sid, kind } : null;
  } catch {
    return null;
  }
}
