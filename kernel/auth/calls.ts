import { createHmac } from 'node:crypto';
import type { Ctx } from '../ctx/index.ts';
import { type Refusal, refuse } from '../lib/result.ts';
import type { AuthService, SessionRef } from './auth-service.ts';
import { NOT_UNLOCKED } from './better-auth.ts';

/**
 * The request headers that better-auth gets: the browser's name and address for the session list, and our cookie if
 * any.
 */
export function headersOf(ctx: Ctx, cookie?: string): Headers {
  const headers = new Headers();
  if (ctx.userAgent) headers.set('user-agent', ctx.userAgent);
  if (ctx.ip) headers.set('x-client-ip', ctx.ip);
  if (cookie) headers.set('cookie', cookie);
  return headers;
}

/** The `Cookie` header a browser would send back after these `Set-Cookie` lines. */
export function asCookieHeader(setCookies: string[]): string {
  return setCookies.map((line) => line.split(';', 1)[0]).join('; ');
}

/** `Set-Cookie` for a session, signed as better-auth signs it; `maxAge` 0 removes it. */
export function sessionCookie(auth: AuthService, token: string, maxAge: number): string {
  const signature = createHmac('sha256', auth.cookieSecret).update(token).digest('base64');
  const secure = auth.cookieName.startsWith('__Secure-') ? '; Secure' : '';
  const value = maxAge > 0 ? encodeURIComponent(`${token}.${signature}`) : '';
  return `${auth.cookieName}=${value}; Max-Age=${maxAge}; Path=/; HttpOnly; SameSite=Lax${secure}`;
}

/** Our session as the `Cookie` header that better-auth reads. */
export function cookieOf(auth: AuthService, session: SessionRef): string {
  return asCookieHeader([sessionCookie(auth, session.token, 60)]);
}

const REFUSALS: Record<string, Refusal> = {
  INVALID_EMAIL_OR_PASSWORD: refuse('auth.wrong_credentials'),
  INVALID_EMAIL: refuse('auth.wrong_credentials'),
  INVALID_PASSWORD: refuse('auth.wrong_password'),
  INVALID_CODE: refuse('auth.wrong_code'),
  INVALID_BACKUP_CODE: refuse('auth.wrong_code'),
  ACCOUNT_TEMPORARILY_LOCKED: refuse('auth.too_many_attempts', { retryAfter: 900 }),
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: refuse('auth.too_many_attempts', { retryAfter: 60 }),
  PASSWORD_TOO_SHORT: refuse('auth.password_length'),
  PASSWORD_TOO_LONG: refuse('auth.password_length'),
  INVALID_TOKEN: refuse('auth.link_expired'),
  USER_NOT_FOUND: refuse('auth.link_expired'),
  TOTP_ALREADY_ENABLED: refuse('auth.two_factor_already_on'),
  TOTP_NOT_ENABLED: refuse('auth.two_factor_off'),
  TWO_FACTOR_NOT_ENABLED: refuse('auth.two_factor_off'),
  CHALLENGE_NOT_FOUND: refuse('auth.passkey_too_late'),
  PASSKEY_NOT_FOUND: refuse('auth.passkey_unknown'),
  AUTHENTICATION_FAILED: refuse('auth.passkey_refused'),
  FAILED_TO_VERIFY_REGISTRATION: refuse('auth.passkey_not_added'),
  YOU_ARE_NOT_ALLOWED_TO_REGISTER_THIS_PASSKEY: refuse('auth.passkey_too_late'),
  [NOT_UNLOCKED]: refuse('auth.passkey_not_unlocked'),
  UNAUTHORIZED: refuse('http.unauthenticated'),
};

/** Calls better-auth and turns its refusals into ours; other errors are thrown on. */
export async function refusing<T>(call: () => Promise<T>): Promise<{ ok: true; data: T } | Refusal> {
  try {
    return { ok: true, data: await call() };
  } catch (error) {
    const { isAPIError } = await import('better-auth/api');
    const code = isAPIError(error) ? (error.body as { code?: string } | undefined)?.code : undefined;
    const refusal = code === undefined ? undefined : REFUSALS[code];
    if (refusal) return refusal;
    throw error;
  }
}
