import { ok } from '../../lib/result.ts';
import { route } from '../../module/index.ts';
import { acceptInvitation, findInvitation, hasAccount } from '../actions/accept-invitation.action.ts';
import { signOut } from '../actions/end-sessions.action.ts';
import { forgotPassword, resetPassword } from '../actions/reset-password.action.ts';
import { signIn } from '../actions/sign-in.action.ts';
import { sessionCookie } from '../calls.ts';
import { AcceptBody, ForgotBody, InvitationPreview, LinkBody, Nothing, ResetBody, SignInBody } from '../contract.ts';
import { refuseOtherSites, STRICT, sessionOf, setCookies } from './helpers.ts';

export const signInRoutes = [
  route({
    method: 'POST',
    path: '/auth/sign-in',
    permission: 'public',
    summary: 'Sign in with e-mail and password; `auth.second_factor_required` asks for `code` as well',
    body: SignInBody,
    reply: Nothing,
    rateLimit: STRICT,
    run: async (ctx, { body, request, reply }) => {
      const forged = refuseOtherSites(ctx, request);
      if (forged) return forged;
      const signedIn = await signIn(ctx, body);
      if (!signedIn.ok) return signedIn;
      setCookies(reply, signedIn.data.cookies);
      return ok(null);
    },
  }),
  route({
    method: 'POST',
    path: '/auth/sign-out',
    permission: 'session',
    // Of accounts, which belong to no organization.
    idempotent: false,
    summary: 'End this session',
    reply: Nothing,
    run: async (ctx, { request, reply }) => {
      const session = sessionOf(ctx, request);
      if (!session.ok) return session;
      setCookies(reply, [sessionCookie(ctx.services.auth, '', 0)]);
      return signOut(ctx, session.data);
    },
  }),
  route({
    method: 'POST',
    path: '/auth/forgot-password',
    permission: 'public',
    summary: 'Mail a link to set a new password; the answer is the same for any address',
    body: ForgotBody,
    reply: Nothing,
    rateLimit: STRICT,
    run: (ctx, { body }) => forgotPassword(ctx, body),
  }),
  route({
    method: 'POST',
    path: '/auth/reset-password',
    permission: 'public',
    summary: 'Set a new password with the token of a mailed link',
    body: ResetBody,
    reply: Nothing,
    rateLimit: STRICT,
    run: (ctx, { body }) => resetPassword(ctx, body),
  }),
  route({
    // Not a GET: proxies and servers log the address, and with it a token.
    method: 'POST',
    path: '/auth/invitation',
    permission: 'public',
    operationId: 'lookUpInvitation',
    summary: 'What an invitation is for, by the token of its link',
    body: LinkBody,
    reply: InvitationPreview,
    rateLimit: STRICT,
    run: async (ctx, { body, reply }) => {
      reply.header('cache-control', 'no-store');
      const found = await findInvitation(ctx, body.token);
      if (!found.ok) return found;
      const { email, organization } = found.data;
      return ok({ email, organization: organization.name, has_account: hasAccount(found.data) });
    },
  }),
  route({
    method: 'POST',
    path: '/auth/accept-invitation',
    permission: 'public',
    summary: 'Join the organization of an invitation, with a new account, the password of one, or signed in',
    body: AcceptBody,
    reply: Nothing,
    rateLimit: STRICT,
    run: async (ctx, { body, request, reply }) => {
      const forged = refuseOtherSites(ctx, request);
      if (forged) return forged;
      // The route is public, so nothing has authenticated the request yet.
      const identity = await ctx.services.authenticator.authenticate(request);
      const actor = identity && 'actor' in identity ? identity.actor : ctx.actor;
      const accepted = await acceptInvitation({ ...ctx, actor }, body);
      if (!accepted.ok) return accepted;
      setCookies(reply, accepted.data?.cookies ?? []);
      return ok(null);
    },
  }),
];
