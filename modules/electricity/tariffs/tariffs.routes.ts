import { Type } from 'typebox';
import { WholeList } from '../../../kernel/http/index.ts';
import { ById } from '../../../kernel/lib/schemas.ts';
import { defineRecord, type Route, route } from '../../../kernel/module/index.ts';
import { TARIFF } from '../names.ts';
import { QuoteQuery, QuoteView, Tariff, TariffDiff, TariffInput, TariffPatch } from './contract.ts';
import { askQuote } from './quote.query.ts';
import { addTariff, changeTariff, removeTariff } from './save-tariff.action.ts';
import { getTariff, listTariffs, tariffDiff } from './tariffs.query.ts';

const record = defineRecord({
  subject: TARIFF,
  patch: TariffPatch,
  read: (ctx, { id }: { id: string }) => getTariff(ctx, id),
});

export const tariffRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/electricity/tariffs/quote',
    aliases: ['/api/v1/tariffs/quote'],
    permission: 'electricity.read',
    summary: 'How many units an amount buys, and why, block by block: for a meter, or for a class',
    query: QuoteQuery,
    reply: QuoteView,
    run: (ctx, { query }) => askQuote(ctx, query),
  }),
  route({
    method: 'GET',
    path: '/electricity/tariffs',
    permission: 'electricity.read',
    summary: 'All versions of the tariff, the latest first',
    query: WholeList,
    reply: Type.Array(Tariff),
    run: (ctx) => listTariffs(ctx),
  }),
  route({
    method: 'POST',
    path: '/electricity/tariffs',
    permission: 'electricity.manage',
    summary: 'Add a version of the tariff, with the day from which it counts',
    body: TariffInput,
    example: {
      starts_on: '2099-01-01',
      name: 'Tariff of 2099',
      vat_percent: '18',
      levy_percent: '0',
      fee: '0',
      classes: [
        {
          code: 'residential',
          name: 'Residential',
          blocks: [
            { up_to_kwh: 20, price: '89' },
            { up_to_kwh: null, price: '310' },
          ],
        },
      ],
    },
    reply: Tariff,
    status: 201,
    idempotent: true,
    run: (ctx, { body }) => addTariff(ctx, body),
  }),
  route({
    method: 'GET',
    path: '/electricity/tariffs/{id}',
    permission: 'electricity.read',
    summary: 'One version of the tariff',
    record,
    params: ById,
    reply: Tariff,
    run: (ctx, { params }) => getTariff(ctx, params.id),
  }),
  route({
    method: 'GET',
    path: '/electricity/tariffs/{id}/diff',
    permission: 'electricity.read',
    summary: 'What a version changes against the one before it',
    params: ById,
    reply: TariffDiff,
    run: (ctx, { params }) => tariffDiff(ctx, params.id),
  }),
  route({
    method: 'PATCH',
    path: '/electricity/tariffs/{id}',
    permission: 'electricity.manage',
    summary: 'Change a version that has not begun',
    record,
    params: ById,
    body: TariffPatch,
    reply: Tariff,
    run: (ctx, { params, body }) => changeTariff(ctx, params.id, body),
  }),
  route({
    method: 'DELETE',
    path: '/electricity/tariffs/{id}',
    permission: 'electricity.manage',
    summary: 'Remove a version that has not begun',
    params: ById,
    reply: Type.Null(),
    run: (ctx, { params }) => removeTariff(ctx, params.id),
  }),
];
