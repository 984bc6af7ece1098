import { Type } from 'typebox';
import { openFile } from '../../../kernel/files/index.ts';
import { refuse } from '../../../kernel/lib/result.ts';
import { download, route } from '../../../kernel/module/index.ts';
import { PublicDraw } from '../draws/contract.ts';
import { availability } from '../numbers/availability.query.ts';
import { Availability } from '../numbers/contract.ts';
import { findRaffle } from '../raffles/raffles.query.ts';
import { PublicRaffle, TicketCheck } from './contract.ts';
import { checkTicket, enterByCode, publicDraws, publicRaffle } from './public.query.ts';

const ByCode = Type.Object({ code: Type.String({ maxLength: 20 }) });

/** The data for anyone with the address: no names, no phone numbers. */
export const publicRoutes = [
  route({
    method: 'GET',
    path: '/raffle/public/{code}',
    permission: 'public',
    summary: 'A raffle as anyone may see it, and where to buy',
    params: ByCode,
    reply: PublicRaffle,
    run: async (ctx, { params }) => {
      const inside = await enterByCode(ctx, params.code);
      return inside ? publicRaffle(inside, params.code) : refuse('raffle.not_found');
    },
  }),
  route({
    method: 'GET',
    path: '/raffle/public/{code}/availability',
    permission: 'public',
    summary: 'Which numbers are free, as bits',
    params: ByCode,
    reply: Availability,
    run: async (ctx, { params }) => {
      const inside = await enterByCode(ctx, params.code);
      return inside ? availability(inside, params.code) : refuse('raffle.not_found');
    },
  }),
  route({
    method: 'GET',
    path: '/raffle/public/{code}/draw',
    permission: 'public',
    summary: 'The draws with their lists, so that anyone can compute them again',
    params: ByCode,
    reply: Type.Array(PublicDraw),
    run: async (ctx, { params }) => {
      const inside = await enterByCode(ctx, params.code);
      return inside ? publicDraws(inside, params.code) : refuse('raffle.not_found');
    },
  }),
  route({
    method: 'GET',
    path: '/raffle/public/{code}/picture',
    permission: 'public',
    file: 'image/*',
    summary: 'The raffle’s picture',
    params: ByCode,
    run: async (ctx, { params }) => {
      const inside = await enterByCode(ctx, params.code);
      const raffle = inside && (await findRaffle(inside, params.code));
      if (!inside || !raffle?.picture_file_id) return refuse('raffle.not_found');
      const opened = await openFile(inside, raffle.picture_file_id);
      if (!opened.ok) return opened;
      const stream = await opened.data.stream();
      if (!stream.ok) return stream;
      const headers = { 'cache-control': 'public, max-age=300', 'x-content-type-options': 'nosniff' };
      return download({ type: opened.data.file.contentType, body: stream.data, headers });
    },
  }),
  route({
    method: 'GET',
    path: '/raffle/tickets/{token}',
    aliases: ['/api/v1/raffle/public/tickets/{token}'],
    permission: 'public',
    summary: 'Whether the ticket behind a QR is good',
    params: Type.Object({ token: Type.String({ maxLength: 300 }) }),
    reply: TicketCheck,
    rateLimit: 120,
    run: (ctx, { params }) => checkTicket(ctx, params.token),
  }),
];
