import { Type } from 'typebox';
import { ok } from '../../lib/result.ts';
import { ById, nullable } from '../../lib/schemas.ts';
import { route } from '../../module/index.ts';
import { listConnected, unlinkConnected } from '../actions/connected.action.ts';
import { beginSingleSignOn, singleSignOnName } from '../actions/single-sign-on.action.ts';
import { refuseOtherSites, STRICT, setCookies } from './helpers.ts';

const Connected = Type.Object({
  id: Type.String({ format: 'uuid' }),
  provider: Type.String({ description: 'What people call the provider.' }),
  created_at: Type.String({ format: 'date-time' }),
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
    method: 'GET',
    path: '/session/connected',
    permission: 'session',
    operationId: 'listConnectedSignIns',
    summary: 'The accounts of the provider that sign you in',
    reply: Type.Array(Connected),
    run: (ctx) => listConnected(ctx),
  }),
  route({
    method: 'DELETE',
    path: '/session/connected/{id}',
    permission: 'session',
    operationId: 'unlinkConnectedSignIn',
    summary: 'Unlink an account of the provider; it signs you in no more',
    params: ById,
    reply: Type.Null(),
    run: (ctx, { params }) => unlinkConnected(ctx, params.id),
  }),
];
