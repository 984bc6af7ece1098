import { Type } from 'typebox';
import { ListQuery } from '../../http/index.ts';
import type { Result } from '../../lib/result.ts';
import { ById } from '../../lib/schemas.ts';
import { type Route, route } from '../../module/index.ts';
import { Payment } from '../../payments/contract.ts';
import { viewPayment } from '../../payments/index.ts';
import { submitProof } from '../actions/submit-proof.action.ts';
import { OwnPayment, PaymentDetail, ProofInput, QueueFilter, QueueItem } from '../contract.ts';
import { ownPayment } from '../queries/own-payment.ts';
import { listQueue, paymentDetail } from '../queries/queue.ts';

export const proofRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/payments/queue',
    permission: 'payments.read',
    summary:
      'The evidence desk: submitted payments with proofs, signals and what this person paid before; the oldest first',
    query: Type.Object({
      limit: Type.Integer({ minimum: 1, maximum: 50, default: 20 }),
      after: ListQuery.properties.after,
    }),
    filter: QueueFilter,
    reply: Type.Array(QueueItem),
    run: (ctx, { query, filter }) => listQueue(ctx, { ...query, filter }),
  }),
  route({
    method: 'GET',
    path: '/payments/{id}',
    permission: 'payments.read',
    portalToo: true,
    summary: 'One payment with proofs, signals and history; for the account of its payer, how it stands',
    params: ById,
    reply: Type.Union([PaymentDetail, OwnPayment]),
    run: async (ctx, { params }): Promise<Result<PaymentDetail | OwnPayment>> =>
      ctx.actor.kind === 'portal' ? ownPayment(ctx, params.id) : paymentDetail(ctx, params.id),
  }),
  route({
    method: 'POST',
    path: '/payments/{id}/proofs',
    permission: 'payments.verify',
    summary: 'Add a proof that came another way: a file of purpose payments.proof, a transaction reference',
    params: ById,
    body: ProofInput,
    reply: Payment,
    idempotent: true,
    async run(ctx, { params, body }) {
      const added = await submitProof(ctx, params.id, {
        fileId: body.file_id ?? null,
        transactionReference: body.transaction_reference ?? null,
        ...(body.caption !== undefined && { caption: body.caption }),
      });
      return added.ok ? viewPayment(ctx, params.id) : added;
    },
  }),
];
