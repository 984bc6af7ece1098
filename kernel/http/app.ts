import { createHash, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import cookie from '@fastify/cookie';
import cors from '@fastify/cors';
import multipart from '@fastify/multipart';
import rateLimit from '@fastify/rate-limit';
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import helmet from 'helmet';
import { proxyTrust } from '../lib/proxies.ts';
import type { Boot } from '../module/index.ts';
import { Answers, httpErrors } from './answers.ts';
import { olderAddresses } from './older-addresses.ts';
import { readDevices } from './parts.ts';
import { readQuery } from './query-string.ts';
import { countedAs, mount, PUBLIC_BODY_BYTES } from './routes.ts';
import { badAddress } from './text.ts';
import { serializerCompiler, validatorCompiler } from './validation.ts';

/** The whole API as a Fastify instance: every registered route, the envelope on every answer, and OpenAPI. */
export async function buildApp(boot: Boot, logger?: FastifyBaseLogger): Promise<FastifyInstance> {
  const app = Fastify({
    ...(logger ? { loggerInstance: logger } : { logger: false }),
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: (boot.config.TRUSTED_PROXIES && proxyTrust(boot.config.TRUSTED_PROXIES)) || false,
    genReqId: () => randomUUID(),
    bodyLimit: PUBLIC_BODY_BYTES,
    rewriteUrl: olderAddresses(boot.manifests),
    // Longer than the idle timeout of proxies, so that the proxy closes first and no request meets a closing socket.
    keepAliveTimeout: 72_000,
    requestTimeout: 60_000,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 512, querystringParser: readQuery },
    // An address that cannot be parsed reaches no route and no hook.
    frameworkErrors: (error, request, reply) => void answers.thrown(error, request, reply),
    // The hook below answers with 503, in the envelope.
    return503OnClosing: false,
  });
  const answers = new Answers(
    boot.services,
    Object.assign({}, httpErrors, ...boot.manifests.map((m) => m.errors ?? {})),
  );
  app.setValidatorCompiler(validatorCompiler());
  app.setSerializerCompiler(serializerCompiler());
  readDevices(app);
  app.decorateRequest('ctx', null);
  app.decorateRequest('identity', null);
  app.setErrorHandler((error: FastifyError, request, reply) => answers.thrown(error, request, reply));
  app.setNotFoundHandler((request, reply) => answers.refusal(request, reply, { ok: false, code: 'http.not_found' }));
  const safe = securityHeaders(boot.config.PUBLIC_URL.startsWith('https:'));
  await app.register(cookie);
  await app.register(cors, {
    origin: boot.config.CORS_ALLOWED_ORIGINS?.split(',').map((o) => o.trim()) ?? false,
    exposedHeaders: EXPOSED,
    maxAge: 600,
  });
  await app.register(multipart, { limits: { fileSize: 20 * 1024 * 1024, files: 10, fields: 20 } });
  await app.register(rateLimit, {
    global: true,
    max: boot.config.RATE_LIMIT_PER_MINUTE,
    hook: 'onRequest',
    keyGenerator: countedAs,
  });
  // The page of the description asks for this package; what it would collect from the routes is in a file already.
  await app.register(swagger, {
    mode: 'static',
    specification: { document: { openapi: '3.1.0', info: INFO, paths: {} } },
  });
  await app.register(swaggerUi, {
    routePrefix: DOCS,
    staticCSP: true,
    transformStaticCSP: (h) => h,
    uiHooks: {
      // Its own copies would be made anew for each caller.
      onRequest: (request, reply, next) =>
        COPIES.has(request.routeOptions.url ?? '') ? void reply.redirect(OPENAPI, 308) : next(),
    },
  });
  let closing = false;
  app.addHook('preClose', async () => {
    closing = true;
    // A connection that was still sending an answer when the server closed becomes idle a moment later, and would stay
    // open for its whole 72 s.
    if (!app.server.listening) return;
    const again = setInterval(() => app.server.closeIdleConnections(), 100);
    app.server.once('close', () => clearInterval(again));
  });
  // These run for every request. They are no promises, which cost each request a turn of the event loop's queue.
  app.addHook('onRequest', (request, reply, next) => {
    reply.headers(safe);
    if (closing) {
      // Requests under way are finished. New requests on open connections get 503, so that the next process takes them.
      reply.header('connection', 'close').header('retry-after', '5');
      return void answers.refusal(request, reply, { ok: false, code: 'http.busy' });
    }
    const refused = badAddress(request);
    if (refused) return void answers.refusal(request, reply, refused);
    next();
  });
  app.addHook('onSend', (request, reply, _payload, next) => {
    reply.header('x-request-id', request.id);
    tellLimit(reply);
    // Answers contain personal data, and people share devices: caches may store only answers that say so.
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
    next();
  });
  for (const manifest of boot.manifests) manifest.http?.(app, boot);
  for (const manifest of boot.manifests) {
    for (const route of manifest.routes ?? [])
      mount(app, boot, answers, manifest, route, boot.config.RATE_LIMIT_PER_MINUTE);
  }
  app.get(OPENAPI, { schema: { hide: true } }, description());
  return app;
}

/** What pages of other origins may read of an answer. */
const EXPOSED = [
  'retry-after',
  'ratelimit',
  'ratelimit-policy',
  'content-disposition',
  'etag',
  'deprecation',
  'link',
  'www-authenticate',
  'x-request-id',
];

/**
 * The limit of the route in the headers of the draft, beside the plugin's older ones:
 * https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/ (10).
 */
function tellLimit(reply: FastifyReply): void {
  const most = reply.getHeader('x-ratelimit-limit');
  if (most === undefined) return;
  const [left, seconds] = [reply.getHeader('x-ratelimit-remaining'), reply.getHeader('x-ratelimit-reset')];
  reply.header('ratelimit-policy', `"route";q=${most};w=60`).header('ratelimit', `"route";r=${left};t=${seconds}`);
}

const DESCRIPTION = new URL('../../docs/openapi.json', import.meta.url);
const INFO = { title: 'Counterfoil', version: '1' };
const OPENAPI = '/api/v1/openapi.json';
const DOCS = '/api/v1/docs';
const COPIES = new Set([`${DOCS}/json`, `${DOCS}/yaml`]);

/**
 * Answers with the description of the API: a file that never changes while this version runs (tools/openapi.ts). Who takes
 * gzip gets an eighth of it, made once.
 */
function description() {
  let kept: Promise<{ bytes: Buffer; small: Buffer; hash: string }> | undefined;
  return async (request: FastifyRequest, reply: FastifyReply) => {
    kept ??= readFile(DESCRIPTION).then(async (bytes) => {
      const hash = createHash('sha256').update(bytes).digest('base64url');
      return { bytes, small: await promisify(gzip)(bytes, { level: 9 }), hash };
    });
    const { bytes, small, hash } = await kept;
    const packed = /\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/.test(String(request.headers['accept-encoding'] ?? ''));
    const etag = `"${hash}${packed ? '-gzip' : ''}"`;
    reply.header('etag', etag).header('cache-control', 'no-cache').header('vary', 'accept-encoding');
    if (request.headers['if-none-match']?.includes(etag)) return reply.code(304).send();
    if (packed) reply.header('content-encoding', 'gzip');
    return reply.type('application/json; charset=utf-8').send(packed ? small : bytes);
  };
}

/**
 * Our pages read QR codes, keep a scanner's screen on and print on receipt printers, each of which the browser asks about;
 * nothing else of a device is theirs, nor a frame's.
 */
const PERMISSIONS = [
  'camera=(self)',
  'screen-wake-lock=(self)',
  'clipboard-write=(self)',
  'web-share=(self)',
  'fullscreen=(self)',
  'usb=(self)',
  'serial=(self)',
  ...[
    'microphone',
    'geolocation',
    'payment',
    'bluetooth',
    'hid',
    'midi',
    'display-capture',
    'accelerometer',
    'gyroscope',
    'magnetometer',
    'browsing-topics',
  ].map((name) => `${name}=()`),
].join(', ');

/** The headers of every answer. They never change, so helmet, which makes them anew for each answer, is asked once. */
function securityHeaders(https: boolean): Record<string, string> {
  const headers: Record<string, string> = {};
  const answer = {
    setHeader(name: string, value: string) {
      headers[name] = value;
    },
    removeHeader() {},
  };
  const set = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        // wasm: the QR reader for browsers without one
        scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
        // inline styles: the console's component library writes them
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        mediaSrc: ["'self'", 'blob:'],
        fontSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        workerSrc: ["'self'", 'blob:'],
        frameSrc: ["'self'", 'blob:'],
        frameAncestors: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
      },
    },
    strictTransportSecurity: https ? { maxAge: 31_536_000 } : false,
    referrerPolicy: { policy: 'same-origin' as const },
    frameguard: { action: 'sameorigin' as const },
  });
  headers['permissions-policy'] = PERMISSIONS;
  set({} as IncomingMessage, answer as unknown as ServerResponse, (error) => {
    if (error) throw error;
  });
  return headers;
}
