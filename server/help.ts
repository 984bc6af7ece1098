import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { negotiateLanguage } from '../kernel/i18n/index.ts';

/**
 * Serves the guides that the build wrote (web/help.plugin.ts): `/help/<language>/<guide>`. An address without a language
 * leads to the one that the browser wants.
 */
export function serveHelp(
  app: FastifyInstance,
  dist: string,
  sendPage: (reply: FastifyReply, path: string) => FastifyReply,
): void {
  const folder = join(dist, 'help');
  if (!existsSync(folder)) return;
  const files = new Map(
    readdirSync(folder).map((language) => [language, new Set(readdirSync(join(folder, language)))] as const),
  );
  const languages = [...files.keys()];
  const send = (reply: FastifyReply, language: string, file: string) =>
    files.get(language)?.has(file) ? sendPage(reply, `help/${language}/${file}`) : reply.callNotFound();
  const hidden = { schema: { hide: true } };
  app.get('/help', hidden, (request, reply) => reply.redirect(inTheirs(request.headers)));
  app.get<{ Params: { '*': string } }>('/help/*', hidden, (request, reply) => {
    const [first = '', name, ...more] = request.params['*'].split('/');
    if (!files.has(first)) {
      const known = name === undefined && files.get('en')?.has(`${first}.html`);
      if (first && !known) return reply.callNotFound();
      return reply.header('vary', 'accept-language').redirect(inTheirs(request.headers, first));
    }
    // The router takes an address with and without the slash for the same; links of the page need it.
    if (!name && !request.url.split('?', 1)[0]?.endsWith('/')) return reply.redirect(`/help/${first}/`);
    if (more.length > 0) return reply.callNotFound();
    return send(reply, first, name?.includes('.') ? name : `${name || 'index'}.html`);
  });

  function inTheirs(headers: { 'accept-language'?: string }, name = ''): string {
    const acceptLanguage = headers['accept-language'];
    return `/help/${negotiateLanguage({ acceptLanguage }, languages)}/${name}`;
  }
}
