import { Type } from 'typebox';
import { Block } from '../../../kernel/documents/contract.ts';
import { reserveNumbers } from '../../../kernel/documents/index.ts';
import { NewestFirst } from '../../../kernel/http/index.ts';
import type { Result } from '../../../kernel/lib/result.ts';
import { ById } from '../../../kernel/lib/schemas.ts';
import { route } from '../../../kernel/module/index.ts';
import { getExhibition } from '../exhibitions/exhibitions.query.ts';
import { NumbersInput, OfflineSale, Roster, SaleAnswer, SoldOffline, SoldOfflineFilter } from './contract.ts';
import { listOfflineSales } from './offline-sales.query.ts';
import { recordSale } from './record-sale.action.ts';
import { deskRoster } from './roster.query.ts';
import { seeSale } from './see-sale.action.ts';

export const deskRoutes = [
  route({
    method: 'GET',
    path: '/exhibition/desk/roster',
    permission: 'exhibition.bill.add',
    summary: 'What a desk keeps for the time without a network: customers, and what a receipt says',
    query: Type.Object({ exhibition_id: Type.String({ format: 'uuid' }) }),
    reply: Roster,
    run: (ctx, { query }) => deskRoster(ctx, query.exhibition_id),
  }),
  route({
    method: 'POST',
    path: '/exhibition/desk/numbers',
    permission: 'exhibition.document.issue',
    summary: 'Reserve numbers of receipts for this device, which it gives to what it prints without a network',
    body: NumbersInput,
    reply: Block,
    async run(ctx, { body }): Promise<Result<Block>> {
      const exhibition = await getExhibition(ctx, body.exhibition_id);
      if (!exhibition.ok) return exhibition;
      const { device, known } = body;
      return reserveNumbers(ctx, { series: 'receipt', prefix: `${exhibition.data.prefix}-`, device, known });
    },
  }),
  route({
    method: 'POST',
    path: '/exhibition/offline-sales',
    permission: 'exhibition.bill.add',
    summary: 'Record a sale in cash that a desk made without a network, as it happened',
    body: OfflineSale,
    reply: SaleAnswer,
    status: 201,
    idempotent: true,
    run: (ctx, { body }) => recordSale(ctx, body),
  }),
  route({
    method: 'GET',
    path: '/exhibition/offline-sales',
    permission: 'exhibition.read',
    summary: 'Sales that desks made without a network, newest first, with what a supervisor should know of them',
    query: Type.Pick(NewestFirst, ['limit', 'after']),
    filter: SoldOfflineFilter,
    reply: Type.Array(SoldOffline),
    run: (ctx, { query, filter }) => listOfflineSales(ctx, { ...query, filter }),
  }),
  route({
    method: 'POST',
    path: '/exhibition/offline-sales/{id}/seen',
    permission: 'exhibition.bill.void',
    summary: 'A supervisor has seen what is noted of a sale without a network',
    params: ById,
    reply: Type.Null(),
    run: (ctx, { params }) => seeSale(ctx, params.id),
  }),
];
