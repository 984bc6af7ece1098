import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Manifest, Route } from '../module/index.ts';

/**
 * Settles older addresses that two routes have (`aliases` with `whenQuery`): a GET request that asks with a parameter of
 * one of them gets that route; any other gets the route at the address itself. Older clients also leave out the version:
 * `/api/auth/login` is `/api/v1/auth/login`, where an older address begins so. Returns the address to route by. Throws when
 * two aliases of one address share a parameter.
 */
export function olderAddresses(manifests: Manifest[]): (request: Pick<IncomingMessage, 'url' | 'method'>) => string {
  const targets = new Map<string, Map<string, string>>();
  for (const { path, method, aliases = [] } of manifests.flatMap(({ routes = [] }) => routes)) {
    for (const alias of aliases) {
      if (typeof alias === 'string' || 'forPortal' in alias) continue;
      if (method !== 'GET' || path.includes('{'))
        throw new Error(`${method} ${path} can't share the address ${alias.path}`);
      const byParameter = targets.get(alias.path) ?? new Map<string, string>();
      targets.set(alias.path, byParameter);
      for (const parameter of alias.whenQuery) {
        if (byParameter.has(parameter)) throw new Error(`two routes claim ${alias.path}?${parameter}`);
        byParameter.set(parameter, `/api/v1${path}`);
      }
    }
  }
  const unversioned = withoutVersion(manifests);
  return ({ url: asked = '/', method }) => {
    const url = unversioned(asked);
    const mark = url.indexOf('?');
    const byParameter = method === 'GET' && mark > 0 ? targets.get(url.slice(0, mark).replace(/\/$/, '')) : undefined;
    if (!byParameter) return url;
    for (const name of new URLSearchParams(url.slice(mark)).keys()) {
      const target = byParameter.get(name);
      if (target) return target + url.slice(mark);
    }
    return url;
  };
}

/** Adds the version to addresses whose first word older addresses have behind it, and none without it. */
function withoutVersion(manifests: Manifest[]): (url: string) => string {
  const all = manifests
    .flatMap(({ routes = [] }) => routes)
    .flatMap(({ aliases = [] }) => aliases.map((alias) => (typeof alias === 'string' ? alias : alias.path)));
  const firstWords = (of: RegExp) => new Set(all.flatMap((path) => of.exec(path)?.[1] ?? []));
  const bare = firstWords(/^\/api\/([\w-]+)/);
  const words = [...firstWords(/^\/api\/v1\/([\w-]+)/)].filter((word) => !bare.has(word));
  if (words.length === 0) return (url) => url;
  const old = new RegExp(`^/api/(?=(?:${words.join('|')})(?:[/?]|$))`);
  return (url) => url.replace(old, '/api/v1/');
}

type Words = { properties?: Record<string, { type?: string; enum?: unknown[] }> };

/**
 * Reads a query as older programs wrote it: `status=PENDING_PAYMENT`, `is_active=True`. Only words that the route's query
 * knows in lower case are changed.
 */
export function lowerCased(query: unknown, { properties = {} }: Words): void {
  const asked = query as Record<string, unknown>;
  for (const [name, { type, enum: words }] of Object.entries(properties)) {
    const value = asked[name];
    if (typeof value !== 'string') continue;
    const lower = value.toLowerCase();
    if (type === 'boolean' ? /^(true|false)$/.test(lower) : words?.includes(lower) && !words.includes(value))
      asked[name] = lower;
  }
}

/** The route that answers accounts and links of the portal at an older address which staff use, too. */
export function portalTwin(manifests: Manifest[], address: string): string | undefined {
  return manifests
    .flatMap(({ routes = [] }) => routes)
    .find(({ aliases = [] }) =>
      aliases.some((alias) => typeof alias !== 'string' && 'forPortal' in alias && alias.path === address),
    )?.path;
}

/** Asks the portal's own route with the request as it came, and answers what that says. */
export async function askTwin(
  app: FastifyInstance,
  twin: string,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const params = request.params as Record<string, string>;
  const path = twin.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const mark = request.url.indexOf('?');
  const { statusCode, headers, rawPayload } = await app.inject({
    method: 'GET',
    url: `/api/v1${path}${mark < 0 ? '' : request.url.slice(mark)}`,
    headers: request.headers as Record<string, string>,
    remoteAddress: request.socket.remoteAddress ?? '127.0.0.1',
  });
  for (const name of ['content-type', 'etag', 'cache-control', 'retry-after']) {
    const value = headers[name];
    if (value !== undefined) reply.header(name, value);
  }
  return reply.code(statusCode).send(rawPayload);
}

/** Gives the fields of a body their newer names; what has its newer name already stays. */
export function withNewerNames(body: unknown, names: Record<string, string> = {}): void {
  if (typeof body !== 'object' || body === null) return;
  const sent = body as Record<string, unknown>;
  for (const [older, newer] of Object.entries(names)) {
    if (!Object.hasOwn(sent, older) || Object.hasOwn(sent, newer)) continue;
    sent[newer] = sent[older];
    delete sent[older];
  }
}

type Older = NonNullable<NonNullable<Route['olderFields']>['reply']>;

/** The answer with the older fields besides, in each record of it. */
export function withOlderFields(payload: unknown, fields: Older): unknown {
  const { data } = payload as { data?: unknown };
  const add = (one: unknown) =>
    typeof one === 'object' && one !== null
      ? {
          ...one,
          ...Object.fromEntries(
            Object.entries(fields).map(([name, read]) => [name, read(one as Record<string, unknown>)]),
          ),
        }
      : one;
  return data === undefined
    ? payload
    : { ...(payload as object), data: Array.isArray(data) ? data.map(add) : add(data) };
}
