import { Type } from 'typebox';
import { NewestFirst } from '../../../kernel/http/index.ts';
import { defineRecord, route } from '../../../kernel/module/index.ts';
import { RAFFLE } from '../names.ts';
import { ByReference, CloneInput, PayTo, Raffle, RaffleFilter, RaffleInput, RafflePatch } from './contract.ts';
import { getRaffle, listRaffles } from './raffles.query.ts';
import { changeRaffle, cloneRaffle, createRaffle, deleteRaffle } from './save-raffle.action.ts';

/** The list's own filter, and the parameter of the older address. */
const RaffleQuery = Type.Object({ ...NewestFirst.properties, is_active: Type.Optional(Type.Boolean()) });
const record = defineRecord({
  subject: RAFFLE,
  patch: RafflePatch,
  read: (ctx, { id }: { id: string }) => getRaffle(ctx, id),
});

/** As the programs before called them. */
const OLDER_FIELDS = {
  body: { is_active: 'active', min_number: 'first_number', max_number: 'last_number' },
  reply: {
    is_active: ({ active }: Record<string, unknown>) => active,
    min_number: ({ first_number }: Record<string, unknown>) => first_number,
    max_number: ({ last_number }: Record<string, unknown>) => last_number,
  },
};

export const raffleRoutes = [
  route({
    method: 'GET',
    path: '/raffle/raffles',
    aliases: ['/api/raffles'],
    olderFields: OLDER_FIELDS,
    permission: 'raffle.read',
    summary: 'Raffles, latest first, with what is reserved and sold',
    query: RaffleQuery,
    filter: RaffleFilter,
    reply: Type.Array(Raffle),
    run: (ctx, { query: { is_active: active, ...query }, filter }) =>
      listRaffles(ctx, { ...query, filter: { ...filter, ...(active !== undefined && { active }) } }),
  }),
  route({
    method: 'POST',
    path: '/raffle/raffles',
    aliases: ['/api/raffles'],
    olderFields: OLDER_FIELDS,
    permission: 'raffle.manage',
    summary: 'Create a raffle with all its numbers',
    body: RaffleInput,
    example: { title: 'Onam raffle', ticket_price: '50', last_number: 1000 },
    reply: Raffle,
    status: 201,
    idempotent: true,
    run: (ctx, { body }) => createRaffle(ctx, body),
  }),
  route({
    method: 'GET',
    path: '/raffle/raffles/{id}',
    aliases: ['/api/raffles/{id}'],
    olderFields: OLDER_FIELDS,
    permission: 'raffle.read',
    summary: 'One raffle, by uuid or code',
    record,
    params: ByReference,
    reply: Raffle,
    run: (ctx, { params }) => getRaffle(ctx, params.id),
  }),
  ...(['PATCH', 'PUT'] as const).map((method) =>
    route({
      method,
      path: '/raffle/raffles/{id}',
      aliases: ['/api/raffles/{id}'],
      olderFields: OLDER_FIELDS,
      permission: 'raffle.manage',
      record,
      summary: 'Change a raffle, switch it on or off; a field left out stays as it is',
      params: ByReference,
      body: RafflePatch,
      reply: Raffle,
      run: (ctx, { params, body }) => changeRaffle(ctx, params.id, body),
    }),
  ),
  route({
    method: 'DELETE',
    path: '/raffle/raffles/{id}',
    aliases: ['/api/raffles/{id}'],
    olderFields: OLDER_FIELDS,
    permission: 'raffle.manage',
    summary: 'Remove a raffle in which nobody ordered',
    params: ByReference,
    reply: Type.Null(),
    run: (ctx, { params }) => deleteRaffle(ctx, params.id),
  }),
  route({
    method: 'POST',
    path: '/raffle/raffles/{id}/activate',
    permission: 'raffle.manage',
    summary: 'Put a raffle on sale, or take it off',
    params: ByReference,
    body: Type.Object({ active: Type.Boolean({ default: true }), pay_to: Type.Optional(PayTo) }),
    reply: Raffle,
    run: (ctx, { params, body }) => changeRaffle(ctx, params.id, body),
  }),
  route({
    method: 'POST',
    path: '/raffle/raffles/{id}/clone',
    permission: 'raffle.manage',
    summary: 'Another raffle like this one, empty and not on sale',
    params: ByReference,
    body: CloneInput,
    reply: Raffle,
    status: 201,
    idempotent: true,
    run: (ctx, { params, body }) => cloneRaffle(ctx, params.id, body),
  }),
];
