import { Type } from 'typebox';
import { ListQuery } from '../../../kernel/http/index.ts';
import { route } from '../../../kernel/module/index.ts';
import { ByReference } from '../raffles/contract.ts';
import { listContacts } from './contacts.query.ts';
import { BuyerContact, ContactFilter, Sales } from './contract.ts';
import { salesOf } from './sales.query.ts';

export const salesRoutes = [
  route({
    method: 'GET',
    path: '/raffle/raffles/{id}/sales',
    permission: 'raffle.read',
    summary: 'What was sold by day, by hour, and by the way it was ordered',
    params: ByReference,
    reply: Sales,
    run: (ctx, { params }) => salesOf(ctx, params.id),
  }),
  route({
    method: 'GET',
    path: '/raffle/contacts',
    permission: 'raffle.read',
    summary: 'Who ordered, the latest first, with what they paid for',
    query: ListQuery,
    filter: ContactFilter,
    reply: Type.Array(BuyerContact),
    run: (ctx, { query, filter }) => listContacts(ctx, { ...query, ...filter }),
  }),
];
