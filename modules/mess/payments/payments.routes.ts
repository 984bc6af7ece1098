import { Type } from 'typebox';
import { ListQuery } from '../../../kernel/http/index.ts';
import { ById } from '../../../kernel/lib/schemas.ts';
import { route } from '../../../kernel/module/index.ts';
import { DenyInput } from '../students/contract.ts';
import { accountOf } from './account.query.ts';
import {
  Account,
  CashInput,
  CyclePayment,
  CyclePaymentFilter,
  GraceInput,
  OpenPaymentInput,
  ProofInput,
  VerifyInput,
} from './contract.ts';
import { openCyclePayment } from './open-cycle-payment.action.ts';
import { denyCyclePayment, giveGrace, sendProof, takeCash, verifyCyclePayment } from './pay-cycle.action.ts';
import { getCyclePayment, listCyclePayments } from './payments.query.ts';

export const paymentRoutes = [
  route({
    method: 'GET',
    path: '/mess/payments',
    permission: 'mess.read',
    summary: 'What students paid for a cycle, today’s by default, by roll number; of one student, all cycles',
    query: Type.Pick(ListQuery, ['search', 'limit', 'after']),
    filter: CyclePaymentFilter,
    reply: Type.Array(CyclePayment),
    run: (ctx, { query, filter }) => listCyclePayments(ctx, { ...query, filter }),
  }),
  route({
    method: 'GET',
    path: '/mess/payments/{id}',
    permission: 'mess.read',
    summary: 'What one student owes for one cycle',
    params: ById,
    reply: CyclePayment,
    run: (ctx, { params }) => getCyclePayment(ctx, params.id),
  }),
  route({
    method: 'POST',
    path: '/mess/students/{id}/payments',
    permission: 'mess.payment.write',
    summary: 'Open the payment for a cycle, today’s by default; again, it answers the same one',
    params: ById,
    body: OpenPaymentInput,
    reply: CyclePayment,
    idempotent: true,
    run: (ctx, { params, body }) => openCyclePayment(ctx, params.id, body.cycle_id),
  }),
  route({
    method: 'POST',
    path: '/mess/students/{id}/proofs',
    permission: 'mess.payment.write',
    summary: 'A proof that came another way: a file of purpose payments.proof, a transaction reference',
    params: ById,
    body: ProofInput,
    reply: CyclePayment,
    idempotent: true,
    run: (ctx, { params, body }) => {
      const { cycle_id, file_id, transaction_reference, caption } = body;
      const proof = {
        fileId: file_id ?? null,
        transactionReference: transaction_reference ?? null,
        caption: caption ?? '',
      };
      return sendProof(ctx, params.id, proof, cycle_id);
    },
  }),
  route({
    method: 'POST',
    path: '/mess/students/{id}/cash',
    permission: 'payments.verify',
    summary: 'Cash that was handed over for a cycle, today’s by default',
    params: ById,
    body: CashInput,
    reply: CyclePayment,
    idempotent: true,
    run: (ctx, { params, body }) => takeCash(ctx, params.id, body),
  }),
  route({
    method: 'POST',
    path: '/mess/payments/{id}/verify',
    permission: 'payments.verify',
    summary: 'Confirm that the money has come; the student eats',
    params: ById,
    body: VerifyInput,
    reply: CyclePayment,
    idempotent: true,
    run: (ctx, { params, body }) =>
      verifyCyclePayment(ctx, params.id, { transactionReference: body.transaction_reference, note: body.note }),
  }),
  route({
    method: 'POST',
    path: '/mess/payments/{id}/deny',
    permission: 'payments.verify',
    summary: 'Turn the proof away; the student reads why and may send another',
    params: ById,
    body: DenyInput,
    reply: CyclePayment,
    idempotent: true,
    run: (ctx, { params, body }) => denyCyclePayment(ctx, params.id, body.reason),
  }),
  route({
    method: 'POST',
    path: '/mess/payments/{id}/grace',
    permission: 'mess.payment.write',
    summary: 'Accepted, not yet seen on the statement: the student eats for some days from today',
    params: ById,
    body: GraceInput,
    reply: CyclePayment,
    idempotent: true,
    run: (ctx, { params, body }) => giveGrace(ctx, params.id, body.days),
  }),
  route({
    method: 'GET',
    path: '/mess/students/{id}/account',
    permission: 'mess.read',
    summary: 'What a student paid, what the cycles give back line by line, and the credit that is left',
    params: ById,
    reply: Account,
    run: (ctx, { params }) => accountOf(ctx, params.id),
  }),
];
