import { Type } from 'typebox';
import { ok } from '../../lib/result.ts';
import { ById } from '../../lib/schemas.ts';
import { route } from '../../module/index.ts';
import {
  addPasskey,
  beginPasskey,
  beginPasskeySignIn,
  removePasskey,
  signInByPasskey,
} from '../actions/passkeys.action.ts';
import { NewPasskey, Nothing, PasskeyAnswer, PasskeyOptions, PasskeyRow, PasswordBody } from '../contract.ts';
import { listPasskeys } from '../queries.ts';
import { refuseOtherSites, STRICT, sessionOf, setCookies } from './helpers.ts';

export const passkeyRoutes = [
  route({
    method: 'POST',
    path: '/auth/passkey/options',
    permission: 'public',
    operationId: 'beginPasskeySignIn',
    summary: 'Begin to sign in by a passkey: what the browser is asked, and a cookie that ties its answer to it',
    reply: PasskeyOptions,
    rateLimit: STRICT,
    run: async (ctx, { request, reply }) => {
      const forged = refuseOtherSites(ctx, request);
      if (forged) return forged;
      const asked = await beginPasskeySignIn(ctx);
      if (!asked.ok) return asked;
      setCookies(reply, asked.data.cookies);
      return ok({ options: asked.data.options });
    },
  }),
  route({
    method: 'POST',
    path: '/auth/passkey',
    permission: 'public',
    operationId: 'signInByPasskey',
    summary: 'Sign in by what the browser answered; no second factor is asked for',
    body: PasskeyAnswer,
    bodyLimit: 32 * 1024,
    reply: Nothing,
    rateLimit: STRICT,
    run: async (ctx, { body, request, reply }) => {
      const forged = refuseOtherSites(ctx, request);
      if (forged) return forged;
      const signedIn = await signInByPasskey(ctx, body, request.headers.cookie ?? '');
      if (!signedIn.ok) return signedIn;
      setCookies(reply, signedIn.data.cookies);
      return ok(null);
    },
  }),
  route({
    method: 'GET',
    path: '/session/passkeys',
    permission: 'session',
    operationId: 'listPasskeys',
    summary: 'Your passkeys',
    reply: Type.Array(PasskeyRow),
    run: (ctx) => listPasskeys(ctx),
  }),
  route({
    method: 'POST',
    path: '/session/passkeys/options',
    permission: 'session',
    idempotent: false,
    operationId: 'beginPasskey',
    summary: 'Begin to add a passkey: what the browser is asked, and a cookie that ties its answer to it',
    body: PasswordBody,
    reply: PasskeyOptions,
    rateLimit: STRICT,
    run: async (ctx, { body, request, reply }) => {
      const session = sessionOf(ctx, request);
      if (!session.ok) return session;
      const asked = await beginPasskey(ctx, session.data, body.password);
      if (!asked.ok) return asked;
      setCookies(reply, asked.data.cookies);
      return ok({ options: asked.data.options });
    },
  }),
  route({
    method: 'POST',
    path: '/session/passkeys',
    permission: 'session',
    idempotent: false,
    operationId: 'addPasskey',
    summary: 'Add the passkey that the browser made',
    body: NewPasskey,
    reply: Nothing,
    rateLimit: STRICT,
    run: async (ctx, { body, request }) => {
      const session = sessionOf(ctx, request);
      return session.ok ? addPasskey(ctx, session.data, body, request.headers.cookie ?? '') : session;
    },
  }),
  route({
    // Not a DELETE, since it has a body.
    method: 'POST',
    path: '/session/passkeys/{id}/remove',
    permission: 'session',
    idempotent: false,
    operationId: 'removePasskey',
    summary: 'Remove a passkey; it signs you in no more',
    params: ById,
    body: PasswordBody,
    reply: Nothing,
    rateLimit: STRICT,
    run: (ctx, { params, body }) => removePasskey(ctx, params.id, body.password),
  }),
];
