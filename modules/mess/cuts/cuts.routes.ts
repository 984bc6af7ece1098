import { Type } from 'typebox';
import { ListQuery, readFilter } from '../../../kernel/http/index.ts';
import { route } from '../../../kernel/module/index.ts';
import { closeMess, reopenMess, shortenClosure } from '../closures/close-mess.action.ts';
import { getClosure, listClosures } from '../closures/closures.query.ts';
import { Closure, ClosureFilter, ClosureInput, NewClosure, ShortenInput } from '../closures/contract.ts';
import { ById } from '../students/students.routes.ts';
import { applyCut, cancelCut } from './apply-cut.action.ts';
import { Cut, CutFilter, StudentCutInput } from './contract.ts';
import { getCut, listCuts } from './cuts.query.ts';

const Query = Type.Pick(ListQuery, ['filter', 'limit', 'after']);

/** Mess cuts and closures. */
export const dayRoutes = [
  route({
    method: 'GET',
    path: '/mess/cuts',
    aliases: ['/api/v1/mess-cuts'],
    permission: 'mess.read',
    summary: 'Mess cuts, the latest first; on: those that hold on a day',
    query: Type.Pick(ListQuery, ['filter', 'search', 'limit', 'after']),
    reply: Type.Array(Cut),
    run: async (ctx, { query }) => {
      const filter = readFilter(CutFilter, query.filter);
      return filter.ok ? listCuts(ctx, { ...query, filter: filter.data }) : filter;
    },
  }),
  route({
    method: 'POST',
    path: '/mess/cuts',
    aliases: ['/api/v1/mess-cuts'],
    permission: 'mess.cut.write',
    summary: 'Days on which a student doesn’t eat; cuts that touch become one',
    body: StudentCutInput,
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
  route({
    method: 'GET',
    path: '/mess/closures',
    aliases: ['/api/v1/closures'],
    permission: 'mess.read',
    summary: 'Closures, the latest first; on: those that hold on a day',
    query: Query,
    reply: Type.Array(Closure),
    run: async (ctx, { query }) => {
      const filter = readFilter(ClosureFilter, query.filter);
      return filter.ok ? listClosures(ctx, { ...query, filter: filter.data }) : filter;
    },
  }),
  route({
    method: 'POST',
    path: '/mess/closures',
    aliases: ['/api/v1/closures'],
    permission: 'mess.manage',
    summary: 'Close the mess for one day or many, one meal or all; whoever it touches hears of it',
    body: ClosureInput,
    reply: NewClosure,
    status: 201,
    idempotent: true,
    run: (ctx, { body }) => closeMess(ctx, body),
  }),
  route({
    method: 'GET',
    path: '/mess/closures/{id}',
    aliases: ['/api/v1/closures/{id}'],
    permission: 'mess.read',
    summary: 'One closure',
    params: ById,
    reply: Closure,
    run: (ctx, { params }) => getClosure(ctx, params.id),
  }),
  route({
    method: 'POST',
    path: '/mess/closures/{id}/shorten',
    permission: 'mess.manage',
    summary: 'End a closure sooner, also one that has begun; whoever that touches hears of it',
    params: ById,
    body: ShortenInput,
    reply: NewClosure,
    idempotent: true,
    run: (ctx, { params, body }) => shortenClosure(ctx, params.id, body.to),
  }),
  route({
    method: 'POST',
    path: '/mess/closures/{id}/cancel',
    permission: 'mess.manage',
    summary: 'Take a closure back before it begins; whoever it touched hears of it',
    params: ById,
    reply: Closure,
    idempotent: true,
    run: (ctx, { params }) => reopenMess(ctx, params.id),
  }),
];
