import { Type } from 'typebox';
import { NewestFirst } from '../../../kernel/http/index.ts';
import { ById } from '../../../kernel/lib/schemas.ts';
import { defineRecord, type Route, route } from '../../../kernel/module/index.ts';
import { MERCHANT } from '../names.ts';
import { Merchant, MerchantFilter, MerchantInput, MerchantPatch } from './contract.ts';
import { getMerchant, listMerchants } from './merchants.query.ts';
import { addMerchant, changeMerchant } from './save-merchant.action.ts';

const record = defineRecord({
  subject: MERCHANT,
  patch: MerchantPatch,
  read: (ctx, { id }: { id: string }) => getMerchant(ctx, id),
});

export const merchantRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/coffee/merchants',
    permission: 'coffee.read',
    summary: 'Merchants with the number of their machines, newest first',
    query: NewestFirst,
    filter: MerchantFilter,
    reply: Type.Array(Merchant),
    run: (ctx, { query, filter }) => listMerchants(ctx, { ...query, filter }),
  }),
  route({
    method: 'POST',
    path: '/coffee/merchants',
    permission: 'coffee.manage',
    summary: 'Add a merchant',
    body: MerchantInput,
    example: { name: 'Station Kiosks' },
    reply: Merchant,
    status: 201,
    idempotent: true,
    run: (ctx, { body }) => addMerchant(ctx, body),
  }),
  route({
    method: 'GET',
    path: '/coffee/merchants/{id}',
    permission: 'coffee.read',
    summary: 'One merchant',
    record,
    params: ById,
    reply: Merchant,
    run: (ctx, { params }) => getMerchant(ctx, params.id),
  }),
  route({
    method: 'PATCH',
    path: '/coffee/merchants/{id}',
    permission: 'coffee.manage',
    summary: 'Change a merchant',
    record,
    params: ById,
    body: MerchantPatch,
    reply: Merchant,
    run: (ctx, { params, body }) => changeMerchant(ctx, params.id, body),
  }),
];
