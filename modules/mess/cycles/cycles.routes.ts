import { Type } from 'typebox';
import { ListQuery } from '../../../kernel/http/index.ts';
import { ById } from '../../../kernel/lib/schemas.ts';
import { defineRecord, route } from '../../../kernel/module/index.ts';
import { CYCLE } from '../names.ts';
import { Cycle, CycleInput, CyclePatch } from './contract.ts';
import { cycleFor, getCycle, listCycles } from './cycles.query.ts';
import { changeCycle, createCycle, deleteCycle } from './save-cycle.action.ts';

const record = defineRecord({
  subject: CYCLE,
  patch: CyclePatch,
  read: (ctx, { id }: { id: string }) => getCycle(ctx, id),
});

export const cycleRoutes = [
  route({
    method: 'GET',
    path: '/mess/cycles',
    permission: 'mess.read',
    summary: 'Cycles, the latest first, with how many paid',
    query: Type.Pick(ListQuery, ['limit', 'after']),
    reply: Type.Array(Cycle),
    run: (ctx, { query }) => listCycles(ctx, query),
  }),
  route({
    method: 'POST',
    path: '/mess/cycles',
    permission: 'mess.manage',
    summary: 'Add a cycle; two never share a day',
    body: CycleInput,
    example: { name: 'December', starts_on: '2026-12-01', ends_on: '2026-12-31', price: '3600' },
    reply: Cycle,
    status: 201,
    idempotent: true,
    run: (ctx, { body }) => createCycle(ctx, body),
  }),
  route({
    method: 'GET',
    path: '/mess/cycles/current',
    permission: 'mess.read',
    summary: 'The cycle of today',
    reply: Cycle,
    run: (ctx) => cycleFor(ctx),
  }),
  route({
    method: 'GET',
    path: '/mess/cycles/{id}',
    permission: 'mess.read',
    summary: 'One cycle',
    record,
    params: ById,
    reply: Cycle,
    run: (ctx, { params }) => getCycle(ctx, params.id),
  }),
  route({
    method: 'PATCH',
    path: '/mess/cycles/{id}',
    permission: 'mess.manage',
    record,
    summary: 'Change a cycle; dates and price only while nobody was asked to pay',
    params: ById,
    body: CyclePatch,
    reply: Cycle,
    run: (ctx, { params, body }) => changeCycle(ctx, params.id, body),
  }),
  route({
    method: 'DELETE',
    path: '/mess/cycles/{id}',
    permission: 'mess.manage',
    summary: 'Remove a cycle that nobody was asked to pay',
    params: ById,
    reply: Type.Null(),
    run: (ctx, { params }) => deleteCycle(ctx, params.id),
  }),
];
