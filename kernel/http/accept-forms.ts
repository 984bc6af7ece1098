import type { FastifyInstance } from 'fastify';

/**
 * Lets the routes of this scope accept an HTML form (`application/x-www-form-urlencoded`), parsed to an object of
 * texts; other routes answer it with 415.
 */
export function acceptForms(scope: FastifyInstance): void {
  scope.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, text, done) => {
    done(null, Object.fromEntries(new URLSearchParams(String(text))));
  });
}
