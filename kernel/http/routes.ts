import type { FastifyInstance, FastifyReply, FastifyRequest, FastifySchema } from 'fastify';
import { type TSchema, Type } from 'typebox';
import { type Ctx, limitOf, moduleIsOff } from '../ctx/index.ts';
import { addressKey } from '../lib/address.ts';
import { ok, type Refusal, type Result, refuse } from '../lib/result.ts';
import type { Boot, Download, Manifest, Route } from '../module/index.ts';
import type { Answers } from './answers.ts';
import type { Identity } from './authenticator.ts';
import { clientAddress } from './client-address.ts';
import { once } from './idempotency.ts';
import { readJson } from './list-query.ts';
import { askTwin, lowerCased, portalTwin, withNewerNames, withOlderFields } from './older-addresses.ts';
import { allButBody } from './parts.ts';
import { closed, nonFinite, queryOf, undeclaredBody } from './strict.ts';
import { badBody, watchForm } from './text.ts';
import { IfMatchHeader, ifUnchanged, versionOf } from './versions.ts';

declare module 'fastify' {
  interface FastifyRequest {
    ctx: Ctx | null;
    /** the sender, after authentication; a refusal when the credentials are not valid */
    identity: Identity | Refusal | null;
  }
}

const Changed = Type.Object({
  field: Type.String(),
  theirs: Type.Unknown(),
  by: Type.Union([Type.String(), Type.Null()]),
  at: Type.Union([Type.String(), Type.Null()]),
});
const Failure = Type.Object({
  ok: Type.Literal(false),
  error: Type.Object({
    code: Type.String(),
    message: Type.String(),
    fields: Type.Optional(Type.Record(Type.String(), Type.String())),
    changed: Type.Optional(
      Type.Array(Changed, { description: 'Of http.changed_meanwhile: what somebody else changed.' }),
    ),
    version: Type.Optional(Type.String({ description: 'The ETag of the record now.' })),
  }),
});
const Page = Type.Object({ next: Type.Union([Type.String(), Type.Null()]) });
const success = (data: TSchema) => Type.Object({ ok: Type.Literal(true), data, page: Type.Optional(Page) });

/** Bytes of a body from a stranger, a form of some fields; the longest field has 2,000 characters. */
export const PUBLIC_BODY_BYTES = 8 * 1024;
/** Bytes of a body from anybody who is known. */
const BODY_BYTES = 1024 * 1024;

const UNSAFE = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/** Mounts a declared route and its aliases, with authentication, permission, and the answer in its envelope. */
export function mount(
  app: FastifyInstance,
  boot: Boot,
  answers: Answers,
  manifest: Manifest,
  route: Route,
  perMinute: number,
): void {
  const module = manifest.kind === 'module' ? manifest.name : undefined;
  const guarded = route.record !== undefined && route.method !== 'GET';
  if (route.method === 'PATCH' && !guarded) throw new Error(`PATCH ${route.path} has no record (kernel/module)`);
  const schema = {
    ...(route.params && { params: route.params }),
    querystring: queryOf(route),
    ...(route.body && { body: closed(route.body) }),
    ...(route.reply && { response: { [route.status ?? 200]: success(route.reply), '4xx': Failure, '5xx': Failure } }),
    ...(takesKey(route) && { headers: IdempotencyHeader }),
    ...(guarded && { headers: IfMatchHeader }),
  };
  const runOf = async (request: FastifyRequest, reply: FastifyReply): Promise<Awaited<ReturnType<Route['run']>>> => {
    const entered = request.ctx as Ctx;
    const filter = filterOf(route, request);
    if (!filter.ok) return filter;
    const { params, query, body } = request;
    const input = { params, query, filter: filter.data, body, request, reply };
    const key = keyOf(route, request);
    const version = guarded && request.headers['if-match'];
    const run = (ctx: Ctx) => route.run(ctx, input);
    if (key) {
      const asked = [route.path, input.params, input.body];
      return once(entered, key, asked, run, route.idempotent !== 'secret');
    }
    if (!route.record || !version || version === '*') return run(entered);
    return ifUnchanged(entered, route.record, input.params, version, run);
  };
  const handler = async (request: FastifyRequest, reply: FastifyReply) => {
    const number =
      nonFinite(request.params) ?? nonFinite(request.query) ?? (route.byParts ? null : nonFinite(request.body));
    if (number !== null)
      return answers.refusal(request, reply, refuse('http.invalid', undefined, { [number]: 'field.type' }));
    const result = await runOf(request, reply);
    if (!result.ok) return answers.refusal(request, reply, result);
    if (route.record && result.data) reply.header('etag', versionOf(route.record.fields(result.data)));
    if ((result.data as Download | null)?.download) return sendFile(reply, result.data as Download);
    return reply.code(route.status ?? 200).send(result);
  };
  // Before the rate limits, which count by identity, and before the body is read.
  const onRequest = async (request: FastifyRequest) => {
    request.identity = await boot.services.authenticator.authenticate(request);
  };
  const needsNothing = mayBeAbsent(route.body);
  // Before validation, so that callers without the permission learn nothing about the schema.
  const preValidation = async (request: FastifyRequest, reply: FastifyReply) => {
    const entered = makeCtx(boot, request, route, module);
    // Where nothing needs to be said, nothing needs to be sent; of what a device sends, null is what could not be read.
    if (needsNothing && !route.byParts) request.body ??= {};
    const refused =
      'code' in entered
        ? entered
        : ((await route.guard?.(request)) ??
          (route.byParts ? null : (badBody(request.body) ?? undeclaredBody(route, request.body))));
    if (refused) return answers.refusal(request, reply, refused);
    watchForm(request);
  };
  const bodyLimit = route.bodyLimit ?? (route.permission === 'public' ? PUBLIC_BODY_BYTES : BODY_BYTES);
  const common = {
    method: route.method,
    ...(route.permission !== 'public' && { onRequest }),
    preValidation,
    handler,
    bodyLimit,
    ...(route.byParts && { validatorCompiler: allButBody(app) }),
    config: {
      ...(route.byParts && { byParts: true }),
      rateLimit: { max: route.rateLimit ?? perMinute, timeWindow: 60_000 },
      ...(route.quiet && { quiet: true }),
    },
  };
  app.route({ ...common, url: `/api/v1${url(route.path)}`, schema });
  // Those shared with another route lead here (older-addresses.ts).
  const aliases = (route.aliases ?? []).filter((alias) => typeof alias === 'string');
  for (const alias of aliases)
    app.route({ ...common, ...olderAddress(app, boot, route, alias, { schema, preValidation }) });
}

type Newer = {
  schema: FastifySchema;
  preValidation: (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;
};

/** What an older address has of its own: its fields' names, a word about the newer one, a customer's own records. */
function olderAddress(app: FastifyInstance, boot: Boot, route: Route, alias: string, newer: Newer) {
  const twin = portalTwin(boot.manifests, alias);
  const { params, response, ...rest } = newer.schema;
  const { body, reply: more } = route.olderFields ?? {};
  return {
    url: url(alias),
    schema: {
      ...rest,
      // An older address may leave out what the newer one names, such as the organization.
      ...(alias.includes('{') && params !== undefined && { params }),
      ...(response !== undefined && !more && { response }),
    },
    preHandler: tellOlder(route.path),
    preValidation: async (request: FastifyRequest, reply: FastifyReply) => {
      const { identity } = request;
      if (twin && identity && 'actor' in identity && identity.actor.kind === 'portal')
        return askTwin(app, twin, request, tellOlderNow(reply, twin));
      lowerCased(request.query, newer.schema.querystring as object);
      withNewerNames(request.body, body);
      return newer.preValidation(request, reply);
    },
    ...(more && {
      preSerialization: async (_: unknown, __: unknown, payload: unknown) => withOlderFields(payload, more),
    }),
  };
}

/** The path as the router takes it. */
const url = (path: string) => path.replaceAll(/\{(\w+)\}/g, ':$1');

/** Whether a body has no field that must be sent. */
export function mayBeAbsent(body: TSchema | undefined): boolean {
  const {
    type,
    properties = {},
    required = [],
  } = (body ?? {}) as {
    type?: string;
    properties?: Record<string, { default?: unknown }>;
    required?: string[];
  };
  return type === 'object' && required.every((name) => properties[name]?.default !== undefined);
}

/** Tells programs that they use an older address, and which one to use instead (RFC 9745, RFC 8288). */
const tellOlder = (path: string) => (_request: FastifyRequest, reply: FastifyReply, done: () => void) => {
  tellOlderNow(reply, path);
  done();
};
const tellOlderNow = (reply: FastifyReply, path: string) =>
  reply.header('deprecation', OLDER_SINCE).header('link', `</api/v1${path}>; rel="successor-version"`);
/** The day of the first version that had the newer addresses. */
const OLDER_SINCE = `@${Date.UTC(2026, 10, 22) / 1000}`;

/** The conditions that the request names, where the route has any. */
function filterOf({ filter }: Route, { query }: FastifyRequest): Result<unknown> {
  return filter ? readJson(filter, (query as { filter?: string }).filter || '{}', 'filter') : ok(undefined);
}

/** The request's Idempotency-Key, where the route honours it. */
function keyOf(route: Route, { headers, ctx }: FastifyRequest): string | undefined {
  const key = headers['idempotency-key'];
  return key && ctx?.organization && takesKey(route) ? String(key) : undefined;
}

/**
 * Whether a route honours Idempotency-Key: every POST of a known caller but for those that say no, uploads, which are
 * known by their content, and reports of devices, whose messages have ids of their own.
 */
export const takesKey = ({ method, permission, reply, upload, byParts, idempotent }: Route): boolean =>
  method === 'POST' && permission !== 'public' && reply !== undefined && !upload && !byParts && idempotent !== false;

const IdempotencyHeader = Type.Object({
  'idempotency-key': Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 200,
      description: 'A request repeated with the same key gets the first answer, and nothing happens twice.',
    }),
  ),
});

/** What rate limits count by: the identity, or the client's address for anonymous requests. */
export function countedAs(request: FastifyRequest): string {
  const { identity } = request;
  return identity && 'actor' in identity ? identity.countedAs : addressKey(clientAddress(request));
}

/** Makes the ctx of the request, or returns the refusal. */
function makeCtx(boot: Boot, request: FastifyRequest, route: Route, module: string | undefined): Ctx | Refusal {
  const { services, database } = boot;
  const base = {
    system: database.system,
    inTransaction: false,
    ...(module !== undefined && { module }),
    clock: boot.clock,
    log: request.log,
    requestId: request.id,
    ip: clientAddress(request),
    userAgent: request.headers['user-agent']?.slice(0, 300) ?? null,
    config: boot.config,
    services,
  };
  const wanted = request.headers['accept-language'];
  const { identity } = request;
  if (identity && 'code' in identity) return identity;
  if (!identity) {
    const anonymous = { kind: 'anonymous', id: null, name: 'anonymous' } as const;
    request.ctx = {
      ...base,
      organization: null,
      actor: anonymous,
      db: database.withoutOrganization,
      locale: services.translator.negotiate(wanted),
    };
    return route.permission === 'public' ? request.ctx : refuse('http.unauthenticated');
  }
  const { organization, actor } = identity;
  const named = request.headers['x-user'];
  if (identity.byCookie && named !== undefined && named !== actor.id) return refuse('http.other_user');
  request.ctx = {
    ...base,
    organization,
    actor,
    db: organization ? database.forOrganization(organization.id, limitOf(actor)?.id) : database.withoutOrganization,
    // The person's own choice comes before the preference of their browser.
    locale: services.translator.negotiate(
      identity.locale ? undefined : wanted,
      identity.locale ?? organization?.language,
    ),
  };
  if (identity.byCookie && UNSAFE.has(route.method)) {
    const forged = services.authenticator.checkCsrf(request);
    if (forged) return forged;
  }
  if (organization && readsMany(route)) request.ctx.db = database.forReading(organization.id, limitOf(actor)?.id);
  if (!organization && route.permission !== 'session') return refuse('http.no_organization');
  if (moduleIsOff(organization, module)) return refuse('http.module_off');
  if (services.authenticator.can(request.ctx, route.permission)) return request.ctx;
  if (route.portalToo && services.authenticator.can(request.ctx, 'portal')) return request.ctx;
  return identity.over ?? refuse('http.forbidden');
}

/** What is worth asking two servers for: reads of many rows. */
function readsMany({ method, replica, query, path }: Route): boolean {
  if (method !== 'GET') return false;
  const { properties = {} } = (query ?? {}) as { properties?: Record<string, unknown> };
  return replica ?? ('after' in properties || path.includes('/reports/'));
}

function sendFile(reply: FastifyReply, file: Download): FastifyReply {
  reply.type(file.type);
  if (file.headers) reply.headers(file.headers);
  if (file.filename) {
    const ascii = file.filename.replace(/[^\w.-]+/g, '_');
    const kind = file.inline ? 'inline' : 'attachment';
    reply.header(
      'content-disposition',
      `${kind}; filename="${ascii}"; filename*=UTF-8''${encodeURIComponent(file.filename)}`,
    );
  }
  return reply.send(
    file.body instanceof Uint8Array && !Buffer.isBuffer(file.body) ? Buffer.from(file.body) : file.body,
  );
}
