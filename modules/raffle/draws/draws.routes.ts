import { Type } from 'typebox';
import { ById } from '../../../kernel/lib/schemas.ts';
import { route } from '../../../kernel/module/index.ts';
import { ByReference } from '../raffles/contract.ts';
import { DeskDraw, Draw, FreezeInput, RedrawInput, SeedInput } from './contract.ts';
import { deskDraws } from './draws.query.ts';
import { enterSeed } from './enter-seed.action.ts';
import { freezeDraw, redraw } from './freeze-draw.action.ts';

export const drawRoutes = [
  route({
    method: 'GET',
    path: '/raffle/raffles/{id}/draws',
    permission: 'raffle.read',
    summary: 'The draws of a raffle, the first one first, with the winners’ names',
    params: ByReference,
    reply: Type.Array(DeskDraw),
    run: (ctx, { params }) => deskDraws(ctx, params.id),
  }),
  route({
    method: 'POST',
    path: '/raffle/raffles/{id}/draws',
    permission: 'raffle.draw',
    summary: 'Close and publish the list for the draw, and name the public value that will decide',
    params: ByReference,
    body: FreezeInput,
    reply: Draw,
    status: 201,
    idempotent: true,
    run: (ctx, { params, body }) => freezeDraw(ctx, params.id, body),
  }),
  route({
    method: 'POST',
    path: '/raffle/draws/{id}/seed',
    permission: 'raffle.draw',
    summary: 'Enter the public value; the winners follow',
    params: ById,
    body: SeedInput,
    reply: Draw,
    idempotent: true,
    run: (ctx, { params, body }) => enterSeed(ctx, params.id, body.seed),
  }),
  route({
    method: 'POST',
    path: '/raffle/draws/{id}/redraw',
    permission: 'raffle.draw',
    summary: 'Draw again, with the reason, by another public value',
    params: ById,
    body: RedrawInput,
    reply: Draw,
    status: 201,
    idempotent: true,
    run: (ctx, { params, body }) => redraw(ctx, params.id, body),
  }),
];
