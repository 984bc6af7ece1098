import { Type } from 'typebox';
import { enterByToken } from '../../../kernel/credentials/index.ts';
import { refuse } from '../../../kernel/lib/result.ts';
import { route } from '../../../kernel/module/index.ts';
import { Portal } from '../contract.ts';
import { portalOf } from '../queries/portal.ts';

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
      const inside = await enterByToken(ctx, params.token);
      return inside ? portalOf(inside, params.token) : refuse('exhibition.portal.link_invalid');
    },
  }),
];
