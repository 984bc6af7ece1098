import { Type } from 'typebox';
import { ListQuery } from '../../../kernel/http/index.ts';
import { ById } from '../../../kernel/lib/schemas.ts';
import { route } from '../../../kernel/module/index.ts';
import { applyCut, cancelCut } from './apply-cut.action.ts';
import { Cut, CutFilter, StudentCutInput } from './contract.ts';
import { getCut, listCuts } from './cuts.query.ts';

export const cutRoutes = [
  route({
    method: 'GET',
    path: '/mess/cuts',
    aliases: ['/api/v1/mess-cuts'],
    permission: 'mess.read',
    summary: 'Mess cuts, the latest first; on: those that hold on a day',
    query: Type.Pick(ListQuery, ['search', 'limit', 'after']),
    filter: CutFilter,
    reply: Type.Array(Cut),
    run: (ctx, { query, filter }) => listCuts(ctx, { ...query, filter }),
  }),
  route({
    method: 'POST',
    path: '/mess/cuts',
    aliases: ['/api/v1/mess-cuts'],
    permission: 'mess.cut.write',
    summary: 'Days on which a student doesn’t eat; cuts that touch become one',
    body: StudentCutInput,
    example: { student_id: '019ac000-0000-7000-8000-000000000001', from: '2026-12-07', to: '2026-12-09' },
    reply: Cut,
    status: 201,
    idempotent: true,
    run: (ctx, { body: { student_id, from, to } }) => applyCut(ctx, student_id, { from, to }),
  }),
  route({
    method: 'GET',
    path: '/mess/cuts/{id}',
    aliases: ['/api/v1/mess-cuts/{id}'],
    permission: 'mess.read',
    summary: 'One cut',
    params: ById,
    reply: Cut,
    run: (ctx, { params }) => getCut(ctx, params.id),
  }),
  route({
    method: 'POST',
    path: '/mess/cuts/{id}/cancel',
    permission: 'mess.cut.write',
    summary: 'Take a cut back; days that are over or too late to change stay cut',
    params: ById,
    reply: Cut,
    idempotent: true,
    run: (ctx, { params }) => cancelCut(ctx, params.id),
  }),
];
