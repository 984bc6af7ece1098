import type { Ctx } from '../../../kernel/ctx/index.ts';
import type { Payable } from '../../../kernel/payments/index.ts';
import { ORDER } from '../names.ts';
import { labels } from '../numbers/label.rule.ts';
import { ordersById } from '../orders/orders.query.ts';
import { lockForSale, sellOrder } from '../orders/sell-order.action.ts';
import { denyProof } from './deny-proof.action.ts';
import { refundOrder } from './refund-order.action.ts';
import { holdForProof } from './send-proof.action.ts';

/** An order as a payable: what the payments package calls when its money is verified, denied or returned. */
export const orderPayable: Payable = {
  type: ORDER,
  label: 'console.raffle.order.title',
  income: 'income:raffle',
  async describe(ctx: Ctx, ids: string[]) {
    const orders = await ordersById(ctx, ids);
    return new Map(
      orders.map((order) => [
        order.id,
        {
          title: `${order.raffle.title}: ${labels(order.numbers.slice(0, 12), order.raffle.digits)}`,
          url: `/raffle/orders/${order.id}`,
        },
      ]),
    );
  },
  async lock(tx, orderId) {
    await lockForSale(tx, orderId);
  },
  submitted: holdForProof,
  verified: sellOrder,
  denied: (tx, payment, reason) => denyProof(tx, payment.subject.id, reason),
  refunded: refundOrder,
  notifiesPayer: true,
};
