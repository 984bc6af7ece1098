/**
 * Play money as other companies would run it: they know nothing of payments except what they get over HTTP. Both
 * operators and the payers' phones run in this program, alone (`counterfoil sandbox`), and in tests; the card in this
 * program.
 */
import type { FastifyInstance } from 'fastify';
import { acceptForms } from '../../http/index.ts';
import { airtelWire } from './airtel.http.ts';
import { mtnWire } from './mtn.http.ts';
import type { SandboxOptions } from './operator.ts';
import { phonePages } from './phones.http.ts';

export { openBook } from './book.ts';
export { cardSandbox } from './card.http.ts';
export type { SandboxOptions } from './operator.ts';
export { sandboxTexts } from './texts.ts';

/** Serves `/mtn`, `/airtel` and `/phones` below the prefix of `scope`. */
export function mobileSandbox(scope: FastifyInstance, options: SandboxOptions): void {
  acceptForms(scope);
  for (const [prefix, wire] of [
    ['/mtn', mtnWire],
    ['/airtel', airtelWire],
  ] as const)
    scope.register(
      async (operator) => {
        // Hidden from our own API's description.
        operator.addHook('onRoute', (route) => {
          route.schema = { ...route.schema, hide: true };
        });
        // An empty body with a JSON type is a fault to Fastify, but not to the operators.
        operator.removeAllContentTypeParsers();
        operator.addContentTypeParser('*', { parseAs: 'string', bodyLimit: 64 * 1024 }, (_request, text, done) => {
          try {
            const body: unknown = text ? JSON.parse(String(text)) : null;
            done(null, typeof body === 'object' ? body : null);
          } catch {
            done(null, null);
          }
        });
        wire(operator, options);
      },
      { prefix },
    );
  scope.register(async (pages) => {
    pages.addHook('onRoute', (route) => {
      route.schema = { ...route.schema, hide: true };
    });
    phonePages(pages, options);
  });
}
