import { readFileSync } from 'node:fs';
import { type AddressInfo, connect } from 'node:net';
import { gunzipSync } from 'node:zlib';
import fastJson from 'fast-json-stringify';
import Fastify, { type FastifyInstance, type RouteOptions } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Config } from '../kernel/config/index.ts';
import type { Answers } from '../kernel/http/answers.ts';
import { buildApp } from '../kernel/http/index.ts';
import { mount } from '../kernel/http/routes.ts';
import { validatorCompiler } from '../kernel/http/validation.ts';
import { applyRetention } from '../kernel/retention/index.ts';
import { openExhibition } from '../modules/exhibition/test/factories.ts';
import { newOrganization, type TestApp, useTestApp } from './harness/index.ts';

let app: TestApp;
const opened: FastifyInstance[] = [];
beforeAll(async () => {
  app = await useTestApp();
});
afterAll(() => Promise.all(opened.map((http) => http.close())));

/** The same application with another HTTP configuration. */
async function httpWith(config: Partial<Config>, prepare: (http: FastifyInstance) => void = () => {}) {
  const http = await buildApp({ ...app.boot, config: { ...app.config, ...config } });
  opened.push(http);
  prepare(http);
  await http.ready();
  return http;
}

test('every schema of a route compiles, although it compiles only at its first use', async () => {
  const http = Fastify();
  const routes: RouteOptions[] = [];
  http.addHook('onRoute', (route) => void routes.push(route));
  for (const manifest of app.boot.manifests)
    for (const route of manifest.routes ?? []) mount(http, app.boot, {} as Answers, manifest, route, 1);
  expect(routes.length).toBeGreaterThan(250);
  const validator = validatorCompiler();
  for (const { schema = {}, method, url } of routes) {
    for (const httpPart of ['body', 'querystring', 'params', 'headers'] as const) {
      const part = schema[httpPart];
      if (part) validator({ schema: part, method: String(method), url, httpPart })({});
    }
    for (const answer of new Set(Object.values(schema.response ?? {}))) fastJson(answer as object);
  }
});

describe('the envelope', () => {
  const refusal = (status: number, code: string) => ({ status, body: { ok: false, error: { code } } });
  const seen = async (app: FastifyInstance, options: object) => {
    const reply = await app.inject(options);
    const { ok, error } = reply.json();
    expect(error.message, 'a text').toMatch(/^\p{Lu}.{5,}/u);
    expect(error.message).not.toContain('errors.');
    return { status: reply.statusCode, body: { ok, error: { code: error.code } } };
  };

  test('is on 404, inside and outside of the API', async () => {
    for (const url of ['/api/v1/no/such/thing', '/nowhere']) {
      expect(await seen(app.http, { url })).toEqual(refusal(404, 'http.not_found'));
    }
  });

  test('is on 400: a body that is no JSON, and fields that do not fit, by name', async () => {
    const post = { method: 'POST', url: '/api/v1/auth/sign-in', headers: { 'content-type': 'application/json' } };
    expect(await seen(app.http, { ...post, payload: '{"email":' })).toEqual(refusal(400, 'http.malformed'));
    expect(await seen(app.http, { ...post, payload: '{"email":5}' })).toEqual(refusal(400, 'http.invalid'));
    const { error } = (await app.http.inject({ ...(post as object), payload: '{}' })).json();
    expect(Object.keys(error.fields).sort()).toEqual(['email', 'password']);
  });

  test('is on 401 and 403', async () => {
    expect(await seen(app.http, { url: '/api/v1/exhibition/customers' })).toEqual(refusal(401, 'http.unauthenticated'));
    const viewer = await (await newOrganization(app)).as('viewer');
    const answer = await viewer.post('/exhibition/exhibitions', {});
    expect([answer.status, answer.body.error.code]).toEqual([403, 'http.forbidden']);
    const forged = await viewer.post('/exhibition/exhibitions', {}, { origin: 'https://evil.example' });
    expect([forged.status, forged.body.error.code]).toEqual([403, 'http.csrf']);
  });

  test('is on 413 and 415', async () => {
    const post = { method: 'POST', url: '/api/v1/auth/sign-in' };
    const large = { ...post, headers: { 'content-type': 'application/json' }, payload: `"${'x'.repeat(2_000_000)}"` };
    expect(await seen(app.http, large)).toEqual(refusal(413, 'http.too_large'));
    const xml = { ...post, headers: { 'content-type': 'application/xml' }, payload: '<a/>' };
    expect(await seen(app.http, xml)).toEqual(refusal(415, 'http.media_type'));
  });

  test('is on 429, with the time to wait', async () => {
    const app = await httpWith({ RATE_LIMIT_PER_MINUTE: 10 });
    const get = { url: '/api/v1/session' };
    for (let i = 0; i < 10; i++) expect((await app.inject(get)).statusCode).toBe(401);
    expect(await seen(app, get)).toEqual(refusal(429, 'http.too_many_requests'));
    expect(Number((await app.inject(get)).headers['retry-after'])).toBeGreaterThan(0);
  });

  test('is on 500, which reveals only the request’s number', async () => {
    const app = await httpWith({}, (own) => {
      own.get('/api/v1/boom', async () => {
        throw new Error('a secret of the server');
      });
    });
    expect(await seen(app, { url: '/api/v1/boom' })).toEqual(refusal(500, 'http.internal'));
    const reply = await app.inject({ url: '/api/v1/boom' });
    expect(reply.body).not.toContain('secret');
    expect(reply.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('is in the requested language', async () => {
    const reply = await app.http.inject({ url: '/api/v1/nowhere', headers: { 'accept-language': 'hi' } });
    expect(reply.json().error.message).toMatch(/\p{Script=Devanagari}/u);
  });

  test('is on 503 while the server closes, so that requests on open connections go elsewhere', async () => {
    let during: Promise<Response> | undefined;
    const app = await httpWith({}, (own) => {
      own.addHook('preClose', async () => {
        const ask = () => fetch(`http://127.0.0.1:${port}/api/v1/session`);
        // A connection without a request is idle, and may be closed at this moment: clients ask again.
        during = ask().catch(ask).catch(ask);
        await during;
      });
    });
    const port = Number(new URL(await app.listen({ port: 0, host: '127.0.0.1' })).port);
    expect((await fetch(`http://127.0.0.1:${port}/api/v1/session`)).status).toBe(401);
    await app.close();
    const answer = (await during) as Response;
    expect(answer.status).toBe(503);
    expect(answer.headers.get('connection')).toBe('close');
    expect(await answer.json()).toMatchObject({ ok: false, error: { code: 'http.busy' } });
  });
});

describe('the HTTP server', () => {
  test('takes a trailing slash', async () => {
    const viewer = await (await newOrganization(app)).as('viewer');
    for (const path of ['/session', '/session/']) expect((await viewer.get(path)).status).toBe(200);
  });

  test('sends security headers with everything', async () => {
    for (const url of ['/api/v1/openapi.json', '/nowhere']) {
      const { headers } = await app.http.inject({ url });
      const csp = String(headers['content-security-policy']);
      expect(csp).toContain("default-src 'self'");
      expect(csp).toMatch(/script-src 'self' 'wasm-unsafe-eval'(;|$)/);
      expect(csp).toContain("object-src 'none'");
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'SAMEORIGIN',
        'referrer-policy': 'same-origin',
      });
      expect(headers['permissions-policy']).toContain('camera=(self), ');
      // Receipt printers at a desk.
      expect(headers['permissions-policy']).toContain('usb=(self), serial=(self), ');
      expect(headers['permissions-policy']).toContain('geolocation=(), ');
      expect(headers['strict-transport-security']).toBeUndefined();
    }
    const secure = await httpWith({ PUBLIC_URL: 'https://desk.example' });
    expect((await secure.inject({ url: '/' })).headers['strict-transport-security']).toContain('max-age=');
  });

  test('accepts the other origins that the configuration names, and no others', async () => {
    const http = await httpWith({ CORS_ALLOWED_ORIGINS: 'https://shop.example, https://app.example' });
    const asked = async (origin: string) => {
      const headers = { origin, 'access-control-request-method': 'POST' };
      const reply = await http.inject({ method: 'OPTIONS', url: '/api/v1/session', headers });
      return reply.headers['access-control-allow-origin'];
    };
    expect(await asked('https://app.example')).toBe('https://app.example');
    expect(await asked('https://evil.example')).toBeUndefined();
    const closed = await app.http.inject({ url: '/api/v1/session', headers: { origin: 'https://shop.example' } });
    expect(closed.headers['access-control-allow-origin']).toBeUndefined();
  });
});

describe('the description of the API', () => {
  test('is the file in docs, which tools/openapi.test.ts compares with the routes', async () => {
    const reply = await app.http.inject({ url: '/api/v1/openapi.json' });
    expect([reply.statusCode, reply.headers['content-type']]).toEqual([200, 'application/json; charset=utf-8']);
    expect(reply.body).toBe(readFileSync('docs/openapi.json', 'utf8'));
  });

  test('is written once, with an ETag by which nobody gets it twice', async () => {
    const url = '/api/v1/openapi.json';
    const first = await app.http.inject({ url });
    const etag = String(first.headers.etag);
    const least = { fresh: Number.POSITIVE_INFINITY, known: Number.POSITIVE_INFINITY };
    // The least of several: whatever else this machine does makes a try longer, never shorter.
    for (let tries = 0; tries < 10; tries++) {
      for (const [kind, headers] of [
        ['fresh', {}],
        ['known', { 'if-none-match': etag }],
      ] as const) {
        const before = process.cpuUsage();
        const reply = await app.http.inject({ url, headers });
        const { user, system } = process.cpuUsage(before);
        least[kind] = Math.min(least[kind], (user + system) / 1000);
        expect([reply.statusCode, reply.headers.etag]).toEqual([kind === 'fresh' ? 200 : 304, etag]);
        expect(reply.body).toBe(kind === 'fresh' ? first.body : '');
      }
    }
    expect(Math.max(least.fresh, least.known), 'ms of processor time').toBeLessThan(20);
    for (const copy of ['json', 'yaml']) {
      const reply = await app.http.inject({ url: `/api/v1/docs/${copy}` });
      expect([reply.statusCode, reply.headers.location]).toEqual([308, url]);
    }
  });

  test('is an eighth of itself for who takes gzip', async () => {
    const url = '/api/v1/openapi.json';
    const plain = await app.http.inject({ url, headers: { 'accept-encoding': 'br, gzip;q=0' } });
    expect(plain.headers['content-encoding']).toBeUndefined();
    const small = await app.http.inject({ url, headers: { 'accept-encoding': 'gzip, deflate, br' } });
    expect(small.headers).toMatchObject({
      'content-encoding': 'gzip',
      vary: expect.stringContaining('accept-encoding'),
    });
    expect(gunzipSync(small.rawPayload).equals(plain.rawPayload)).toBe(true);
    expect(small.rawPayload.length).toBeLessThan(130_000);
    expect(small.headers.etag).not.toBe(plain.headers.etag);
    const headers = { 'accept-encoding': 'gzip', 'if-none-match': String(small.headers.etag) };
    expect((await app.http.inject({ url, headers })).statusCode).toBe(304);
  });

  test('can be browsed', async () => {
    const reply = await app.http.inject({ url: '/api/v1/docs/' });
    expect(reply.statusCode).toBe(200);
    expect(reply.headers['content-type']).toContain('text/html');
    const script = /src="(\.?\/?[^"]*swagger-ui-bundle\.js)"/.exec(reply.body)?.[1] as string;
    const address = new URL(script, 'http://localhost/api/v1/docs/').pathname;
    expect((await app.http.inject({ url: address })).statusCode).toBe(200);
  });
});

test('closing waits for a running answer, and not for its connection', async () => {
  let arrived: (() => void) | undefined;
  let release: (() => void) | undefined;
  const under = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  const app = await httpWith({}, (http) =>
    http.get('/slow', async () => {
      arrived?.();
      await new Promise<void>((resolve) => {
        release = resolve;
      });
      return 'done';
    }),
  );
  await app.listen({ port: 0, host: '127.0.0.1' });
  const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1');
  socket.write('GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n');
  const answer = new Promise<string>((resolve) => socket.once('data', (data) => resolve(String(data))));
  await under;
  const closed = app.close();
  setTimeout(() => release?.(), 300);
  expect(await answer).toMatch(/200 OK[\s\S]*done/);
  await closed;
  socket.destroy();
});

test('answers stored for an Idempotency-Key are deleted after a week', async () => {
  const { ctx, id } = await newOrganization(app);
  const kept = (key: string, days: number) => ({
    organization_id: id,
    actor_id: 'a',
    key,
    request_hash: 'h',
    answer: '{}',
    created_at: new Date(Date.now() - days * 86_400_000),
  });
  await ctx.db
    .insertInto('idempotency_key')
    .values([kept('old', 8), kept('young', 6)])
    .execute();
  expect((await applyRetention({ ...ctx, organization: null })).idempotency_key).toBeGreaterThan(0);
  const left = await ctx.db.selectFrom('idempotency_key').select('key').execute();
  expect(left).toEqual([{ key: 'young' }]);
});

describe('queries', () => {
  test('conditions come one by one, as the description says, or as one JSON value; an empty value is none', async () => {
    const admin = await (await newOrganization(app)).as('admin');
    await openExhibition(admin);
    await admin.post('/exhibition/bills', { amount: '12.50', description: 'tea' });
    const { data } = (await admin.post('/exhibition/bills', { amount: '7.00', description: 'cups' })).body;
    await admin.post(`/exhibition/bills/${data.bill.id}/void`, { reason: 'a mistake' });
    const found = async (query: string) => {
      const { status, body } = await admin.get(`/exhibition/bills?${query}`);
      return status === 200
        ? body.data.map(({ description }: { description: string }) => description)
        : body.error.fields;
    };
    expect(await found('filter[standing]=true')).toEqual(['tea']);
    expect(await found('filter%5Bstate%5D=void&filter[standing]=false')).toEqual(['cups']);
    expect(await found('filter={"standing":true}')).toEqual(['tea']);
    expect(await found('filter[state]=&search=&limit=&after=&sort=')).toEqual(['cups', 'tea']);
    expect(await found('filter[state]=sold')).toHaveProperty(['filter.state']);
    expect(await found('filter[colour]=red')).toHaveProperty(['filter.colour']);
    expect(await found('filter[state]=void&filter={"standing":true}')).toHaveProperty('filter');
    expect(await found('colour=red')).toHaveProperty('colour');
  });
});
