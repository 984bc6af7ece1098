import { Type } from 'typebox';
import { ListQuery } from '../../../kernel/http/index.ts';
import { ById } from '../../../kernel/lib/schemas.ts';
import { route } from '../../../kernel/module/index.ts';
import { closeMess, reopenMess, shortenClosure } from './close-mess.action.ts';
import { getClosure, listClosures } from './closures.query.ts';
import { Closure, ClosureFilter, ClosureInput, NewClosure, ShortenInput } from './contract.ts';

export const closureRoutes = [
  route({
    method: 'GET',
    path: '/mess/closures',
    aliases: ['/api/v1/closures'],
    permission: 'mess.read',
    summary: 'Closures, the latest first; on: those that hold on a day',
    query: Type.Pick(ListQuery, ['limit', 'after']),
    filter: ClosureFilter,
    reply: Type.Array(Closure),
    run: (ctx, { query, filter }) => listClosures(ctx, { ...query, filter }),
  }),
  route({
    method: 'POST',
    path: '/mess/closures',
    aliases: ['/api/v1/closures'],
    permission: 'mess.manage',
    summary: 'Close the mess for one day or many, one meal or all; whoever it touches hears of it',
    body: ClosureInput,
    example: { from: '2099-08-15', reason: 'Independence Day' },
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
