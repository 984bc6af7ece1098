import { Type } from 'typebox';
import { TokensView } from '../../auth/index.ts';
import { WholeList } from '../../http/index.ts';
import { defineRecord, type Route, route } from '../../module/index.ts';
import { viewAccount } from '../account.ts';
import { addLink } from '../actions/add-link.ts';
import { changeAccount } from '../actions/change-account.ts';
import { sendCode } from '../actions/send-code.ts';
import { signIn } from '../actions/sign-in.ts';
import { AccountPatch, AccountView, CodeInput, LinkInput, PortalSession, SignInInput } from '../contract.ts';
import { enterPortal } from '../enter-portal.ts';
import { endSession, listSessions } from '../sessions.ts';

/** Requests a minute from one address; the throttle also counts for each account and address. */
const STRICT = 30;
const Organization = Type.Object({
  organization: Type.String({ maxLength: 100, description: 'the short name in its addresses' }),
});
const account = defineRecord({
  subject: 'person',
  patch: AccountPatch,
  read: (ctx) => viewAccount(ctx),
});

export const portalRoutes: Route[] = [
  route({
    method: 'POST',
    path: '/portal/{organization}/codes',
    permission: 'public',
    summary: 'Send a code by mail or SMS, to sign in or up with; the answer is the same for any address',
    params: Organization,
    body: CodeInput,
    reply: Type.Null(),
    rateLimit: STRICT,
    run: async (ctx, { params, body }) => {
      const inside = await enterPortal(ctx, params.organization);
      return inside.ok ? sendCode(inside.data, body) : inside;
    },
  }),
  route({
    method: 'POST',
    path: '/portal/{organization}/sign-in',
    permission: 'public',
    summary: 'Tokens for a code or a password; `portal.name_wanted` asks whoever signs up for `name` as well',
    params: Organization,
    body: SignInInput,
    reply: TokensView,
    rateLimit: STRICT,
    run: async (ctx, { params, body }) => {
      const inside = await enterPortal(ctx, params.organization);
      return inside.ok ? signIn(inside.data, body) : inside;
    },
  }),
  route({
    method: 'GET',
    path: '/portal/account',
    permission: 'portal',
    summary: 'One’s own account',
    record: account,
    reply: AccountView,
    run: (ctx) => viewAccount(ctx),
  }),
  route({
    method: 'PATCH',
    path: '/portal/account',
    permission: 'portal',
    summary: 'Change one’s own name and language',
    record: account,
    body: AccountPatch,
    reply: AccountView,
    run: (ctx, { body }) => changeAccount(ctx, body),
  }),
  route({
    method: 'POST',
    path: '/portal/account/links',
    permission: 'portal',
    summary: 'Let the account open what a link opens, such as that of a mail',
    body: LinkInput,
    reply: AccountView,
    rateLimit: STRICT,
    run: (ctx, { body }) => addLink(ctx, body.portal_token),
  }),
  route({
    method: 'GET',
    path: '/portal/sessions',
    permission: 'portal',
    summary: 'Where one is signed in',
    query: WholeList,
    reply: Type.Array(PortalSession),
    run: (ctx, { request }) =>
      listSessions(ctx, request.identity && 'actor' in request.identity ? request.identity.countedAs : ''),
  }),
  route({
    method: 'DELETE',
    path: '/portal/sessions/{id}',
    permission: 'portal',
    summary: 'Sign one of one’s devices out',
    params: Type.Object({ id: Type.String({ format: 'uuid' }) }),
    reply: Type.Null(),
    run: (ctx, { params }) => endSession(ctx, params.id),
  }),
];
