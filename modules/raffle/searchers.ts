import { hitsOf, type Searcher } from '../../kernel/module/index.ts';
import { listOrders } from './orders/orders.query.ts';
import { listRaffles } from './raffles/raffles.query.ts';

/** What the console's search finds of raffles. */
export const searchers: Searcher[] = [
  {
    kind: 'raffle.order',
    permission: 'raffle.read',
    find: (ctx, search, limit) =>
      hitsOf(listOrders(ctx, { filter: {}, search, limit }), (order) => ({
        id: order.id,
        title: order.contact_name || order.code,
        text: [order.code, order.contact_phone, order.raffle.title].filter(Boolean).join(' · '),
        keys: [order.code, order.contact_phone, order.payment?.reference],
        to: `/raffle/orders/${order.id}`,
      })),
  },
  {
    kind: 'raffle.raffle',
    permission: 'raffle.read',
    find: (ctx, search, limit) =>
      hitsOf(listRaffles(ctx, { filter: {}, search, limit }), ({ id, title, code }) => ({
        id,
        title,
        text: code,
        keys: [code],
        to: `/raffle/raffles/${id}`,
      })),
  },
];
