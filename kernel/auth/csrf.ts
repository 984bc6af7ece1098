import type { FastifyRequest } from 'fastify';
import { type Refusal, refuse } from '../lib/result.ts';

/**
 * Whether the request comes from a page of ours, or from no page at all.
 *
 * Browsers say so in Sec-Fetch-Site, which pages can't forge; older ones send Origin, compared with PUBLIC_URL and with
 * the address the request went to. Neither header: not a browser, and nothing to protect it from.
 */
export function fromOurPages(request: FastifyRequest, publicUrl: string): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const origin = request.headers.origin;
  if (origin === undefined) return true;
  if (origin === new URL(publicUrl).origin) return true;
  return URL.canParse(origin) && new URL(origin).host === request.headers.host;
}

/**
 * For a write that a session cookie vouches for: two independent proofs that a page of ours made it. The page's origin,
 * and a header of any value: other sites' forms, links and images can't set one, and their scripts may only after a
 * preflight that CORS refuses. So no token has to be handed out, kept, or renewed. (OWASP CSRF cheat sheet, "custom
 * request headers" with "verifying origin".)
 */
export function checkCsrf(request: FastifyRequest, publicUrl: string): Refusal | null {
  return fromOurPages(request, publicUrl) && request.headers['x-csrf-token'] ? null : refuse('http.csrf');
}
