import { Type } from 'typebox';
import { ListQuery, readFilter } from '../../../kernel/http/index.ts';
import { route } from '../../../kernel/module/index.ts';
import { Order, OrderFilter, OrderStateName } from '../contract.ts';
import { getOrder, listOrders, pendingPayment } from '../queries/orders.ts';

const ById = Type.Object({ id: Type.String({ maxLength: 40, description: 'uuid or code' }) });
/** The list's own filter, and the three short names of the older address. */
const OrderQuery = Type.Object({
  ...ListQuery.properties,
  status: Type.Optional(OrderStateName),
  raffle: Type.Optional(Type.String({ format: 'uuid' })),
  contact: Type.Optional(Type.String({ maxLength: 100 })),
});

export const orderRoutes = [
  route({
    method: 'GET',
    path: '/raffle/orders',
    aliases: ['/api/orders'],
    permission: 'raffle.read',
    summary: 'Orders, latest first',
    query: OrderQuery,
    reply: Type.Array(Order),
    run: async (ctx, { query: { status, raffle, contact, ...query } }) => {
      const filter = readFilter(OrderFilter, query.filter);
      if (!filter.ok) return filter;
      const short = {
        ...(status && { state: status }),
        ...(raffle && { raffle_id: raffle }),
        ...(contact && { contact }),
      };
      return listOrders(ctx, { ...query, filter: { ...filter.data, ...short } });
    },
  }),
  route({
    method: 'GET',
    path: '/raffle/orders/pending-payment',
    aliases: ['/api/orders/pending-payment'],
    permission: 'raffle.read',
    summary: 'Orders that wait for their money, those with a proof first',
    query: Type.Object({ limit: Type.Integer({ minimum: 1, maximum: 200, default: 100 }) }),
    reply: Type.Array(Order),
    run: (ctx, { query }) => pendingPayment(ctx, query.limit),
  }),
  route({
    method: 'GET',
    path: '/raffle/orders/{id}',
    aliases: ['/api/orders/{id}'],
    permission: 'raffle.read',
    summary: 'One order, by uuid or code',
    params: ById,
    reply: Order,
    run: (ctx, { params }) => getOrder(ctx, params.id),
  }),
];
