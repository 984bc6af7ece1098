import { Type } from 'typebox';
import { route } from '../../../kernel/module/index.ts';
import { ConfirmPaymentInput, OLDER_ORDER, Order } from '../orders/contract.ts';
import { ByReference } from '../raffles/contract.ts';
import { confirmPayment } from './confirm-payment.action.ts';

export const paymentRoutes = [
  route({
    method: 'POST',
    path: '/raffle/orders/{id}/confirm-payment',
    aliases: ['/api/orders/{id}/confirm-payment'],
    olderFields: OLDER_ORDER,
    permission: 'raffle.order.confirm_payment',
    summary: 'The money is there, with or without a proof; the numbers are sold',
    params: ByReference,
    body: Type.Optional(Type.Union([ConfirmPaymentInput, Type.Null()])),
    reply: Order,
    idempotent: true,
    run: (ctx, { params, body }) => confirmPayment(ctx, params.id, body ?? {}),
  }),
];
