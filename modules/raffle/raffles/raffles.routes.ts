import { Type } from 'typebox';
import { ListQuery, NewestFirst, readFilter } from '../../../kernel/http/index.ts';
import { defineRecord, route } from '../../../kernel/module/index.ts';
import { availability } from '../numbers/availability.query.ts';
import {
  Availability,
  FreedHolder,
  FreeHolderInput,
  GenerateInput,
  Holders,
  Ticket,
  TicketFilter,
} from '../numbers/contract.ts';
import { freeHolder } from '../numbers/free-holder.action.ts';
import { generateNumbers } from '../numbers/generate-numbers.action.ts';
import { holdersOf } from '../numbers/holders.query.ts';
import { listTickets } from '../numbers/tickets.query.ts';
import { RAFFLE } from '../present.ts';
import { CloneInput, PayTo, Raffle, RaffleFilter, RaffleInput, RafflePatch } from './contract.ts';
import { getRaffle, listRaffles } from './raffles.query.ts';
import { changeRaffle, cloneRaffle, createRaffle, deleteRaffle } from './save-raffle.action.ts';

/** The list's own filter, and the parameter of the older address. */
const RaffleQuery = Type.Object({ ...NewestFirst.properties, is_active: Type.Optional(Type.Boolean()) });
const ById = Type.Object({ id: Type.String({ maxLength: 40, description: 'uuid or code' }) });
const record = defineRecord({
  subject: RAFFLE,
  patch: RafflePatch,
  read: (ctx, { id }: { id: string }) => getRaffle(ctx, id),
});

export const raffleRoutes = [
  route({
    method: 'GET',
    path: '/raffle/raffles',
    aliases: ['/api/raffles'],
    permission: 'raffle.read',
    summary: 'Raffles, latest first, with what is reserved and sold',
    query: RaffleQuery,
    reply: Type.Array(Raffle),
    run: async (ctx, { query: { is_active: active, ...query } }) => {
      const filter = readFilter(RaffleFilter, query.filter);
      if (!filter.ok) return filter;
      return listRaffles(ctx, { ...query, filter: { ...filter.data, ...(active !== undefined && { active }) } });
    },
  }),
  route({
    method: 'POST',
    path: '/raffle/raffles',
    aliases: ['/api/raffles'],
    permission: 'raffle.manage',
    summary: 'Create a raffle with all its numbers',
    body: RaffleInput,
    reply: Raffle,
    status: 201,
    idempotent: true,
    run: (ctx, { body }) => createRaffle(ctx, body),
  }),
  route({
    method: 'GET',
    path: '/raffle/raffles/{id}',
    aliases: ['/api/raffles/{id}'],
    permission: 'raffle.read',
    summary: 'One raffle, by uuid or code',
    record,
    params: ById,
    reply: Raffle,
    run: (ctx, { params }) => getRaffle(ctx, params.id),
  }),
  ...(['PATCH', 'PUT'] as const).map((method) =>
    route({
      method,
      path: '/raffle/raffles/{id}',
      aliases: ['/api/raffles/{id}'],
      permission: 'raffle.manage',
      record,
      summary: 'Change a raffle, switch it on or off; a field left out stays as it is',
      params: ById,
      body: RafflePatch,
      reply: Raffle,
      run: (ctx, { params, body }) => changeRaffle(ctx, params.id, body),
    }),
  ),
  route({
    method: 'DELETE',
    path: '/raffle/raffles/{id}',
    aliases: ['/api/raffles/{id}'],
    permission: 'raffle.manage',
    summary: 'Remove a raffle in which nobody ordered',
    params: ById,
    reply: Type.Null(),
    run: (ctx, { params }) => deleteRaffle(ctx, params.id),
  }),
  route({
    method: 'POST',
    path: '/raffle/raffles/{id}/activate',
    permission: 'raffle.manage',
    summary: 'Put a raffle on sale, or take it off',
    params: ById,
    body: Type.Object({ active: Type.Boolean({ default: true }), pay_to: Type.Optional(PayTo) }),
    reply: Raffle,
    run: (ctx, { params, body }) => changeRaffle(ctx, params.id, body),
  }),
  route({
    method: 'POST',
    path: '/raffle/raffles/{id}/generate-numbers',
    permission: 'raffle.manage',
    summary: 'Make the numbers of the range that are missing, in another range if one is given',
    params: ById,
    body: GenerateInput,
    reply: Raffle,
    run: (ctx, { params, body }) => generateNumbers(ctx, params.id, body),
  }),
  route({
    method: 'POST',
    path: '/raffle/raffles/{id}/clone',
    permission: 'raffle.manage',
    summary: 'Another raffle like this one, empty and not on sale',
    params: ById,
    body: CloneInput,
    reply: Raffle,
    status: 201,
    idempotent: true,
    run: (ctx, { params, body }) => cloneRaffle(ctx, params.id, body),
  }),
  route({
    method: 'GET',
    path: '/raffle/raffles/{id}/availability',
    aliases: ['/api/raffles/{id}/availability'],
    permission: 'raffle.read',
    summary: 'Which numbers are free, reserved and sold, as bits',
    params: ById,
    reply: Availability,
    run: (ctx, { params }) => availability(ctx, params.id),
  }),
  route({
    method: 'GET',
    path: '/raffle/raffles/{id}/tickets',
    aliases: ['/api/raffles/{id}/tickets'],
    permission: 'raffle.read',
    summary: 'The numbers, ascending, with who holds them',
    params: ById,
    query: Type.Omit(ListQuery, ['search']),
    reply: Type.Array(Ticket),
    run: async (ctx, { params, query }) => {
      const filter = readFilter(TicketFilter, query.filter);
      return filter.ok ? listTickets(ctx, params.id, { ...query, filter: filter.data }) : filter;
    },
  }),
  route({
    method: 'GET',
    path: '/raffle/raffles/{id}/holders',
    permission: 'raffle.order.write',
    summary: 'Who holds numbers without having paid, and who holds many',
    params: ById,
    reply: Holders,
    run: (ctx, { params }) => holdersOf(ctx, params.id),
  }),
  route({
    method: 'POST',
    path: '/raffle/raffles/{id}/free-holder',
    permission: 'raffle.order.write',
    summary: 'Cancel the open orders of one address or chat; its numbers are free at once',
    params: ById,
    body: FreeHolderInput,
    reply: FreedHolder,
    run: (ctx, { params, body }) => freeHolder(ctx, params.id, body),
  }),
];
