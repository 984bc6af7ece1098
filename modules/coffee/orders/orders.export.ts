import { defineExport, listPage } from '../../../kernel/exports/index.ts';
import { type Order, OrderFilter } from './contract.ts';
import { listOrders } from './orders.query.ts';

const title = (key: string) => `console.coffee.columns.${key}`;

/** The list of orders; states and methods as the API names them. */
export const ordersExport = defineExport<Order>({
  name: 'coffee.orders',
  permission: 'coffee.read',
  columns: [
    { key: 'made_at', title: title('made_at'), type: 'datetime', width: 18 },
    { key: 'number', title: title('number'), type: 'text', width: 18 },
    { key: 'machine', title: title('machine'), type: 'text', width: 16, value: ({ machine }) => machine.serial },
    { key: 'merchant', title: title('merchant'), type: 'text', width: 24, value: ({ merchant }) => merchant.name },
    {
      key: 'items',
      title: title('items'),
      type: 'text',
      width: 30,
      value: ({ items }) => items.map(({ product, quantity }) => `${quantity} × ${product}`).join(', '),
    },
    { key: 'amount_minor', title: title('amount'), type: 'money', currency: ({ currency }) => currency },
    { key: 'refunded_minor', title: title('refunded'), type: 'money', currency: ({ currency }) => currency },
    { key: 'currency', title: title('currency'), type: 'text' },
    { key: 'payment_method', title: title('payment_method'), type: 'text' },
    { key: 'payment_state', title: title('payment_state'), type: 'text' },
    { key: 'exception', title: title('exception'), type: 'text', value: ({ exception }) => exception ?? '' },
    { key: 'received_at', title: title('received_at'), type: 'datetime', width: 18 },
  ],
  page: listPage(OrderFilter, listOrders),
});
