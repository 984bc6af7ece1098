import { refuse } from '../../lib/result.ts';
import { route } from '../../module/index.ts';
import { issuePortalTokens, issueUserTokens, refreshTokens, revokeTokens } from '../actions/tokens.action.ts';
import { Nothing, OLDER_TOKENS, RefreshBody, TokenBody, TokensView } from '../contract.ts';
import { findPortalGrant } from '../portal-grant.ts';
import { STRICT } from './helpers.ts';

export const tokenRoutes = [
  route({
    method: 'POST',
    path: '/auth/token',
    permission: 'public',
    operationId: 'createToken',
    summary: 'A short-lived JWT and a refresh token: for e-mail and password, or for the token of a portal link',
    body: TokenBody,
    reply: TokensView,
    rateLimit: STRICT,
    run: async (ctx, { body, reply }) => {
      reply.header('cache-control', 'no-store');
      if (!('portal_token' in body)) return issueUserTokens(ctx, body);
      const grant = await findPortalGrant(ctx, ctx.services.auth.manifests, body.portal_token);
      return grant ? issuePortalTokens(ctx, grant.organization, grant.subject) : refuse('auth.bad_token');
    },
  }),
  route({
    method: 'POST',
    path: '/auth/token/refresh',
    aliases: ['/api/v1/auth/refresh'],
    olderFields: OLDER_TOKENS,
    permission: 'public',
    summary: 'A new pair for a refresh token, which works once',
    body: RefreshBody,
    reply: TokensView,
    rateLimit: 120,
    run: async (ctx, { body, reply }) => {
      reply.header('cache-control', 'no-store');
      return refreshTokens(ctx, body.refresh_token);
    },
  }),
  route({
    method: 'POST',
    path: '/auth/token/revoke',
    permission: 'public',
    summary: 'Sign a client out: its refresh token and what came from it end',
    body: RefreshBody,
    reply: Nothing,
    rateLimit: 120,
    run: (ctx, { body }) => revokeTokens(ctx, body.refresh_token),
  }),
];
