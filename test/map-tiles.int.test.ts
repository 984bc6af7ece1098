import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildApp, pictureOrigins } from '../kernel/http/index.ts';
import { serveWeb } from '../server/web.ts';
import { pages } from '../web/pages.ts';
import { type Caller, newOrganization, type TestApp, useTestApp } from './harness/index.ts';

const TILES = { map_tiles: 'https://tiles.example.com/{z}/{x}/{y}.png', map_attribution: '© Example' };
const dist = mkdtempSync(join(tmpdir(), 'counterfoil-map-'));
let app: TestApp;
let http: FastifyInstance;
beforeAll(async () => {
  app = await useTestApp();
  mkdirSync(join(dist, 'console'), { recursive: true });
  mkdirSync(join(dist, 'assets'));
  writeFileSync(join(dist, 'console', 'index.html'), '<title>console</title>');
  http = await buildApp(app.boot);
  await serveWeb(http, dist, pages, {
    hasOwner: async () => true,
    hasSession: ({ headers }) => headers.cookie !== undefined,
    pictureOrigins: (request) => pictureOrigins(app.boot, request),
  });
  await http.ready();
});
afterAll(async () => {
  await http.close();
  rmSync(dist, { recursive: true });
});

async function imagesOf({ headers: { cookie = '' } }: Caller, query = ''): Promise<string | undefined> {
  const page = await http.inject({ url: `/console/coffee/map${query}`, headers: { cookie } });
  expect(page.statusCode).toBe(200);
  return /img-src ([^;]*)/.exec(String(page.headers['content-security-policy']))?.[1];
}
const OWN = "'self' data: blob:";

test('an owner sets the tiles: the map names them, and the pages of its members allow exactly their server', async () => {
  const organization = await newOrganization(app, { modules: ['coffee'] });
  const [owner, viewer] = [await organization.as('owner'), await organization.as('viewer')];
  expect((await viewer.get('/coffee/map')).body.data.tiles).toBeNull();
  expect(await imagesOf(viewer)).toBe(OWN);
  expect((await owner.patch('/settings/coffee', TILES)).status).toBe(200);
  expect((await viewer.get('/coffee/map')).body.data.tiles).toEqual({
    url: TILES.map_tiles,
    attribution: TILES.map_attribution,
  });
  expect(await imagesOf(viewer)).toBe(`${OWN} https://tiles.example.com`);
  const stranger = await (await newOrganization(app, { modules: ['coffee'] })).as('owner');
  expect(await imagesOf(stranger)).toBe(OWN);
  // Naming an organization that one does not belong to opens nothing.
  expect(await imagesOf(stranger, `?organization=${organization.id}`)).toBe(OWN);
  expect((await owner.patch('/settings/coffee', { map_tiles: null })).status).toBe(200);
  expect(await imagesOf(viewer)).toBe(OWN);
});

test('who is no owner does not set them', async () => {
  const organization = await newOrganization(app, { modules: ['coffee'] });
  const admin = await organization.as('admin');
  const refused = await admin.patch('/settings/coffee', TILES);
  expect(refused.status).toBe(403);
  expect(Object.keys(refused.body.error.fields)).toEqual(['map_tiles', 'map_attribution']);
  expect((await admin.get('/coffee/map')).body.data.tiles).toBeNull();
});

test.each([
  ['http', { ...TILES, map_tiles: 'http://tiles.example.com/{z}/{x}/{y}.png' }, 'map_tiles'],
  ['no place for the tile', { ...TILES, map_tiles: 'https://tiles.example.com/map.png' }, 'map_tiles'],
  ['every server', { ...TILES, map_tiles: 'https://*/{z}/{x}/{y}.png' }, 'map_tiles'],
  ['nobody named', { ...TILES, map_attribution: ' ' }, 'map_attribution'],
])('refuses tiles, and changes nothing: %s', async (_, values, field) => {
  const owner = await (await newOrganization(app, { modules: ['coffee'] })).as('owner');
  const refused = await owner.patch('/settings/coffee', values);
  expect(refused.status).toBe(422);
  expect(Object.keys(refused.body.error.fields)).toEqual([field]);
  expect((await owner.get('/coffee/map')).body.data.tiles).toBeNull();
  expect(await imagesOf(owner)).toBe(OWN);
});
