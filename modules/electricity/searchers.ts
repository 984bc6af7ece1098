import { hitsOf, type Searcher } from '../../kernel/module/index.ts';
import { listCustomers } from './customers/customers.query.ts';
import { listMeters } from './meters/meters.query.ts';

/** What the console's search finds of a supplier. */
export const searchers: Searcher[] = [
  {
    kind: 'electricity.meter',
    permission: 'electricity.read',
    find: (ctx, search, limit) =>
      hitsOf(listMeters(ctx, { filter: {}, search, limit }), ({ id, number, name, place, customer }) => ({
        id,
        title: name || number,
        text: [number, customer?.name, place].filter(Boolean).join(' · '),
        keys: [number],
        to: `/electricity/meters/${id}`,
      })),
  },
  {
    kind: 'electricity.customer',
    permission: 'electricity.read',
    find: (ctx, search, limit) =>
      hitsOf(listCustomers(ctx, { filter: {}, search, limit }), ({ id, name }) => ({
        id,
        title: name,
        to: `/electricity/customers/${id}`,
      })),
  },
];
