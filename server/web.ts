import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** The browser shells: each is one page that finds its own way below its address. */
const SHELLS = {
  '/console': 'console',
  '/c': 'portal',
  '/setup': 'setup',
  '/chat': 'chat',
  '/r': 'raffle',
  '/m': 'pass',
  '/scanner': 'scanner',
};

/** Serves the built shells; hashed assets for a year, pages always asked for anew. */
export async function serveWeb(app: FastifyInstance, dist: string): Promise<void> {
  app.get('/', { schema: { hide: true } }, (_, reply) => reply.redirect('/console/'));
  // Browsers ask here for the icon of what is no page of ours: a PDF, a picture.
  const icon = readFileSync(new URL('../web/brand/icon.svg', import.meta.url));
  app.get('/favicon.ico', { schema: { hide: true } }, (_, reply) =>
    reply.type('image/svg+xml').header('cache-control', 'public, max-age=86400').send(icon),
  );
  if (!existsSync(dist)) return;
  await app.register(async (scope) => {
    await scope.register(fastifyStatic, {
      root: join(dist, 'assets'),
      prefix: '/assets/',
      immutable: true,
      maxAge: '365d',
      preCompressed: true,
    });
    for (const [prefix, shell] of Object.entries(SHELLS)) {
      const page = (request: FastifyRequest, reply: FastifyReply) =>
        // A service worker rules over what begins with its own address, slash and all.
        request.url === '/scanner' ? reply.redirect('/scanner/') : reply.sendFile(`${shell}/index.html`, dist);
      scope.get(prefix, { schema: { hide: true } }, page);
      scope.get(`${prefix}/*`, { schema: { hide: true } }, page);
    }
    // What makes it installable stands under names of its own, asked for anew like a page.
    const own = join(dist, 'scanner');
    for (const name of existsSync(own) ? readdirSync(own) : []) {
      if (name === 'index.html') continue;
      scope.get(`/scanner/${name}`, { schema: { hide: true } }, (_, reply) => reply.sendFile(`scanner/${name}`, dist));
    }
  });
}
