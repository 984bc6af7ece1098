import { defineExport } from '../../kernel/exports/index.ts';
import { readFilter } from '../../kernel/http/index.ts';
import { ok } from '../../kernel/lib/result.ts';
import { type BuyerContact, ContactFilter, type Order, OrderFilter } from './contract.ts';
import { labels } from './domain/label.ts';
import { listContacts } from './queries/contacts.ts';
import { listOrders } from './queries/orders.ts';

const title = (key: string) => `documents.raffle.columns.${key}`;

/** The list of orders as it is filtered on the screen. */
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
  async page(ctx, { filter: text, search }, after, limit) {
    const filter = readFilter(OrderFilter, text);
    if (!filter.ok) return filter;
    const list = await listOrders(ctx, { filter: filter.data, search, limit, after: after ?? undefined });
    return list.ok ? ok({ rows: list.data, next: list.page?.next ?? null }) : list;
  },
});

/** Who bought, with what they paid. */
export const contactsExport = defineExport<BuyerContact>({
  name: 'raffle.contacts',
  permission: 'raffle.export',
  columns: [
    { key: 'name', title: title('name'), type: 'text', width: 28 },
    { key: 'phone', title: title('phone'), type: 'text', width: 16 },
    { key: 'orders', title: title('orders'), type: 'number' },
    { key: 'paid_orders', title: title('paid_orders'), type: 'number' },
    { key: 'numbers', title: title('count'), type: 'number' },
    { key: 'amount_minor', title: title('amount'), type: 'money' },
    { key: 'currency', title: title('currency'), type: 'text' },
    { key: 'last_order_at', title: title('last_order_at'), type: 'datetime', width: 18 },
  ],
  async page(ctx, { filter: text, search }, after, limit) {
    const filter = readFilter(ContactFilter, text);
    if (!filter.ok) return filter;
    const list = await listContacts(ctx, { ...filter.data, search, limit, after: after ?? undefined });
    return list.ok ? ok({ rows: list.data, next: list.page?.next ?? null }) : list;
  },
});
