import { Type } from 'typebox';
import { ListQuery, NewestFirst, readFilter } from '../../../kernel/http/index.ts';
import { ok } from '../../../kernel/lib/result.ts';
import { route } from '../../../kernel/module/index.ts';
import { getSettings } from '../../../kernel/settings/index.ts';
import { ByReference } from '../customers/customers.routes.ts';
import { exhibitionSettings } from '../settings.ts';
import { addBill } from './add-bill.action.ts';
import { getBill, listBills, sumBills } from './bills.query.ts';
import { Bill, BillAnswer, BillFilter, BillInput, BillSums, DeskRules, VoidAnswer, VoidInput } from './contract.ts';
import { voidBill } from './void-bill.action.ts';

const ById = Type.Object({ id: Type.String({ format: 'uuid' }) });

export const billRoutes = [
  route({
    method: 'POST',
    path: '/exhibition/customers/{id}/bills',
    permission: 'exhibition.bill.add',
    summary: 'Add a bill; answers it with the running total',
    params: ByReference,
    body: BillInput,
    reply: BillAnswer,
    status: 201,
    idempotent: true,
    run: (ctx, { params, body }) => addBill(ctx, params.id, body),
  }),
  route({
    method: 'GET',
    path: '/exhibition/desk-rules',
    permission: 'exhibition.read',
    summary: "The organization's rules that a desk keeps: for how long bills may be voided, which are asked about",
    reply: DeskRules,
    run: async (ctx) => ok(await getSettings(ctx, exhibitionSettings)),
  }),
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
    permission: 'exhibition.bill.add',
    summary: 'Void a bill with a reason: any bill with the permission to void, else your own for some minutes',
    params: ById,
    body: VoidInput,
    reply: VoidAnswer,
    idempotent: true,
    run: (ctx, { params, body }) => voidBill(ctx, params.id, body.reason),
  }),
];
