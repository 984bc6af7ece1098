import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pages as kernelPages } from '../web/pages.ts';
import { modules } from './modules.ts';
import { serveWeb } from './web.ts';

const pages = [...kernelPages, ...modules.flatMap((module) => module.pages ?? [])];
const dist = mkdtempSync(join(tmpdir(), 'counterfoil-dist-'));
const FILES = [
  ...pages.map(({ name }) => `${name}/index.html`),
  'assets/console-a1b2c3.js',
  'scanner/sw.js',
  'scanner/manifest.webmanifest',
  ...['en', 'hi'].flatMap((language) => ['index', 'till'].map((name) => `help/${language}/${name}.html`)),
  'help/en/search.json',
];
let app: FastifyInstance;
beforeAll(async () => {
  for (const file of FILES) {
    mkdirSync(dirname(join(dist, file)), { recursive: true });
    writeFileSync(join(dist, file), `<title>${file}</title>`);
  }
  writeFileSync(join(dist, 'build.json'), '{"build":"0123456789abcdef"}');
  app = Fastify();
  app.addHook('onRequest', async (_, reply) => {
    reply.header('content-security-policy', "img-src 'self'; object-src 'none'");
  });
  app.get('/api/v1/anything', async () => ({ ok: true }));
  await serveWeb(app, dist, pages, {
    hasOwner: async () => true,
    hasSession: ({ headers }) => headers.cookie !== undefined,
    pictureOrigins: async ({ headers }) => (headers.cookie === 'with=tiles' ? ['https://tiles.example.com'] : []),
  });
  await app.ready();
});
afterAll(async () => {
  await app.close();
  rmSync(dist, { recursive: true });
});

test.each([
  '/console',
  '/console/',
  '/console/exhibition/customers',
  '/c/a-token',
  '/display',
  '/console/login',
  '/console/forgot-password',
  '/setup',
  '/chat/malabar',
  '/r/onam',
  '/m',
  '/m/',
  '/scanner/',
  '/scanner/login',
  '/scanner/sw.js',
  '/scanner/manifest.webmanifest',
  '/help/en/',
  '/help/hi/till',
  '/help/en/search.json',
])('%s is asked about each time, and not sent again while it is the same', async (url) => {
  const cookie = 'session=1';
  const first = await app.inject({ url, headers: { cookie } });
  expect(first.statusCode).toBe(200);
  expect(first.headers['cache-control']).toBe('no-cache');
  expect(first.headers.etag).toMatch(/^(W\/)?".+"$/);
  const again = await app.inject({ url, headers: { cookie, 'if-none-match': String(first.headers.etag) } });
  expect([again.statusCode, again.body, again.headers['cache-control']]).toEqual([304, '', 'no-cache']);
});

test('a page that may show pictures of another server says so each time, and is never the one kept before', async () => {
  const headers = { cookie: 'session=1' };
  const { etag } = (await app.inject({ url: '/console/', headers })).headers;
  const asking = { cookie: 'with=tiles', 'if-none-match': String(etag) };
  const page = await app.inject({ url: '/console/coffee/map', headers: asking });
  expect([page.statusCode, page.headers['cache-control']]).toEqual([200, 'no-store']);
  expect(page.headers['content-security-policy']).toBe("img-src 'self' https://tiles.example.com; object-src 'none'");
  const other = await app.inject({ url: '/scanner/', headers: asking });
  expect(other.headers['content-security-policy']).toBe("img-src 'self'; object-src 'none'");
});

test('who has no session gets the sign-in page at once, which leads back', async () => {
  const goes = async (url: string) => {
    const { statusCode, headers } = await app.inject({ url });
    return [statusCode, headers.location, headers['cache-control']];
  };
  expect(await goes('/console')).toEqual([302, '/console/login', 'no-store']);
  expect(await goes('/console/')).toEqual([302, '/console/login', 'no-store']);
  expect(await goes('/console/exhibition/bills?search=saree&a=1')).toEqual([
    302,
    '/console/login?next=%2Fexhibition%2Fbills%3Fsearch%3Dsaree%26a%3D1',
    'no-store',
  ]);
  for (const url of [
    '/console/login',
    '/console/login?next=%2F',
    '/console/accept-invitation',
    '/console/reset-password',
  ])
    expect(await goes(url), url).toEqual([200, undefined, 'no-cache']);
});

test('files with a hash in their name are cached for a year', async () => {
  const asset = await app.inject({ url: '/assets/console-a1b2c3.js' });
  expect(asset.headers['cache-control']).toBe('public, max-age=31536000, immutable');
});

test('every answer names the build, so that an open page notices a newer one', async () => {
  for (const url of ['/api/v1/anything', '/console/', '/assets/console-a1b2c3.js', '/nowhere'])
    expect((await app.inject({ url })).headers['x-counterfoil-build'], url).toBe('0123456789abcdef');
});

test('a guide without a language in its address is opened in the language that the browser wants', async () => {
  const goes = async (url: string, language?: string) => {
    const answer = await app.inject({ url, headers: language ? { 'accept-language': language } : {} });
    return [answer.statusCode, answer.headers.location];
  };
  expect(await goes('/help')).toEqual([302, '/help/en/']);
  expect(await goes('/help/', 'hi-IN,en;q=0.8')).toEqual([302, '/help/hi/']);
  expect(await goes('/help/till', 'hi-IN,en;q=0.8')).toEqual([302, '/help/hi/till']);
  expect(await goes('/help/till', 'de')).toEqual([302, '/help/en/till']);
  expect(await goes('/help/hi')).toEqual([302, '/help/hi/']);
});

test.each([
  '/help/nothing',
  '/help/en/nothing',
  '/help/en/../../build.json',
  '/help/en/%2e%2e%2fbuild.json',
  '/help/en/till/x',
])('%s is no guide', async (url) => {
  expect((await app.inject({ url })).statusCode).toBe(404);
});
