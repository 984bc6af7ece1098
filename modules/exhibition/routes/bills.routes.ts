import { Type } from 'typebox';
import { ListQuery, NewestFirst, readFilter } from '../../../kernel/http/index.ts';
import { route } from '../../../kernel/module/index.ts';
import { voidBill } from '../actions/void-bill.ts';
import { Bill, BillAnswer, BillFilter, BillSums, VoidInput } from '../contract.ts';
import { getBill, listBills, sumBills } from '../queries/bills.ts';

const ById = Type.Object({ id: Type.String({ format: 'uuid' }) });

export const billRoutes = [
  route({
    method: 'GET',
    path: '/exhibition/bills',
    permission: 'exhibition.read',
    summary: 'Bills, newest first; search looks at the description and the customer',
    query: NewestFirst,
    reply: Type.Array(Bill),
    run: async (ctx, { query }) => {
      const filter = readFilter(BillFilter, query.filter);
      return filter.ok ? listBills(ctx, { ...query, filter: filter.data }) : filter;
    },
  }),
  route({
    method: 'GET',
    path: '/exhibition/bills/sums',
    permission: 'exhibition.read',
    summary: 'Count and total of the standing bills under the same filter, by currency',
    query: Type.Pick(ListQuery, ['filter', 'search']),
    reply: BillSums,
    run: async (ctx, { query }) => {
      const filter = readFilter(BillFilter, query.filter);
      return filter.ok ? sumBills(ctx, { ...query, filter: filter.data }) : filter;
    },
  }),
  route({
    method: 'GET',
    path: '/exhibition/bills/{id}',
    permission: 'exhibition.read',
    summary: 'One bill',
    params: ById,
    reply: Bill,
    run: (ctx, { params }) => getBill(ctx, params.id),
  }),
  route({
    method: 'POST',
    path: '/exhibition/bills/{id}/void',
    permission: 'exhibition.bill.void',
    summary: 'Void a bill with a reason',
    params: ById,
    body: VoidInput,
    reply: BillAnswer,
    idempotent: true,
    run: (ctx, { params, body }) => voidBill(ctx, params.id, body.reason),
  }),
];
