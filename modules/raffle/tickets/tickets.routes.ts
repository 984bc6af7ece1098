import { download, route } from '../../../kernel/module/index.ts';
import { ByReference } from '../raffles/contract.ts';
import { ticketPng } from './stage-ticket.action.ts';

export const ticketRoutes = [
  route({
    method: 'GET',
    path: '/raffle/orders/{id}/ticket.png',
    permission: 'credentials.show',
    summary: 'The ticket of a paid order as a picture',
    params: ByReference,
    run: async (ctx, { params }) => {
      const drawn = await ticketPng(ctx, params.id, ctx.locale);
      if (!drawn.ok) return drawn;
      const { png, code } = drawn.data;
      return download({ type: 'image/png', body: png, filename: `ticket ${code}.png`, inline: true });
    },
  }),
];
