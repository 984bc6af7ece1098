import { Type } from 'typebox';
import { ok } from '../../lib/result.ts';
import { nullable } from '../../lib/schemas.ts';
import { route } from '../../module/index.ts';
import { beginSingleSignOn, endSingleSignOn, singleSignOnName } from '../actions/single-sign-on.action.ts';
import { Nothing } from '../contract.ts';
import { refuseOtherSites, STRICT, setCookies } from './helpers.ts';

const Answer = Type.Object({
  code: Type.Optional(Type.String({ maxLength: 4000 })),
  state: Type.Optional(Type.String({ maxLength: 500 })),
  iss: Type.Optional(Type.String({ maxLength: 500 })),
  error: Type.Optional(Type.String({ maxLength: 200 })),
  error_description: Type.Optional(Type.String({ maxLength: 2000 })),
  session_state: Type.Optional(Type.String({ maxLength: 500 })),
  scope: Type.Optional(Type.String({ maxLength: 2000 })),
  authuser: Type.Optional(Type.String({ maxLength: 100 })),
  prompt: Type.Optional(Type.String({ maxLength: 100 })),
  hd: Type.Optional(Type.String({ maxLength: 300 })),
});

export const singleSignOnRoutes = [
  route({
    method: 'GET',
    path: '/auth/single-sign-on',
    permission: 'public',
    operationId: 'getSingleSignOn',
    summary: 'The provider that signs people of this installation in, by its name; null: none',
    reply: Type.Object({ name: nullable(Type.String()) }),
    run: async (ctx) => ok({ name: singleSignOnName(ctx) }),
  }),
  route({
    method: 'POST',
    path: '/auth/single-sign-on',
    permission: 'public',
    operationId: 'beginSingleSignOn',
    summary:
      'Begin to sign in by the provider: the address to go to, and a cookie that ties its answer to this browser',
    body: Type.Object({ next: Type.Optional(Type.String({ maxLength: 500 })) }, { additionalProperties: false }),
    reply: Type.Object({ url: Type.String() }),
    rateLimit: STRICT,
    run: async (ctx, { body, request, reply }) => {
      const forged = refuseOtherSites(ctx, request);
      if (forged) return forged;
      const begun = await beginSingleSignOn(ctx, body.next ?? '');
      if (!begun.ok) return begun;
      setCookies(reply, begun.data.cookies);
      return ok({ url: begun.data.url });
    },
  }),
  route({
    // A GET that the provider sends the browser to; the cookie and `state` say that this browser began.
    method: 'GET',
    path: '/auth/callback/oidc',
    permission: 'public',
    operationId: 'endSingleSignOn',
    summary: 'Where the provider sends the browser back to; leads to the console, signed in, or to the sign-in page',
    query: Answer,
    reply: Nothing,
    status: 302,
    rateLimit: STRICT,
    run: async (ctx, { query, request, reply }) => {
      const ended = await endSingleSignOn(ctx, query as Record<string, string>, request.headers.cookie ?? '');
      setCookies(reply, ended.cookies);
      reply.header('location', ended.to);
      return ok(null);
    },
  }),
];
