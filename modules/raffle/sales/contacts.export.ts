import { defineExport, listPage } from '../../../kernel/exports/index.ts';
import { listContacts } from './contacts.query.ts';
import { type BuyerContact, ContactFilter } from './contract.ts';

const title = (key: string) => `documents.raffle.columns.${key}`;

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
  page: listPage(ContactFilter, (ctx, query) => listContacts(ctx, { ...query.filter, ...query })),
});
