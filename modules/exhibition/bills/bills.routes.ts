import { Type } from 'typebox';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { ListQuery, NewestFirst } from '../../../kernel/http/index.ts';
import { ok, type Result } from '../../../kernel/lib/result.ts';
import { ById } from '../../../kernel/lib/schemas.ts';
import { route } from '../../../kernel/module/index.ts';
import { getSettings } from '../../../kernel/settings/index.ts';
import { tryVouchers } from '../credit/voucher.query.ts';
import { ByReference } from '../customers/contract.ts';
import { exhibitionSettings } from '../settings.ts';
import { addBill, addWalkInBill } from './add-bill.action.ts';
import { roundsTotal } from './bill-sum.query.ts';
import { getBill, listBills, sumBills } from './bills.query.ts';
import {
  Bill,
  BillAnswer,
  BillDetail,
  BillFilter,
  BillInput,
  BillLink,
  BillSums,
  DeskRules,
  ExchangeAnswer,
  ExchangeInput,
  PaidBills,
  PayBillsInput,
  PayInput,
  ReturnAnswer,
  ReturnInput,
  VoidAnswer,
  VoidInput,
} from './contract.ts';
import { openLink } from './open-link.action.ts';
import { exchangeLines, returnLines } from './return-lines.action.ts';
import { payBill, payBills } from './take-payment.action.ts';
import { voidBill } from './void-bill.action.ts';

/** Wrong codes of vouchers are counted before anything else happens. */
async function withVouchers<T>(ctx: Ctx, { pay = [] }: Partial<PayInput>, run: () => Promise<Result<T>>) {
  const tried = await tryVouchers(
    ctx,
    pay.flatMap(({ voucher }) => voucher ?? []),
  );
  return tried.ok ? run() : tried;
}

export const billRoutes = [
  route({
    method: 'POST',
    path: '/exhibition/customers/{id}/bills',
    permission: 'exhibition.bill.add',
    operationId: 'addBill',
    summary: 'Add a bill; answers it with the running total',
    params: ByReference,
    body: BillInput,
    example: { amount: '12.50', description: 'tea' },
    exampleReply: {
      bill: {
        id: '019ac000-0000-7000-8000-000000000001',
        code: 'A45ED3',
        exhibition_id: '019ac000-0000-7000-8000-000000000002',
        stall_id: null,
        state: 'open',
        amount: '12.50',
        amount_minor: 1250,
        currency: 'INR',
        paid: '0.00',
        paid_minor: 0,
        refunded: '0.00',
        refunded_minor: 0,
        due: '12.50',
        due_minor: 1250,
        rounding_minor: 0,
        discount: '0.00',
        discount_minor: 0,
        discount_reason: null,
        description: 'tea',
        customer: { id: '019ac000-0000-7000-8000-000000000003', code: 'GNXR9H4G', name: 'Asha Verma' },
        created_by: 'Meera Nair',
        created_by_id: '019ac000-0000-7000-8000-000000000004',
        created_at: '2026-12-01T10:15:00.000Z',
        voided_at: null,
        voided_by: null,
        void_reason: null,
      },
      customer: {
        id: '019ac000-0000-7000-8000-000000000003',
        code: 'GNXR9H4G',
        name: 'Asha Verma',
        bill_count: 1,
        total: '12.50',
        total_minor: 1250,
        due: '12.50',
        due_minor: 1250,
        currency: 'INR',
      },
      taken: null,
    },
    reply: BillAnswer,
    status: 201,
    idempotent: true,
    run: (ctx, { params, body }) => withVouchers(ctx, body, () => addBill(ctx, params.id, body)),
  }),
  route({
    method: 'POST',
    path: '/exhibition/bills',
    permission: 'exhibition.bill.add',
    operationId: 'addWalkInBill',
    summary: 'Add a bill for somebody who is not registered',
    body: BillInput,
    example: { amount: '40', pay: [{ method: 'cash' }] },
    reply: BillAnswer,
    status: 201,
    idempotent: true,
    run: (ctx, { body }) => withVouchers(ctx, body, () => addWalkInBill(ctx, body)),
  }),
  route({
    method: 'GET',
    path: '/exhibition/desk-rules',
    permission: 'exhibition.read',
    summary: "The organization's rules that a desk keeps: for how long bills may be voided, which are asked about",
    reply: DeskRules,
    run: async (ctx) =>
      ok({ ...(await getSettings(ctx, exhibitionSettings)), rounds_total: roundsTotal(ctx, orgOf(ctx).currency) }),
  }),
  route({
    method: 'GET',
    path: '/exhibition/bills',
    permission: 'exhibition.read',
    summary: 'Bills, newest first; search looks at the description and the customer',
    query: NewestFirst,
    filter: BillFilter,
    reply: Type.Array(Bill),
    run: (ctx, { query, filter }) => listBills(ctx, { ...query, filter }),
  }),
  route({
    method: 'GET',
    path: '/exhibition/bills/sums',
    permission: 'exhibition.read',
    summary: 'Count and total of the standing bills under the same filter, by currency',
    query: Type.Pick(ListQuery, ['search']),
    filter: BillFilter,
    reply: BillSums,
    run: (ctx, { query, filter }) => sumBills(ctx, { ...query, filter }),
  }),
  route({
    method: 'GET',
    path: '/exhibition/bills/{id}',
    permission: 'exhibition.read',
    summary: 'One bill with its lines, its taxes and its payments',
    params: ById,
    reply: BillDetail,
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
    run: (ctx, { params, body }) => voidBill(ctx, params.id, body),
  }),
  route({
    method: 'POST',
    path: '/exhibition/bills/{id}/returns',
    permission: 'exhibition.bill.pay',
    summary: 'Take lines of a paid bill back: money, credit note and stock; with a supervisor for who may not refund',
    params: ById,
    body: ReturnInput,
    reply: ReturnAnswer,
    status: 201,
    idempotent: true,
    run: (ctx, { params, body }) => returnLines(ctx, params.id, body),
  }),
  route({
    method: 'POST',
    path: '/exhibition/bills/{id}/exchange',
    permission: 'exhibition.bill.pay',
    summary: 'Take lines of a paid bill back and sell others, both or nothing',
    params: ById,
    body: ExchangeInput,
    reply: ExchangeAnswer,
    status: 201,
    idempotent: true,
    run: (ctx, { params, body }) => withVouchers(ctx, body.sale, () => exchangeLines(ctx, params.id, body)),
  }),
  route({
    method: 'POST',
    path: '/exhibition/bills/{id}/payments',
    permission: 'exhibition.bill.pay',
    summary: 'Take money for a bill: cash with its change, a card, a transfer that was seen, or several of them',
    params: ById,
    body: PayInput,
    reply: BillAnswer,
    status: 201,
    idempotent: true,
    run: (ctx, { params, body }) => withVouchers(ctx, body, () => payBill(ctx, params.id, body)),
  }),
  route({
    method: 'POST',
    path: '/exhibition/customers/{id}/payments',
    permission: 'exhibition.bill.pay',
    operationId: 'payBills',
    summary: 'Take money for several open bills of a customer at once; each has payments of its own',
    params: ByReference,
    body: PayBillsInput,
    reply: PaidBills,
    status: 201,
    idempotent: true,
    run: (ctx, { params, body }) => withVouchers(ctx, body, () => payBills(ctx, params.id, body)),
  }),
  route({
    method: 'POST',
    path: '/exhibition/bills/{id}/link',
    permission: 'exhibition.bill.pay',
    summary: 'Ask for what is due of a bill: the page where it can be paid, and the text of a UPI QR code',
    params: ById,
    reply: BillLink,
    idempotent: true,
    run: (ctx, { params }) => openLink(ctx, params.id),
  }),
];
