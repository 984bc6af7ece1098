import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Page } from '../kernel/module/index.ts';

/**
 * Serves the built pages; hashed assets for a year, pages always asked for anew. While nobody owns the installation,
 * nobody can sign in: whoever comes to the console is led to the page that says how to begin.
 */
export async function serveWeb(
  app: FastifyInstance,
  dist: string,
  pages: Page[],
  hasOwner: () => Promise<boolean>,
): Promise<void> {
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
  // Asked about each time, and answered 304 while it is the same: else an upgrade would reach nobody who was here
  // before.
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
    for (const { name, address, app: installable } of pages) {
      const page = async (request: FastifyRequest, reply: FastifyReply) => {
        if (name === 'console' && (await toSetup()))
          return reply.header('cache-control', 'no-store').redirect('/setup');
        // A service worker rules over what begins with its own address, slash and all.
        const bare = installable && request.url === address;
        return bare ? reply.redirect(`${address}/`) : sendPage(reply, `${name}/index.html`);
      };
      scope.get(address, { schema: { hide: true } }, page);
      scope.get(`${address}/*`, { schema: { hide: true } }, page);
      // What makes it installable stands under names of its own, asked for anew like a page.
      const own = installable && existsSync(join(dist, name)) ? readdirSync(join(dist, name)) : [];
      for (const file of own) {
        if (file === 'index.html') continue;
        scope.get(`${address}/${file}`, { schema: { hide: true } }, (_, reply) => sendPage(reply, `${name}/${file}`));
      }
    }
  });
}

/** The name of the build (web/version.plugin.ts); null for one of before it had any. */
function buildOf(dist: string): string | null {
  const path = join(dist, 'build.json');
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as { build: string }).build : null;
}
