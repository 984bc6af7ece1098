import { Type } from 'typebox';
import { NewestFirst } from '../../http/index.ts';
import { ById } from '../../lib/schemas.ts';
import { route } from '../../module/index.ts';
import { BlockUse, CloseBlock } from '../contract.ts';
import { listBlocks } from './blocks.query.ts';
import { closeBlock } from './close-block.action.ts';

export const blockRoutes = [
  route({
    method: 'GET',
    path: '/documents/blocks',
    permission: 'documents.read',
    summary: 'Numbers that desks hold for receipts without a network, newest first: the gaps of a series, explained',
    query: Type.Pick(NewestFirst, ['limit', 'after']),
    reply: Type.Array(BlockUse),
    run: (ctx, { query }) => listBlocks(ctx, query),
  }),
  route({
    method: 'POST',
    path: '/documents/blocks/{id}/close',
    permission: 'documents.numbers',
    summary: 'Say why the unused numbers of a block stay unused',
    params: ById,
    body: CloseBlock,
    reply: Type.Null(),
    run: (ctx, { params, body }) => closeBlock(ctx, params.id, body.reason),
  }),
];
