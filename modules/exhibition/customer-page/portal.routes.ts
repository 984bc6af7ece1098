import { Type } from 'typebox';
import { refuse } from '../../../kernel/lib/result.ts';
import { route } from '../../../kernel/module/index.ts';
import { portalSubjects } from '../../../kernel/portal/index.ts';
import { ByReference } from '../customers/contract.ts';
import { CustomerPage, Portal } from './contract.ts';
import { giveUp } from './give-up.action.ts';
import { cardsOf, followLink, pageOf } from './portal.query.ts';
import { renewLink, revokeLink } from './portal-link.action.ts';
import { customerOfSubject } from './portal-subject.rule.ts';

export const portalRoutes = [
  route({
    method: 'GET',
    path: '/exhibition/portal/{token}',
    permission: 'public',
    operationId: 'getCustomerPage',
    summary: "The customer's own page behind their link: bills, total and QR code",
    params: Type.Object({ token: Type.String({ maxLength: 300 }) }),
    reply: CustomerPage,
    rateLimit: 60,
    run: async (ctx, { params }) => {
      const link = await followLink(ctx, params.token);
      return link ? pageOf(link.inside, link.customerId) : refuse('exhibition.portal.link_invalid');
    },
  }),
  route({
    method: 'POST',
    path: '/exhibition/portal/{token}/give-up',
    permission: 'public',
    operationId: 'giveUpPlace',
    summary: 'The customer does not come: they are removed, and the first who waits gets the place',
    params: Type.Object({ token: Type.String({ maxLength: 300 }) }),
    body: Type.Object({}),
    reply: Type.Null(),
    rateLimit: 20,
    run: (ctx, { params }) => giveUp(ctx, params.token),
  }),
  route({
    method: 'GET',
    path: '/exhibition/portal',
    permission: 'portal',
    operationId: 'getOwnCustomerPage',
    summary: 'The same for the holder of a token that was got with the link, or of an account that was linked with it',
    reply: CustomerPage,
    run: async (ctx) => {
      const customers = (await portalSubjects(ctx)).map(customerOfSubject);
      const customerId = customers.find((id) => id !== null);
      return customerId ? pageOf(ctx, customerId) : refuse('exhibition.portal.link_invalid');
    },
  }),
  route({
    method: 'GET',
    path: '/exhibition/cards',
    permission: 'portal',
    summary: 'All customers that the caller may see: each with bills, total and QR code, the latest first',
    reply: Type.Array(Portal),
    run: (ctx) => cardsOf(ctx),
  }),
  route({
    method: 'POST',
    path: '/exhibition/customers/{id}/revoke-portal',
    permission: 'exhibition.customer.write',
    summary: 'End the link and the QR code; nothing replaces them until they are renewed',
    params: ByReference,
    body: Type.Object({ reason: Type.Optional(Type.String({ maxLength: 300 })) }),
    reply: Type.Null(),
    run: (ctx, { params, body }) => revokeLink(ctx, params.id, body.reason),
  }),
  route({
    method: 'POST',
    path: '/exhibition/customers/{id}/renew-portal',
    permission: 'exhibition.customer.write',
    idempotent: 'secret',
    summary: 'A new link and QR code in place of the old ones, sent by e-mail',
    params: ByReference,
    reply: Type.Object({ qr: Type.String() }),
    run: (ctx, { params }) => renewLink(ctx, params.id),
  }),
];
