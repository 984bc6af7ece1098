import { type Static, Type } from 'typebox';
import type { Ctx } from '../../ctx/index.ts';
import { NewestFirst } from '../../http/index.ts';
import { parseAmount } from '../../lib/money.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import { ById } from '../../lib/schemas.ts';
import { route } from '../../module/index.ts';
import { bulkDeny, bulkVerify } from '../actions/bulk.action.ts';
import { denyPayment } from '../actions/deny-payment.action.ts';
import { refundPayment } from '../actions/refund-payment.action.ts';
import { markPaid, verifyPayment } from '../actions/verify-payment.action.ts';
import {
  BulkAnswer,
  BulkDenyInput,
  BulkVerifyInput,
  DenyInput,
  MarkPaidInput,
  Payment,
  PaymentCounts,
  PaymentFilter,
  PaymentKind,
  RefundInput,
  VerifyInput,
} from '../contract.ts';
import { paymentKinds } from '../payables.ts';
import { findPayment } from '../queries/find-payment.ts';
import { countPayments, listPayments, viewPayment } from '../queries/payments.ts';

/** The result of an action, as lists show it. */
async function shown(ctx: Ctx, changed: Result<{ id: string }>) {
  return changed.ok ? viewPayment(ctx, changed.data.id) : changed;
}

/** Refunds by hand, or by the provider, whose answer comes later. */
async function refundAsAsked(
  ctx: Ctx,
  id: string,
  { amount, by_provider, expected_refunded, approval_id, ...how }: Static<typeof RefundInput>,
): Promise<Result<{ id: string }>> {
  const payment = await findPayment(ctx, id);
  if (!payment.ok) return payment;
  const parsed = amount === undefined ? ok(undefined) : parseAmount(amount, payment.data.currency);
  if (!parsed.ok) return refuse(parsed.code, parsed.detail, { amount: parsed.code });
  const expected =
    expected_refunded === undefined ? ok(undefined) : parseAmount(expected_refunded, payment.data.currency);
  if (!expected.ok) return refuse(expected.code, expected.detail, { expected_refunded: expected.code });
  const bound = { amountMinor: parsed.data, expectedMinor: expected.data, approvalId: approval_id };
  if (!by_provider) return refundPayment(ctx, id, { ...how, ...bound });
  const started = await ctx.services.attemptSource?.startRefund(ctx, id, { reason: how.reason, ...bound });
  if (!started) return refuse('payments.no_provider');
  return started.ok ? ok({ id }) : started;
}

export const paymentRoutes = [
  route({
    method: 'GET',
    path: '/payments',
    permission: 'payments.read',
    summary: 'Payments, newest first; search looks at reference, payer, description and transaction reference',
    query: NewestFirst,
    filter: PaymentFilter,
    reply: Type.Array(Payment),
    run: (ctx, { query, filter }) => listPayments(ctx, { ...query, filter }),
  }),
  route({
    method: 'GET',
    path: '/payments/counts',
    permission: 'payments.read',
    summary: 'How many payments wait for somebody',
    reply: PaymentCounts,
    run: (ctx) => countPayments(ctx),
  }),
  route({
    method: 'GET',
    path: '/payments/kinds',
    permission: 'payments.read',
    summary: 'What payments can be for',
    reply: Type.Array(PaymentKind),
    run: async (ctx) => ok(paymentKinds(ctx)),
  }),
  route({
    method: 'POST',
    path: '/payments/bulk-verify',
    permission: 'payments.verify',
    summary: 'Confirm several payments; each stands by itself',
    body: BulkVerifyInput,
    reply: BulkAnswer,
    run: (ctx, { body }) => bulkVerify(ctx, body.ids, body.note),
  }),
  route({
    method: 'POST',
    path: '/payments/bulk-deny',
    permission: 'payments.verify',
    summary: 'Deny several payments for one reason; each stands by itself',
    body: BulkDenyInput,
    reply: BulkAnswer,
    run: (ctx, { body }) => bulkDeny(ctx, body.ids, body.reason, body.note),
  }),
  route({
    method: 'POST',
    path: '/payments/{id}/verify',
    permission: 'payments.verify',
    summary: 'Confirm that the money has come; above the limit a second person must as well',
    params: ById,
    body: VerifyInput,
    reply: Payment,
    idempotent: true,
    run: async (ctx, { params, body }) =>
      shown(
        ctx,
        await verifyPayment(ctx, params.id, { transactionReference: body.transaction_reference, note: body.note }),
      ),
  }),
  route({
    method: 'POST',
    path: '/payments/{id}/deny',
    permission: 'payments.verify',
    summary: 'Say that the proof shows no money of ours; the person is told why',
    params: ById,
    body: DenyInput,
    reply: Payment,
    idempotent: true,
    run: async (ctx, { params, body }) => shown(ctx, await denyPayment(ctx, params.id, body)),
  }),
  route({
    method: 'POST',
    path: '/payments/{id}/mark-paid',
    permission: 'payments.verify',
    summary: 'Confirm money that was seen at the desk: cash, the card terminal, a transfer',
    params: ById,
    body: MarkPaidInput,
    reply: Payment,
    idempotent: true,
    run: async (ctx, { params, body }) =>
      shown(
        ctx,
        await markPaid(ctx, params.id, {
          method: body.method,
          transactionReference: body.transaction_reference,
          note: body.note,
        }),
      ),
  }),
  route({
    method: 'POST',
    path: '/payments/{id}/refund',
    permission: 'payments.refund',
    summary: 'Give money back through its provider, or record that it was given back, or never had come',
    params: ById,
    body: RefundInput,
    reply: Payment,
    idempotent: true,
    run: async (ctx, { params, body }) => shown(ctx, await refundAsAsked(ctx, params.id, body)),
  }),
];
