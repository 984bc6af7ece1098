import type { FastifyInstance } from 'fastify';

/**
 * Lets the routes of this scope take an HTML form (`application/x-www-form-urlencoded`), as an object of texts;
 * elsewhere it is a 415.
 */
export function takeForms(scope: FastifyInstance): void {
  scope.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, text, done) => {
    done(null, Object.fromEntries(new URLSearchParams(String(text))));
  });
}
