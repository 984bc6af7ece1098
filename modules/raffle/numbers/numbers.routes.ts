import { route } from '../../../kernel/module/index.ts';
import { ByReference, Raffle } from '../raffles/contract.ts';
import { availability } from './availability.query.ts';
import { Availability, GenerateInput } from './contract.ts';
import { generateNumbers } from './generate-numbers.action.ts';

export const numberRoutes = [
  route({
    method: 'POST',
    path: '/raffle/raffles/{id}/generate-numbers',
    permission: 'raffle.manage',
    summary: 'Make the numbers of the range that are missing, in another range if one is given',
    params: ByReference,
    body: GenerateInput,
    reply: Raffle,
    run: (ctx, { params, body }) => generateNumbers(ctx, params.id, body),
  }),
  route({
    method: 'GET',
    path: '/raffle/raffles/{id}/availability',
    aliases: ['/api/raffles/{id}/availability'],
    permission: 'raffle.read',
    summary: 'Which numbers are free, reserved and sold, as bits',
    params: ByReference,
    reply: Availability,
    run: (ctx, { params }) => availability(ctx, params.id),
  }),
];
