import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { OLDER_TOKENS, TokensView } from '../../auth/index.ts';
import { WholeList } from '../../http/index.ts';
import { ok } from '../../lib/result.ts';
import { ById } from '../../lib/schemas.ts';
import { defineRecord, download, type Route, route } from '../../module/index.ts';
import { aboutPortal, manifestOf } from '../about.ts';
import { viewAccount } from '../account.ts';
import { addLink } from '../actions/add-link.action.ts';
import { changeAccount } from '../actions/change-account.action.ts';
import { removeContact, setContact } from '../actions/change-contact.action.ts';
import { makeChatCode } from '../actions/make-chat-code.action.ts';
import { sendCode } from '../actions/send-code.action.ts';
import { signIn } from '../actions/sign-in.action.ts';
import { ownChats, unlinkChat } from '../chats/own-chats.ts';
import {
  AccountPatch,
  AccountView,
  ChatCode,
  CodeInput,
  ContactInput,
  ContactKind,
  LinkInput,
  OwnChat,
  PortalAbout,
  PortalSession,
  SignInInput,
} from '../contract.ts';
import { enterPortal } from '../enter-portal.ts';
import { appIcon } from '../icon.ts';
import { endOtherSessions, endSession, listSessions } from '../sessions.ts';

/**
 * Requests a minute from one address, which the customers of a mobile operator share; the throttle counts for each
 * account, and passwords wait in a bounded queue.
 */
const STRICT = 120;
const Organization = Type.Object({
  organization: Type.String({ maxLength: 100, description: 'the short name in its addresses' }),
});
const account = defineRecord({
  subject: 'person',
  patch: AccountPatch,
  read: (ctx) => viewAccount(ctx),
});

/** The caller's token family, by which requests with its tokens are counted. */
function familyOf({ identity }: FastifyRequest): string | null {
  return identity && 'actor' in identity ? identity.countedAs.replace(/^token /, '') : null;
}

/** The organization of a request to an older address, which has none in it. */
function namedBy({ headers }: FastifyRequest): string | undefined {
  const named = headers['x-organization'];
  return typeof named === 'string' ? named : undefined;
}

export const portalRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/portal/{organization}/about',
    permission: 'public',
    summary: 'Whose account page this is, and whether codes can go to phones; refused while nobody may sign up',
    params: Organization,
    reply: PortalAbout,
    run: async (ctx, { params }) => {
      const inside = await enterPortal(ctx, params.organization);
      return inside.ok ? ok(await aboutPortal(inside.data)) : inside;
    },
  }),
  route({
    method: 'GET',
    path: '/portal/{organization}/manifest',
    permission: 'public',
    file: 'application/manifest+json',
    summary: 'The page as an app on a phone, with the organization’s name',
    params: Organization,
    run: async (ctx, { params }) => {
      const inside = await enterPortal(ctx, params.organization);
      if (!inside.ok) return inside;
      return download({ type: 'application/manifest+json', body: await manifestOf(inside.data), inline: true });
    },
  }),
  route({
    method: 'GET',
    path: '/portal/{organization}/icon',
    permission: 'public',
    file: 'image/png',
    summary: 'The icon of that app: the organization’s logo, or its first letter on its colour',
    params: Organization,
    query: Type.Object({
      size: Type.Optional(Type.Enum(['192', '512'], { description: 'Dots of a side; 192 when absent.' })),
      v: Type.Optional(Type.String({ maxLength: 64, description: 'Another one for each icon; not looked at.' })),
    }),
    async run(ctx, { params, query }) {
      const inside = await enterPortal(ctx, params.organization);
      if (!inside.ok) return inside;
      return download({
        type: 'image/png',
        body: await appIcon(inside.data, Number(query.size ?? 192)),
        inline: true,
        headers: { 'cache-control': 'public, max-age=3600', 'x-content-type-options': 'nosniff' },
      });
    },
  }),
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
    aliases: ['/api/v1/auth/register', '/api/v1/auth/login'],
    olderFields: { reply: OLDER_TOKENS.reply },
    permission: 'public',
    summary: 'Tokens for a code or a password; `portal.name_wanted` asks whoever signs up for `name` as well',
    params: Organization,
    body: SignInInput,
    reply: TokensView,
    rateLimit: STRICT,
    run: async (ctx, { params, body, request }) => {
      const inside = await enterPortal(ctx, params.organization ?? namedBy(request));
      return inside.ok ? signIn(inside.data, body) : inside;
    },
  }),
  route({
    method: 'GET',
    path: '/portal/account',
    aliases: ['/api/v1/auth/me'],
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
    path: '/portal/account/contacts',
    aliases: ['/api/v1/portal/contacts'],
    permission: 'portal',
    summary: 'Set one’s e-mail address or phone, with the code that was sent there',
    body: ContactInput,
    reply: AccountView,
    rateLimit: STRICT,
    run: (ctx, { body }) => setContact(ctx, body),
  }),
  route({
    method: 'DELETE',
    path: '/portal/account/contacts/{kind}',
    aliases: ['/api/v1/portal/contacts/{kind}'],
    permission: 'portal',
    summary: 'Remove one’s e-mail address or phone, while another is left to sign in with',
    params: Type.Object({ kind: ContactKind }),
    reply: AccountView,
    run: (ctx, { params }) => removeContact(ctx, params.kind),
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
    path: '/portal/account/chats',
    aliases: ['/api/v1/portal/chats'],
    permission: 'portal',
    summary: 'One’s own chats, in which one is known and gets messages',
    query: WholeList,
    reply: Type.Array(OwnChat),
    run: (ctx) => ownChats(ctx),
  }),
  route({
    method: 'POST',
    path: '/portal/account/chats/code',
    aliases: ['/api/v1/portal/chats/code'],
    permission: 'portal',
    idempotent: 'secret',
    summary: 'A one-time code to send in a chat, which is the account’s from then on',
    reply: ChatCode,
    rateLimit: STRICT,
    run: (ctx) => makeChatCode(ctx),
  }),
  route({
    method: 'DELETE',
    path: '/portal/account/chats/{id}',
    aliases: ['/api/v1/portal/chats/{id}'],
    permission: 'portal',
    summary: 'Take one of one’s chats away',
    params: ById,
    reply: Type.Null(),
    run: (ctx, { params }) => unlinkChat(ctx, params.id),
  }),
  route({
    method: 'GET',
    path: '/portal/account/sessions',
    aliases: ['/api/v1/portal/sessions'],
    permission: 'portal',
    summary: 'Where one is signed in',
    query: WholeList,
    reply: Type.Array(PortalSession),
    run: (ctx, { request }) => listSessions(ctx, familyOf(request)),
  }),
  route({
    method: 'DELETE',
    path: '/portal/account/sessions',
    aliases: ['/api/v1/portal/sessions'],
    permission: 'portal',
    summary: 'Sign all one’s other devices out',
    reply: Type.Null(),
    run: (ctx, { request }) => endOtherSessions(ctx, familyOf(request)),
  }),
  route({
    method: 'DELETE',
    path: '/portal/account/sessions/{id}',
    aliases: ['/api/v1/portal/sessions/{id}'],
    permission: 'portal',
    summary: 'Sign one of one’s devices out',
    params: ById,
    reply: Type.Null(),
    run: (ctx, { params }) => endSession(ctx, params.id),
  }),
];
