import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Ctx } from '../../ctx/index.ts';
import { ok, type Refusal, type Result, refuse } from '../../lib/result.ts';
import type { SessionRef } from '../auth-service.ts';
import { fromOurPages } from '../csrf.ts';

/**
 * Requests per minute from one address on routes that take a password or a mailed token; the throttle counts per
 * account.
 */
export const STRICT = 30;

/** The cookie session of a request; keys and JWTs have none. */
export function sessionOf(ctx: Ctx, request: FastifyRequest): Result<SessionRef> {
  const session = ctx.services.auth.sessions.get(request);
  return session ? ok(session) : refuse('auth.session_required');
}

/**
 * For routes that anyone may call and that set a session cookie: another site must not sign a browser in to an account
 * of its choice. Such a request has no session yet, so the check in kernel/http does not apply.
 */
export function refuseOtherSites(ctx: Ctx, request: FastifyRequest): Refusal | null {
  return fromOurPages(request, ctx.config.PUBLIC_URL) ? null : refuse('http.csrf');
}

export function setCookies(reply: FastifyReply, cookies: string[]): void {
  // No proxy may cache an answer that contains a session.
  reply.header('cache-control', 'no-store');
  if (cookies.length > 0) reply.header('set-cookie', cookies);
}
