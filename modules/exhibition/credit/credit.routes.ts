import { ById } from '../../../kernel/lib/schemas.ts';
import { route } from '../../../kernel/module/index.ts';
import { Credit, VoucherInput } from './contract.ts';
import { creditOf, voucherOf } from './credit.query.ts';

export const creditRoutes = [
  route({
    method: 'GET',
    path: '/exhibition/customers/{id}/credit',
    permission: 'exhibition.read',
    operationId: 'getCustomerCredit',
    summary: 'What is left of a customer’s store credit',
    params: ById,
    reply: Credit,
    run: (ctx, { params }) => creditOf(ctx, params.id),
  }),
  route({
    method: 'POST',
    path: '/exhibition/vouchers/look-up',
    permission: 'exhibition.bill.pay',
    operationId: 'lookUpVoucher',
    summary: 'What is left of a voucher; wrong codes are counted, and then have to wait',
    body: VoucherInput,
    reply: Credit,
    run: (ctx, { body }) => voucherOf(ctx, body.voucher),
  }),
];
