import { Type } from 'typebox';
import { NewestFirst } from '../../../kernel/http/index.ts';
import { ById } from '../../../kernel/lib/schemas.ts';
import { type Route, route } from '../../../kernel/module/index.ts';
import { getBatch, listBatches } from './batches.query.ts';
import { changeBatch } from './change-batch.action.ts';
import { BATCH_CHANGES, Batch, BatchInput } from './contract.ts';
import { giveBatch } from './give-batch.action.ts';

const SUMMARIES = {
  pause: 'Hand out nothing more of a batch for now',
  resume: 'Hand out a paused batch again',
  cancel: 'Take back what is open of a batch',
};

export const batchRoutes: Route[] = [
  route({
    method: 'POST',
    path: '/coffee/batches',
    permission: 'coffee.operate',
    summary: 'Give all machines that a filter chooses the same command',
    body: BatchInput,
    reply: Batch,
    status: 201,
    idempotent: true,
    run: (ctx, { body }) => giveBatch(ctx, body),
  }),
  route({
    method: 'GET',
    path: '/coffee/batches',
    permission: 'coffee.read',
    summary: 'Batches of commands with their progress, the newest first',
    query: Type.Pick(NewestFirst, ['limit', 'after', 'sort']),
    reply: Type.Array(Batch),
    run: (ctx, { query }) => listBatches(ctx, query),
  }),
  route({
    method: 'GET',
    path: '/coffee/batches/{id}',
    permission: 'coffee.read',
    summary: 'One batch with its progress',
    params: ById,
    reply: Batch,
    run: (ctx, { params }) => getBatch(ctx, params.id),
  }),
  ...BATCH_CHANGES.map((change) =>
    route({
      method: 'POST',
      path: `/coffee/batches/{id}/${change}`,
      permission: 'coffee.operate',
      summary: SUMMARIES[change],
      params: ById,
      reply: Batch,
      run: (ctx, { params }) => changeBatch(ctx, params.id, change),
    }),
  ),
];
