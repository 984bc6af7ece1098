import { hitsOf, type Searcher } from '../../kernel/module/index.ts';
import { listBills } from './bills/bills.query.ts';
import { listCustomers } from './customers/customers.query.ts';
import { listExhibitions } from './exhibitions/exhibitions.query.ts';

/** What the console's search finds of a fair. */
export const searchers: Searcher[] = [
  {
    kind: 'exhibition.customer',
    permission: 'exhibition.customer.read',
    find: (ctx, search, limit) =>
      hitsOf(listCustomers(ctx, { filter: {}, search, limit }), ({ id, name, phone, email, code }) => ({
        id,
        title: name,
        text: [code, phone, email].filter(Boolean).join(' · '),
        keys: [code, phone, email],
        to: `/exhibition/customers/${id}`,
      })),
  },
  {
    kind: 'exhibition.bill',
    permission: 'exhibition.read',
    find: (ctx, search, limit) =>
      hitsOf(listBills(ctx, { filter: {}, search, limit }), (bill) => ({
        id: bill.id,
        title: bill.code ?? bill.description,
        text: [bill.customer?.name, bill.description, `${bill.amount} ${bill.currency}`].filter(Boolean).join(' · '),
        keys: [bill.code],
        to: `/exhibition/bills/${bill.id}`,
      })),
  },
  {
    kind: 'exhibition.exhibition',
    permission: 'exhibition.read',
    find: async (ctx, search, limit) => {
      const found = await listExhibitions(ctx, search);
      return hitsOf(
        Promise.resolve(found.ok ? { ...found, data: found.data.slice(0, limit) } : found),
        ({ id, name, prefix, place }) => ({
          id,
          title: name,
          text: place,
          keys: [prefix],
          to: `/exhibition/exhibitions/${id}`,
        }),
      );
    },
  },
];
