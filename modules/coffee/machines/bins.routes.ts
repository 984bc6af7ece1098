import { Type } from 'typebox';
import { ListQuery, sortedBy } from '../../../kernel/http/index.ts';
import { type Route, route } from '../../../kernel/module/index.ts';
import { binsOfNamed, listBins } from './bins.query.ts';
import { Bin, BinFilter, BinOfMachine, BinsInput, ByReference } from './contract.ts';
import { setBins } from './set-bins.action.ts';

export const binRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/coffee/bins',
    permission: 'coffee.read',
    summary: 'The bins of all machines, the emptiest first',
    query: Type.Object({ ...ListQuery.properties, ...sortedBy('level') }),
    filter: BinFilter,
    reply: Type.Array(BinOfMachine),
    run: (ctx, { query, filter }) => listBins(ctx, { ...query, filter }),
  }),
  route({
    method: 'GET',
    path: '/coffee/machines/{id}/bins',
    permission: 'coffee.read',
    summary: 'The bins of a machine with their levels',
    params: ByReference,
    reply: Type.Array(Bin),
    run: (ctx, { params }) => binsOfNamed(ctx, params.id),
  }),
  route({
    method: 'PUT',
    path: '/coffee/machines/{id}/bins',
    permission: 'coffee.operate',
    summary: 'Say which bins a machine has: material, capacity and threshold of each; levels stay',
    params: ByReference,
    body: BinsInput,
    reply: Type.Array(Bin),
    run: (ctx, { params, body }) => setBins(ctx, params.id, body.bins),
  }),
];
