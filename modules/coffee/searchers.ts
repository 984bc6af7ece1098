import { hitsOf, type Searcher } from '../../kernel/module/index.ts';
import { listMachines } from './machines/machines.query.ts';
import { listOrders } from './orders/orders.query.ts';

/** What the console's search finds of a fleet. */
export const searchers: Searcher[] = [
  {
    kind: 'coffee.machine',
    permission: 'coffee.read',
    find: (ctx, search, limit) =>
      hitsOf(listMachines(ctx, { filter: {}, search, limit }), ({ id, serial, name, merchant, location }) => ({
        id,
        title: name || serial,
        text: [serial, merchant.name, location?.name].filter(Boolean).join(' · '),
        keys: [serial],
        to: `/coffee/machines/${id}`,
      })),
  },
  {
    kind: 'coffee.order',
    permission: 'coffee.read',
    find: (ctx, search, limit) =>
      hitsOf(listOrders(ctx, { filter: {}, search, limit }), ({ id, number, machine, amount, currency }) => ({
        id,
        title: number,
        text: [machine.name || machine.serial, `${amount} ${currency}`].join(' · '),
        keys: [number],
        to: `/coffee/orders/${id}`,
      })),
  },
];
