import { Type } from 'typebox';
import { exportRoutes } from '../../../kernel/exports/index.ts';
import { NewestFirst } from '../../../kernel/http/index.ts';
import { type Route, route } from '../../../kernel/module/index.ts';
import { ByReference } from '../machines/contract.ts';
import { Refill, RefillFilter, RefillInput, RoundFilter, RoundRow, Stock } from './contract.ts';
import { recordRefill } from './record-refill.action.ts';
import { listRefills } from './refills.query.ts';
import { roundExport } from './round.export.ts';
import { refillRound, stockOf } from './stock.query.ts';

export const stockRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/coffee/machines/{id}/stock',
    permission: 'coffee.read',
    summary: 'How long the bins of a machine last, and whether what is gone was sold',
    params: ByReference,
    reply: Type.Array(Stock),
    run: (ctx, { params }) => stockOf(ctx, params.id),
  }),
  route({
    method: 'GET',
    path: '/coffee/refill-round',
    permission: 'coffee.read',
    summary: 'What a technician has to fill, by location and machine',
    filter: RoundFilter,
    reply: Type.Array(RoundRow),
    run: (ctx, { filter }) => refillRound(ctx, filter),
  }),
  ...exportRoutes(roundExport, '/coffee/refill-round/export'),
  route({
    method: 'GET',
    path: '/coffee/refills',
    permission: 'coffee.read',
    summary: 'What went into bins, as machines measured and as people said, newest first',
    query: NewestFirst,
    filter: RefillFilter,
    reply: Type.Array(Refill),
    run: (ctx, { query, filter }) => listRefills(ctx, { ...query, filter }),
  }),
  route({
    method: 'POST',
    path: '/coffee/refills',
    permission: 'coffee.operate',
    summary: 'Say that a bin was filled; the same bin at the same moment again is the same filling',
    body: RefillInput,
    reply: Refill,
    status: 201,
    idempotent: true,
    run: (ctx, { body }) => recordRefill(ctx, body),
  }),
];
