import { Type } from 'typebox';
import { refuse } from '../../../kernel/lib/result.ts';
import { route } from '../../../kernel/module/index.ts';
import { portalSubjects } from '../../../kernel/portal/index.ts';
import { Portal } from './contract.ts';
import { cardsOf, followLink, portalOf } from './portal.query.ts';
import { customerOfSubject } from './portal-subject.rule.ts';

export const portalRoutes = [
  route({
    method: 'GET',
    path: '/exhibition/portal/{token}',
    permission: 'public',
    summary: "The customer's own page behind their link: bills, total and QR code",
    params: Type.Object({ token: Type.String({ maxLength: 300 }) }),
    reply: Portal,
    rateLimit: 60,
    run: async (ctx, { params }) => {
      const link = await followLink(ctx, params.token);
      return link ? portalOf(link.inside, link.customerId) : refuse('exhibition.portal.link_invalid');
    },
  }),
  route({
    method: 'GET',
    path: '/exhibition/portal',
    permission: 'portal',
    summary: 'The same for the holder of a token that was got with the link, or of an account that was linked with it',
    reply: Portal,
    run: async (ctx) => {
      const customers = (await portalSubjects(ctx)).map(customerOfSubject);
      const customerId = customers.find((id) => id !== null);
      return customerId ? portalOf(ctx, customerId) : refuse('exhibition.portal.link_invalid');
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
];
