import { Type } from 'typebox';
import { exportRoutes } from '../../../kernel/exports/index.ts';
import { NewestFirst, readPart } from '../../../kernel/http/index.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { ById } from '../../../kernel/lib/schemas.ts';
import { type Route, route } from '../../../kernel/module/index.ts';
import { takeStatus } from '../heartbeats/take-status.action.ts';
import { ByReference } from '../machines/contract.ts';
import { findMachineId } from '../machines/machines.query.ts';
import { isReport } from '../status/contract.ts';
import { Charge, ChargeInput, ChargeParams } from './charge-contract.ts';
import {
  conditions,
  MAX_ORDERS,
  Order,
  OrderFilter,
  OrdersAnswer,
  OrdersInput,
  Refund,
  Refunded,
  RefundInput,
  SettleInput,
} from './contract.ts';
import { openCharge, ownCharge } from './open-charge.action.ts';
import { ordersExport } from './orders.export.ts';
import { getOrder, listOrders, listRefunds } from './orders.query.ts';
import { refundOrder } from './refund-order.action.ts';
import { settleException } from './settle-exception.action.ts';
import { takeOrders } from './take-orders.action.ts';

const NOT_YOURS = refuse('coffee.machine.not_yours');

/** The list by `filter`, as everywhere, or by the older parameters with numbered pages. */
const OrderQuery = Type.Object({
  ...NewestFirst.properties,
  from: conditions.from,
  to: conditions.to,
  merchant_id: conditions.merchant_id,
  payment_method: conditions.payment_method,
  device_id: Type.Optional(Type.String({ minLength: 1, maxLength: 60, description: 'Uuid or serial number.' })),
  page: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
});

/** The orders of a message, one or many; each is read by itself. */
function sentOrders(body: unknown): Result<unknown[]> {
  if (!isReport(body)) return refuse('http.malformed');
  const { orders = [body] } = body;
  const fits = Array.isArray(orders) && orders.length > 0 && orders.length <= MAX_ORDERS;
  const isEmpty = Object.keys(body).length === 0;
  return fits && !isEmpty ? ok(orders) : refuse('http.invalid', undefined, { orders: 'field.other' });
}

export const orderRoutes: Route[] = [
  route({
    method: 'POST',
    path: '/coffee/machines/{id}/orders/create',
    aliases: ['/api/v1/devices/{id}/orders/create'],
    permission: 'coffee.report',
    summary: 'A machine reports an order, or those that it made without a network; each number counts once',
    params: ByReference,
    body: OrdersInput,
    example: {
      number: '1042',
      made_at: '2026-11-20T08:15:00Z',
      payment_method: 'cash',
      amount: '2.50',
      items: [{ product: 'espresso', amount: '2.50' }],
    },
    byParts: true,
    reply: OrdersAnswer,
    run: async (ctx, { params, body }) => {
      if (ctx.actor.kind !== 'device') return NOT_YOURS;
      const from = { deviceId: ctx.actor.id, reference: params.id };
      const orders = sentOrders(body);
      if (orders.ok) return takeOrders(ctx, from, orders.data);
      const heard = await takeStatus(ctx, from, null);
      return heard.ok ? orders : heard;
    },
  }),
  route({
    method: 'POST',
    path: '/coffee/machines/{id}/charges',
    permission: 'coffee.report',
    summary: 'A machine asks for a payment, and shows its link as a QR; the same number answers the same payment',
    params: ByReference,
    body: ChargeInput,
    byParts: true,
    reply: Charge,
    run: async (ctx, { params, body }) => {
      if (ctx.actor.kind !== 'device') return NOT_YOURS;
      const read = readPart(ChargeInput, body);
      return read.ok ? openCharge(ctx, { deviceId: ctx.actor.id, reference: params.id }, read.data) : read;
    },
  }),
  route({
    method: 'GET',
    path: '/coffee/machines/{id}/charges/{number}',
    permission: 'coffee.report',
    summary: 'How a payment of the caller’s own machine stands',
    params: ChargeParams,
    reply: Charge,
    run: async (ctx, { params }) =>
      ctx.actor.kind === 'device'
        ? ownCharge(ctx, { deviceId: ctx.actor.id, reference: params.id }, params.number)
        : NOT_YOURS,
  }),
  route({
    method: 'GET',
    path: '/coffee/orders',
    aliases: ['/api/v1/orders'],
    permission: 'coffee.read',
    summary: 'Orders of all machines, the newest made first; by filter, or by the older parameters with numbered pages',
    query: OrderQuery,
    filter: OrderFilter,
    reply: Type.Array(Order),
    run: async (ctx, { query, filter }) => {
      const { from, to, merchant_id, payment_method, device_id, page = 1, ...list } = query;
      const given = Object.entries({ from, to, merchant_id, payment_method }).filter(
        ([, value]) => value !== undefined,
      );
      const machine_id = device_id === undefined ? undefined : await findMachineId(ctx, device_id);
      if (machine_id === null) return refuse('coffee.machine.not_found');
      const conditions = { ...filter, ...Object.fromEntries(given), ...(machine_id && { machine_id }) };
      return listOrders(ctx, { ...list, filter: conditions, offset: (page - 1) * list.limit });
    },
  }),
  route({
    method: 'GET',
    path: '/coffee/orders/{id}',
    permission: 'coffee.read',
    summary: 'One order',
    params: ById,
    reply: Order,
    run: (ctx, { params }) => getOrder(ctx, params.id),
  }),
  route({
    method: 'GET',
    path: '/coffee/orders/{id}/refunds',
    permission: 'coffee.read',
    summary: 'What was given back of an order, the newest first',
    params: ById,
    reply: Type.Array(Refund),
    run: (ctx, { params }) => listRefunds(ctx, params.id),
  }),
  route({
    method: 'POST',
    path: '/coffee/orders/{id}/manual-refund',
    aliases: ['/api/v1/orders/{id}/manual_refund'],
    permission: 'coffee.refund',
    summary: 'Give money of an order back, all that is left or a part, by the provider that took it or by hand',
    params: ById,
    body: RefundInput,
    reply: Refunded,
    idempotent: true,
    run: (ctx, { params, body }) => refundOrder(ctx, params.id, body),
  }),
  route({
    method: 'POST',
    path: '/coffee/orders/{id}/settle',
    permission: 'coffee.operate',
    summary: 'Take an order out of the queue of exceptions, with a note',
    params: ById,
    body: SettleInput,
    reply: Order,
    run: (ctx, { params, body }) => settleException(ctx, params.id, body.note),
  }),
  ...exportRoutes(ordersExport, '/coffee/orders/export', '/api/v1/orders/export'),
];
