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

/**
 * Serves the built shells; hashed assets for a year, pages always asked for anew. While nobody owns the installation,
 * nobody can sign in: whoever comes to the console is led to the page that says how to begin.
 */
export async function serveWeb(app: FastifyInstance, dist: string, hasOwner: () => Promise<boolean>): Promise<void> {
  let owned = false;
  const toSetup = async () => {
    owned ||= await hasOwner();
    return !owned;
  };
  app.get('/', { schema: { hide: true } }, async (_, reply) =>
    reply.header('cache-control', 'no-store').redirect((await toSetup()) ? '/setup' : '/console/'),
  );
  // Browsers ask here for the icon of what is no page of ours: a PDF, a picture.
  const icon = readFileSync(new URL('../web/brand/icon.svg', import.meta.url));
  app.get('/favicon.ico', { schema: { hide: true } }, (_, reply) =>
    reply.type('image/svg+xml').header('cache-control', 'public, max-age=86400').send(icon),
  );
  if (!existsSync(dist)) return;
  const build = buildOf(dist);
  // By this an open page hears that there is a newer one (kernel/ui/light/newVersion.ts).
  if (build)
    app.addHook('onSend', async (_, reply) => {
      reply.header('x-counterfoil-build', build);
    });
  // Asked about each time, and answered 304 while it is the same: else an upgrade would reach nobody who was here before.
  const sendPage = (reply: FastifyReply, path: string) =>
    reply.header('cache-control', 'no-cache').sendFile(path, dist, { cacheControl: false });
  await app.register(async (scope) => {
    await scope.register(fastifyStatic, {
      root: join(dist, 'assets'),
      prefix: '/assets/',
      immutable: true,
      maxAge: '365d',
      preCompressed: true,
    });
    for (const [prefix, shell] of Object.entries(SHELLS)) {
      const page = async (request: FastifyRequest, reply: FastifyReply) => {
        if (shell === 'console' && (await toSetup()))
          return reply.header('cache-control', 'no-store').redirect('/setup');
        // A service worker rules over what begins with its own address, slash and all.
        return request.url === '/scanner' ? reply.redirect('/scanner/') : sendPage(reply, `${shell}/index.html`);
      };
      scope.get(prefix, { schema: { hide: true } }, page);
      scope.get(`${prefix}/*`, { schema: { hide: true } }, page);
    }
    // What makes it installable stands under names of its own, asked for anew like a page.
    const own = join(dist, 'scanner');
    for (const name of existsSync(own) ? readdirSync(own) : []) {
      if (name === 'index.html') continue;
      scope.get(`/scanner/${name}`, { schema: { hide: true } }, (_, reply) => sendPage(reply, `scanner/${name}`));
    }
  });
}

/** The name of the build (web/version.plugin.ts); null for one of before it had any. */
function buildOf(dist: string): string | null {
  const path = join(dist, 'build.json');
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as { build: string }).build : null;
}
