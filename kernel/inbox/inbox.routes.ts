import { Type } from 'typebox';
import { sortedBy } from '../http/index.ts';
import { ById } from '../lib/schemas.ts';
import { type Route, route } from '../module/index.ts';
import { InboxEvent } from './contract.ts';
import { listFailedEvents } from './failed-events.ts';
import { discardEvent, retryEvent } from './settle-event.ts';

const Settled = Type.Object({ id: Type.String({ format: 'uuid' }), state: Type.String() });

export const inboxRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/inbox-events',
    permission: 'inbox.read',
    summary: 'What came in and could not be processed, newest first',
    query: Type.Object({
      limit: Type.Integer({ minimum: 1, maximum: 200, default: 50 }),
      after: Type.Optional(Type.String({ maxLength: 2000 })),
      ...sortedBy('-created_at'),
    }),
    reply: Type.Array(InboxEvent),
    run: (ctx, { query }) => listFailedEvents(ctx, query),
  }),
  route({
    method: 'POST',
    path: '/inbox-events/{id}/retry',
    permission: 'inbox.settle',
    summary: 'Work a failed event off once more',
    params: ById,
    reply: Settled,
    run: (ctx, { params }) => retryEvent(ctx, params.id),
  }),
  route({
    method: 'POST',
    path: '/inbox-events/{id}/discard',
    permission: 'inbox.settle',
    summary: 'Put a failed event away for good',
    params: ById,
    reply: Settled,
    run: (ctx, { params }) => discardEvent(ctx, params.id),
  }),
];
