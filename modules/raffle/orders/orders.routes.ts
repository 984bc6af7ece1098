import { Type } from 'typebox';
import { NewestFirst } from '../../../kernel/http/index.ts';
import { route } from '../../../kernel/module/index.ts';
import { ByReference } from '../raffles/contract.ts';
import { cancelOrder } from './cancel-order.action.ts';
import { confirmOrder } from './confirm-order.action.ts';
import {
  CancelInput,
  OLDER_ORDER,
  Order,
  OrderFilter,
  OrderStateName,
  RandomInput,
  ReplaceInput,
  ReserveInput,
} from './contract.ts';
import { expireOverdue } from './expire-orders.action.ts';
import { orderNumbers, orderRandom } from './order-at-desk.action.ts';
import { getOrder, listOrders, pendingPayment, withoutTickets } from './orders.query.ts';
import { replaceNumbers } from './replace-numbers.action.ts';

/** The list's own filter, and the three short names of the older address. */
const OrderQuery = Type.Object({
  ...NewestFirst.properties,
  status: Type.Optional(OrderStateName),
  raffle: Type.Optional(Type.String({ format: 'uuid' })),
  contact: Type.Optional(Type.String({ maxLength: 100 })),
});

export const orderRoutes = [
  route({
    method: 'GET',
    path: '/raffle/orders',
    aliases: ['/api/orders'],
    olderFields: OLDER_ORDER,
    permission: 'raffle.read',
    summary: 'Orders, latest first',
    query: OrderQuery,
    filter: OrderFilter,
    reply: Type.Array(Order),
    run: async (ctx, { query: { status, raffle, contact, ...query }, filter }) => {
      const short = {
        ...(status && { state: status }),
        ...(raffle && { raffle_id: raffle }),
        ...(contact && { contact }),
      };
      await expireOverdue(ctx);
      return withoutTickets(ctx, await listOrders(ctx, { ...query, filter: { ...filter, ...short } }));
    },
  }),
  route({
    method: 'GET',
    path: '/raffle/orders/pending-payment',
    aliases: ['/api/orders/pending-payment'],
    olderFields: OLDER_ORDER,
    permission: 'raffle.read',
    summary: 'Orders that wait for their money, those with a proof first',
    query: Type.Object({ limit: Type.Integer({ minimum: 1, maximum: 200, default: 100 }) }),
    reply: Type.Array(Order),
    run: async (ctx, { query }) => {
      await expireOverdue(ctx);
      return pendingPayment(ctx, query.limit);
    },
  }),
  route({
    method: 'GET',
    path: '/raffle/orders/{id}',
    aliases: ['/api/orders/{id}'],
    olderFields: OLDER_ORDER,
    permission: 'raffle.read',
    summary: 'One order, by uuid or code',
    params: ByReference,
    reply: Order,
    run: async (ctx, { params }) => {
      await expireOverdue(ctx);
      return withoutTickets(ctx, await getOrder(ctx, params.id));
    },
  }),
  route({
    method: 'POST',
    path: '/raffle/raffles/{id}/reserve',
    aliases: ['/api/raffles/{id}/reserve'],
    olderFields: OLDER_ORDER,
    permission: 'raffle.order.write',
    operationId: 'reserveNumbers',
    summary: 'Reserve numbers: these, or as people write them ("5, 12" or "random 5")',
    params: ByReference,
    body: ReserveInput,
    example: { numbers: [5, 12], contact_name: 'Asha Verma' },
    reply: Order,
    status: 201,
    idempotent: true,
    run: (ctx, { params, body }) => orderNumbers(ctx, params.id, body),
  }),
  route({
    method: 'POST',
    path: '/raffle/raffles/{id}/random',
    aliases: ['/api/raffles/{id}/random'],
    olderFields: { ...OLDER_ORDER, body: { qty: 'count' } },
    permission: 'raffle.order.write',
    operationId: 'reserveRandomNumbers',
    summary: 'Reserve so many numbers at random',
    params: ByReference,
    body: RandomInput,
    reply: Order,
    status: 201,
    idempotent: true,
    run: (ctx, { params, body }) => orderRandom(ctx, params.id, body),
  }),
  route({
    method: 'POST',
    path: '/raffle/orders/{id}/confirm',
    permission: 'raffle.order.write',
    summary: 'The buyer agrees: ask for the money',
    params: ByReference,
    reply: Order,
    run: (ctx, { params }) => confirmOrder(ctx, params.id),
  }),
  route({
    method: 'POST',
    path: '/raffle/orders/{id}/cancel',
    aliases: ['/api/orders/{id}/cancel'],
    olderFields: OLDER_ORDER,
    permission: 'raffle.order.write',
    summary: 'Cancel an order that is not paid; the buyer hears of it',
    params: ByReference,
    body: Type.Optional(Type.Union([CancelInput, Type.Null()])),
    reply: Order,
    run: (ctx, { params, body }) => cancelOrder(ctx, params.id, { reason: body?.reason, notify: true }),
  }),
  route({
    method: 'POST',
    path: '/raffle/orders/{id}/replace-numbers',
    permission: 'raffle.order.confirm_payment',
    summary: 'Other numbers for an order that was paid when its own were gone',
    params: ByReference,
    body: ReplaceInput,
    reply: Order,
    idempotent: true,
    run: (ctx, { params, body }) => replaceNumbers(ctx, params.id, body.numbers),
  }),
];
