import { Type } from 'typebox';
import { ListQuery } from '../../../kernel/http/index.ts';
import { route } from '../../../kernel/module/index.ts';
import { ByReference } from '../raffles/contract.ts';
import { FreedHolder, FreeHolderInput, Holders, Ticket, TicketFilter } from './contract.ts';
import { freeHolder } from './free-holder.action.ts';
import { holdersOf } from './holders.query.ts';
import { listTickets } from './tickets.query.ts';

export const holderRoutes = [
  route({
    method: 'GET',
    path: '/raffle/raffles/{id}/tickets',
    aliases: ['/api/raffles/{id}/tickets'],
    permission: 'raffle.read',
    summary: 'The numbers, ascending, with who holds them',
    params: ByReference,
    query: Type.Omit(ListQuery, ['search']),
    filter: TicketFilter,
    reply: Type.Array(Ticket),
    run: (ctx, { params, query, filter }) => listTickets(ctx, params.id, { ...query, filter }),
  }),
  route({
    method: 'GET',
    path: '/raffle/raffles/{id}/holders',
    permission: 'raffle.order.write',
    summary: 'Who holds numbers without having paid, and who holds many',
    params: ByReference,
    reply: Holders,
    run: (ctx, { params }) => holdersOf(ctx, params.id),
  }),
  route({
    method: 'POST',
    path: '/raffle/raffles/{id}/free-holder',
    permission: 'raffle.order.write',
    summary: 'Cancel the open orders of one address or chat; its numbers are free at once',
    params: ByReference,
    body: FreeHolderInput,
    reply: FreedHolder,
    run: (ctx, { params, body }) => freeHolder(ctx, params.id, body),
  }),
];
