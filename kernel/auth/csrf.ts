import type { FastifyRequest } from 'fastify';
import { type Refusal, refuse } from '../lib/result.ts';

/**
 * Whether the request comes from one of our pages, or from no page at all.
 *
 * Browsers send Sec-Fetch-Site, which pages cannot forge. Older browsers send Origin; it is compared with PUBLIC_URL
 * and with the address that the request was sent to. A client without either header is not a browser, and needs no
 * protection.
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
 * Checks a write that is authorized by a session cookie. It needs two independent proofs that one of our pages made it:
 * the page's origin, and a header with any value. Forms, links and images of other sites cannot set a header, and their
 * scripts need a preflight, which CORS refuses. So no token has to be issued, stored or renewed. (OWASP CSRF cheat
 * sheet, "custom request headers" with "verifying origin".)
 */
export function checkCsrf(request: FastifyRequest, publicUrl: string): Refusal | null {
  return fromOurPages(request, publicUrl) && request.headers['x-csrf-token'] ? null : refuse('http.csrf');
}
