import { Type } from 'typebox';
import { ListQuery } from '../../../kernel/http/index.ts';
import { ById } from '../../../kernel/lib/schemas.ts';
import { defineRecord, route } from '../../../kernel/module/index.ts';
import { STALL } from '../names.ts';
import { Stall, StallFilter, StallInput, StallPatch } from './contract.ts';
import { addStall, changeStall } from './save-stall.action.ts';
import { getStall, listStalls } from './stalls.query.ts';

const record = defineRecord({
  subject: STALL,
  patch: StallPatch,
  read: (ctx, { id }: { id: string }) => getStall(ctx, id),
});

export const stallRoutes = [
  route({
    method: 'GET',
    path: '/exhibition/stalls',
    permission: 'exhibition.read',
    summary: 'Stalls of a fair, by code; whoever is limited to one gets that one',
    query: Type.Pick(ListQuery, ['limit', 'after', 'search']),
    filter: StallFilter,
    reply: Type.Array(Stall),
    run: (ctx, { query, filter }) => listStalls(ctx, { ...query, filter }),
  }),
  route({
    method: 'POST',
    path: '/exhibition/stalls',
    permission: 'exhibition.manage',
    summary: 'Add a stall',
    body: StallInput,
    reply: Stall,
    status: 201,
    idempotent: true,
    run: (ctx, { body }) => addStall(ctx, body),
  }),
  route({
    method: 'GET',
    path: '/exhibition/stalls/{id}',
    permission: 'exhibition.read',
    summary: 'One stall',
    record,
    params: ById,
    reply: Stall,
    run: (ctx, { params }) => getStall(ctx, params.id),
  }),
  route({
    method: 'PATCH',
    path: '/exhibition/stalls/{id}',
    permission: 'exhibition.manage',
    summary: 'Change a stall, archive it or bring it back',
    record,
    params: ById,
    body: StallPatch,
    reply: Stall,
    run: (ctx, { params, body }) => changeStall(ctx, params.id, body),
  }),
];
