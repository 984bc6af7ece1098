import { Type } from 'typebox';
import { ok } from '../../lib/result.ts';
import { ById } from '../../lib/schemas.ts';
import { route, type VersionedRecord } from '../../module/index.ts';
import { changePassword } from '../actions/change-password.action.ts';
import {
  renewSession,
  revokeOtherSessions,
  revokeSession,
  switchOrganization,
} from '../actions/end-sessions.action.ts';
import { confirmTwoFactor, disableTwoFactor, enableTwoFactor } from '../actions/two-factor.action.ts';
import { updateProfile } from '../actions/update-profile.action.ts';
import {
  ChangePasswordBody,
  CodeBody,
  Nothing,
  PasswordBody,
  ProfilePatch,
  Secrets,
  SessionRow,
  SessionView,
} from '../contract.ts';
import { listSessions, readProfile, sessionView } from '../queries.ts';
import { STRICT, sessionOf, setCookies } from './helpers.ts';

type Profile = { user: { id: string; name: string; language: string | null } };
const profile: VersionedRecord<unknown, Profile> = {
  kind: 'auth.user',
  fields: ({ user }) => ({ name: user.name, language: user.language }),
  subjects: ({ user }) => [{ type: 'auth.user', id: user.id }],
  read: (ctx) => readProfile(ctx),
};

export const sessionRoutes = [
  route({
    method: 'GET',
    path: '/session',
    permission: 'session',
    summary: 'Who is signed in, in which organization, and what they may do there',
    record: profile,
    reply: SessionView,
    run: async (ctx, { request, reply }) => {
      const session = ctx.services.auth.sessions.get(request);
      setCookies(reply, session ? await renewSession(ctx, session) : []);
      return sessionView(ctx);
    },
  }),
  route({
    method: 'PATCH',
    path: '/session',
    permission: 'session',
    summary: 'Change your own name and language',
    record: profile,
    body: ProfilePatch,
    reply: Nothing,
    run: (ctx, { body }) => updateProfile(ctx, body),
  }),
  route({
    method: 'POST',
    path: '/session/organization',
    permission: 'session',
    operationId: 'chooseOrganization',
    idempotent: false,
    summary: 'Work in another of your organizations',
    body: Type.Object({ organization_id: Type.String({ format: 'uuid' }) }, { additionalProperties: false }),
    reply: Nothing,
    run: async (ctx, { body, request }) => {
      const session = sessionOf(ctx, request);
      return session.ok ? switchOrganization(ctx, session.data, body.organization_id) : session;
    },
  }),
  route({
    method: 'GET',
    path: '/actor-kinds',
    permission: 'audit.read',
    summary: 'The kinds of those who act, as audit entries name them',
    reply: Type.Array(Type.String()),
    run: async (ctx) => ok([...ctx.services.auth.kinds.keys()]),
  }),
  route({
    method: 'GET',
    path: '/sessions',
    permission: 'session',
    summary: 'Where you are signed in',
    reply: Type.Array(SessionRow),
    run: (ctx, { request }) => listSessions(ctx, ctx.services.auth.sessions.get(request)?.id),
  }),
  route({
    method: 'DELETE',
    path: '/sessions/{id}',
    permission: 'session',
    summary: 'Sign one of your devices out',
    params: ById,
    reply: Nothing,
    run: (ctx, { params }) => revokeSession(ctx, params.id),
  }),
  route({
    method: 'DELETE',
    path: '/sessions',
    permission: 'session',
    summary: 'Sign all your other devices out',
    reply: Type.Object({ ended: Type.Integer() }),
    run: (ctx, { request }) => revokeOtherSessions(ctx, ctx.services.auth.sessions.get(request)),
  }),
  route({
    method: 'POST',
    path: '/auth/change-password',
    permission: 'session',
    idempotent: false,
    summary: 'Change your password; your other sessions end',
    body: ChangePasswordBody,
    reply: Nothing,
    rateLimit: STRICT,
    run: async (ctx, { body, request }) => {
      const session = sessionOf(ctx, request);
      if (!session.ok) return session;
      const input = { currentPassword: body.current_password, newPassword: body.new_password };
      return changePassword(ctx, session.data, input);
    },
  }),
  route({
    method: 'POST',
    path: '/auth/two-factor/enable',
    permission: 'session',
    idempotent: false,
    summary: 'Begin to turn the second factor on: the address for the authenticator app, and backup codes',
    body: PasswordBody,
    reply: Secrets,
    rateLimit: STRICT,
    run: async (ctx, { body, request, reply }) => {
      const session = sessionOf(ctx, request);
      if (!session.ok) return session;
      const changed = await enableTwoFactor(ctx, session.data, body.password);
      if (!changed.ok) return changed;
      setCookies(reply, changed.data.cookies);
      return ok(changed.data.response);
    },
  }),
  route({
    method: 'POST',
    path: '/auth/two-factor/confirm',
    permission: 'session',
    idempotent: false,
    summary: 'Turn the second factor on with a first code',
    body: CodeBody,
    reply: Nothing,
    rateLimit: STRICT,
    run: async (ctx, { body, request, reply }) => {
      const session = sessionOf(ctx, request);
      if (!session.ok) return session;
      const changed = await confirmTwoFactor(ctx, session.data, body.code);
      if (!changed.ok) return changed;
      setCookies(reply, changed.data.cookies);
      return ok(null);
    },
  }),
  route({
    method: 'POST',
    path: '/auth/two-factor/disable',
    permission: 'session',
    idempotent: false,
    summary: 'Turn the second factor off',
    body: PasswordBody,
    reply: Nothing,
    rateLimit: STRICT,
    run: async (ctx, { body, request, reply }) => {
      const session = sessionOf(ctx, request);
      if (!session.ok) return session;
      const changed = await disableTwoFactor(ctx, session.data, body.password);
      if (!changed.ok) return changed;
      setCookies(reply, changed.data.cookies);
      return ok(null);
    },
  }),
];
