import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { allowPicturesFrom } from '../kernel/http/index.ts';
import type { Page } from '../kernel/module/index.ts';
import { serveHelp } from './help.ts';

type Arrival = {
  /** of the installation */
  hasOwner: () => Promise<boolean>;
  /** whether the browser sends a session at all; whether it is good the console asks itself */
  hasSession: (request: FastifyRequest) => boolean;
  /** other servers from which the console of the sender's organization may load pictures */
  pictureOrigins: (request: FastifyRequest) => Promise<string[]>;
};

/**
 * Serves the built pages: hashed assets are cached for a year, pages are always revalidated. Until the installation has
 * an owner nobody can sign in, so the console redirects to the page that explains how to begin; and whoever has no session
 * gets the sign-in page, a twentieth of the console, at once.
 */
export async function serveWeb(
  app: FastifyInstance,
  dist: string,
  pages: Page[],
  { hasOwner, hasSession, pictureOrigins }: Arrival,
): Promise<void> {
  let owned = false;
  const toSetup = async () => {
    owned ||= await hasOwner();
    return !owned;
  };
  app.get('/', { schema: { hide: true } }, async (_, reply) =>
    reply.header('cache-control', 'no-store').redirect((await toSetup()) ? '/setup' : '/console/'),
  );
  // Where the older programs had their pages for staff.
  for (const url of ['/admin', '/admin/*'])
    app.get(url, { schema: { hide: true } }, (_, reply) => reply.redirect('/console/', 308));
  // Browsers request the icon here for files that are not pages: a PDF, a picture.
  const icon = readFileSync(new URL('../web/brand/icon.svg', import.meta.url));
  app.get('/favicon.ico', { schema: { hide: true } }, (_, reply) =>
    reply.type('image/svg+xml').header('cache-control', 'public, max-age=86400').send(icon),
  );
  if (!existsSync(dist)) return;
  const build = buildOf(dist);
  // An open page notices a newer build by this header (kernel/ui/light/newVersion.ts).
  if (build)
    app.addHook('onSend', async (_, reply) => {
      reply.header('x-counterfoil-build', build);
    });
  // Revalidated each time, with a 304 while it is the same: otherwise an upgrade would not reach earlier visitors.
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
    serveHelp(scope, dist, sendPage);
    for (const { name, address, also = [], app: installable, worker } of pages) {
      const page = async (request: FastifyRequest, reply: FastifyReply) => {
        if ((name === 'console' || name === 'sign-in') && (await toSetup()))
          return reply.header('cache-control', 'no-store').redirect('/setup');
        if (name === 'console' && !hasSession(request))
          return reply.header('cache-control', 'no-store').redirect(signInFor(request.url.slice(address.length)));
        // A service worker controls the paths that begin with its own address, including the slash; the console has most
        // of its pages below it.
        const bare = installable && !worker && request.url === address;
        if (bare) return reply.redirect(`${address}/`);
        const origins = name === 'console' ? await pictureOrigins(request) : [];
        if (origins.length === 0) return sendPage(reply, `${name}/index.html`);
        allowPicturesFrom(origins, request, reply);
        return reply.sendFile(`${name}/index.html`, dist, { cacheControl: false });
      };
      for (const other of also) scope.get(other, { schema: { hide: true } }, page);
      scope.get(address, { schema: { hide: true } }, page);
      scope.get(`${address}/*`, { schema: { hide: true } }, page);
      // Service workers and what belongs to an installable page have fixed names, and are revalidated like pages.
      const own = (installable || worker) && existsSync(join(dist, name)) ? readdirSync(join(dist, name)) : [];
      for (const file of own) {
        if (file === 'index.html') continue;
        scope.get(`${address}/${file}`, { schema: { hide: true } }, (_, reply) => sendPage(reply, `${name}/${file}`));
      }
    }
  });
}

/** @param wanted what follows the console's address: the sign-in leads back to it */
function signInFor(wanted: string): string {
  const next = wanted === '' || wanted === '/' ? '' : `?${new URLSearchParams({ next: wanted })}`;
  return `/console/login${next}`;
}

/** The name of the build (web/version.plugin.ts); null for builds without one. */
function buildOf(dist: string): string | null {
  const path = join(dist, 'build.json');
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as { build: string }).build : null;
}
