import { defineExport, listPage } from '../../../kernel/exports/index.ts';
import { labels } from '../numbers/label.rule.ts';
import { type Order, OrderFilter } from './contract.ts';
import { listOrders } from './orders.query.ts';

const title = (key: string) => `documents.raffle.columns.${key}`;

/** The list of orders with the filters of the screen. */
export const ordersExport = defineExport<Order>({
  name: 'raffle.orders',
  permission: 'raffle.export',
  columns: [
    { key: 'created_at', title: title('created_at'), type: 'datetime', width: 18 },
    { key: 'code', title: title('code'), type: 'text', width: 11 },
    { key: 'raffle', title: title('raffle'), type: 'text', width: 28, value: (order) => order.raffle.title },
    { key: 'contact_name', title: title('name'), type: 'text', width: 26 },
    { key: 'contact_phone', title: title('phone'), type: 'text', width: 16 },
    { key: 'channel', title: title('channel'), type: 'text' },
    {
      key: 'numbers',
      title: title('numbers'),
      type: 'text',
      width: 30,
      value: (order) => labels(order.numbers, order.raffle.digits),
    },
    { key: 'count', title: title('count'), type: 'number', value: (order) => order.numbers.length },
    { key: 'amount_minor', title: title('amount'), type: 'money' },
    { key: 'currency', title: title('currency'), type: 'text' },
    { key: 'state', title: title('state'), type: 'text', width: 18 },
    { key: 'reference', title: title('reference'), type: 'text', value: (order) => order.payment?.reference ?? null },
    {
      key: 'payment_state',
      title: title('payment_state'),
      type: 'text',
      value: (order) => order.payment?.state ?? null,
    },
    { key: 'paid_at', title: title('paid_at'), type: 'datetime', width: 18 },
  ],
  page: listPage(OrderFilter, listOrders),
});
