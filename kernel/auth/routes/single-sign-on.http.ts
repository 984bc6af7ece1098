import type { FastifyInstance } from 'fastify';
import { clientAddress } from '../../http/index.ts';
import type { Boot } from '../../module/index.ts';
import { endSingleSignOn } from '../actions/single-sign-on.action.ts';
import { STRICT, setCookies } from './helpers.ts';

/** Longer than a code, its state and what providers add. */
const MAX_QUERY = 8000;

/**
 * Where the provider sends the browser back to; leads to the console, signed in, or to the sign-in page. A GET, as the
 * protocol wants it; the cookie and `state` say that this browser began.
 */
export function singleSignOnCallback(app: FastifyInstance, boot: Boot): void {
  const common = { schema: { hide: true }, config: { rateLimit: { max: STRICT, timeWindow: 60_000 } } };
  app.get('/api/v1/auth/callback/oidc', common, async (request, reply) => {
    const ctx = {
      ...boot.ctxFor(null, 'single sign-on'),
      actor: { kind: 'anonymous', id: null, name: 'anonymous' } as const,
      ip: clientAddress(request),
      userAgent: request.headers['user-agent']?.slice(0, 300) ?? null,
      log: request.log,
    };
    const asked = Object.entries(request.query as object).filter(([, value]) => typeof value === 'string');
    const query = request.url.length > MAX_QUERY ? {} : (Object.fromEntries(asked) as Record<string, string>);
    const ended = await endSingleSignOn(ctx, query, request.headers.cookie ?? '');
    setCookies(reply, ended.cookies);
    return reply.redirect(ended.to, 302);
  });
}
