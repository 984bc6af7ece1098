import { Type } from 'typebox';
import { sortedBy } from '../../http/index.ts';
import { ok } from '../../lib/result.ts';
import { type Route, route } from '../../module/index.ts';
import { discardEvent, retryEvent } from '../actions/settle-event.ts';
import { ChannelEvent, ChannelView } from '../contract.ts';
import { listChannels } from '../queries/channels.ts';
import { listFailedEvents } from '../queries/events.ts';

const ById = Type.Object({ id: Type.String({ format: 'uuid' }) });
const Settled = Type.Object({ id: Type.String({ format: 'uuid' }), state: Type.String() });

export const channelRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/channels',
    permission: 'channels.read',
    summary: 'The channels: which are set up, where they are reached, when they last worked',
    reply: Type.Array(ChannelView),
    run: async (ctx) => ok(await listChannels(ctx)),
  }),
  route({
    method: 'GET',
    path: '/channel-events',
    permission: 'channels.read',
    summary: 'What came in and could not be worked off, newest first',
    query: Type.Object({
      limit: Type.Integer({ minimum: 1, maximum: 200, default: 50 }),
      after: Type.Optional(Type.String({ maxLength: 2000 })),
      ...sortedBy('-created_at'),
    }),
    reply: Type.Array(ChannelEvent),
    run: (ctx, { query }) => listFailedEvents(ctx, query),
  }),
  route({
    method: 'POST',
    path: '/channel-events/{id}/retry',
    permission: 'channels.reply',
    summary: 'Work a failed event off once more',
    params: ById,
    reply: Settled,
    run: (ctx, { params }) => retryEvent(ctx, params.id),
  }),
  route({
    method: 'POST',
    path: '/channel-events/{id}/discard',
    permission: 'channels.reply',
    summary: 'Put a failed event away for good',
    params: ById,
    reply: Settled,
    run: (ctx, { params }) => discardEvent(ctx, params.id),
  }),
];
