import type { FastifyInstance, FastifyRequest } from 'fastify';
import { constantTimeEqual } from '../lib/constant-time-equal.ts';
import type { Boot } from '../module/index.ts';
import { logAnswered } from './logger.ts';

/** Machines call these all day; the log leaves them out. */
const QUIET = new Set(['/api/v1/health', '/api/v1/health/live', '/api/v1/health/ready', '/metrics']);

/** Times every request, logs one line for each but those of quiet routes, and answers `/metrics`. */
export function observeRequests(app: FastifyInstance, boot: Boot): void {
  app.addHook('onResponse', async (request, reply) => {
    // The route, never the address: paths and queries contain ids, names and tokens of links.
    const route = request.routeOptions.url ?? 'none';
    const ms = reply.elapsedTime;
    const status = reply.statusCode;
    boot.services.metrics?.http.observe({ method: request.method, route, status }, ms / 1000);
    const { actor, organization } = request.ctx ?? {};
    const { quiet = false } = request.routeOptions.config as { quiet?: boolean };
    logAnswered(request.log, QUIET.has(route) || (quiet && status < 400) ? 'debug' : 'info', {
      reqId: request.id,
      method: request.method,
      route,
      status,
      ms: Math.round(ms * 10) / 10,
      actor: actor && actor.kind !== 'anonymous' ? actor : undefined,
      organizationId: organization?.id,
    });
  });

  app.get('/metrics', { schema: { hide: true }, config: { rateLimit: false } }, async (request, reply) => {
    const { metrics } = boot.services;
    if (!metrics || !mayScrape(request, boot.config)) return reply.callNotFound();
    return reply.type(metrics.registry.contentType).send(await metrics.registry.metrics());
  });
}

/**
 * With a token, callers who send it. Without one, this machine only, and only while PUBLIC_URL is of this machine too:
 * a proxy in front, which may send no header that shows it, serves a public address.
 */
function mayScrape(request: FastifyRequest, { METRICS_TOKEN: token, PUBLIC_URL }: Boot['config']): boolean {
  if (token) {
    return constantTimeEqual(request.headers.authorization ?? '', `Bearer ${token}`);
  }
  if (!/^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(PUBLIC_URL).hostname)) return false;
  const { headers, socket } = request;
  const forwarded = headers['x-forwarded-for'] ?? headers.forwarded ?? headers['x-real-ip'];
  return !forwarded && ['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(socket.remoteAddress ?? '');
}
