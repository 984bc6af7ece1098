import { Type } from 'typebox';
import { NewestFirst, WholeList } from '../../http/index.ts';
import { ok } from '../../lib/result.ts';
import { ById } from '../../lib/schemas.ts';
import { defineRecord, type Route, route } from '../../module/index.ts';
import { addWebhook, changeWebhook, removeWebhook, rotateSecret } from '../actions/save-webhook.action.ts';
import { replayDead, replayDelivery, sendTest } from '../actions/send-again.action.ts';
import {
  FreshWebhook,
  Replayed,
  RotateInput,
  Webhook,
  WebhookDelivery,
  WebhookDeliveryDetail,
  WebhookDeliveryFilter,
  WebhookEvent,
  WebhookInput,
  WebhookPatch,
} from '../contract.ts';
import { getDelivery, listDeliveries } from '../queries/deliveries.query.ts';
import { getWebhook, listEvents, listWebhooks } from '../queries/webhooks.query.ts';

const [read, manage] = ['webhooks.read', 'webhooks.manage'];
const record = defineRecord({
  subject: 'webhooks.webhook',
  patch: WebhookPatch,
  read: (ctx, { id }: { id: string }) => getWebhook(ctx, id),
});

export const webhookRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/webhooks',
    permission: read,
    summary: 'Addresses that get the events of the organization',
    query: WholeList,
    reply: Type.Array(Webhook),
    run: async (ctx) => ok(await listWebhooks(ctx), { next: null }),
  }),
  route({
    method: 'POST',
    path: '/webhooks',
    permission: manage,
    idempotent: 'secret',
    summary: 'Add an address for events; its secret is shown this once',
    body: WebhookInput,
    example: { name: 'Books', url: 'https://books.example/hooks', events: ['exhibition.bill.*'] },
    exampleReply: {
      id: '019ac000-0000-7000-8000-000000000005',
      name: 'Books',
      url: 'https://books.example/hooks',
      events: ['exhibition.bill.*'],
      active: true,
      gone_at: null,
      previous_until: null,
      waiting: 0,
      dead: 0,
      ...{
        last_done_at: null,
        created_at: '2026-12-01T10:15:00.000Z',
        secret: 'whsec_PdnEmO3+i8ek2eIi+UNka5ekxVF2PsYq',
      },
    },
    reply: FreshWebhook,
    status: 201,
    run: (ctx, { body }) => addWebhook(ctx, body),
  }),
  route({
    method: 'GET',
    path: '/webhooks/{id}',
    permission: read,
    summary: 'One address',
    params: ById,
    reply: Webhook,
    record,
    run: (ctx, { params }) => getWebhook(ctx, params.id),
  }),
  route({
    method: 'PATCH',
    path: '/webhooks/{id}',
    permission: manage,
    summary: 'Change an address, or stop sending to it',
    params: ById,
    body: WebhookPatch,
    reply: Webhook,
    record,
    run: (ctx, { params, body }) => changeWebhook(ctx, params.id, body),
  }),
  route({
    method: 'DELETE',
    path: '/webhooks/{id}',
    permission: manage,
    summary: 'Remove an address, with the log of its deliveries',
    params: ById,
    reply: Type.Null(),
    run: (ctx, { params }) => removeWebhook(ctx, params.id),
  }),
  route({
    method: 'POST',
    path: '/webhooks/{id}/rotate-secret',
    permission: manage,
    idempotent: 'secret',
    summary: 'Give an address a new secret; the one before signs as well for some hours',
    params: ById,
    body: RotateInput,
    reply: FreshWebhook,
    run: (ctx, { params, body }) => rotateSecret(ctx, params.id, body.overlap_hours),
  }),
  route({
    method: 'POST',
    path: '/webhooks/{id}/test',
    permission: manage,
    summary: 'Send an event that means nothing',
    params: ById,
    reply: WebhookDelivery,
    status: 202,
    run: (ctx, { params }) => sendTest(ctx, params.id),
  }),
  route({
    method: 'POST',
    path: '/webhooks/{id}/replay',
    permission: manage,
    summary: 'Send once more all that was given up',
    params: ById,
    reply: Replayed,
    run: (ctx, { params }) => replayDead(ctx, params.id),
  }),
  route({
    method: 'GET',
    path: '/webhook-events',
    permission: read,
    summary: 'The events that there are, by their names',
    reply: Type.Array(WebhookEvent),
    run: async (ctx) => ok(listEvents(ctx)),
  }),
  route({
    method: 'GET',
    path: '/webhook-deliveries',
    permission: read,
    summary: 'What was sent and what waits, newest first',
    query: Type.Omit(NewestFirst, ['search']),
    filter: WebhookDeliveryFilter,
    reply: Type.Array(WebhookDelivery),
    run: (ctx, { query, filter }) => listDeliveries(ctx, { ...query, filter }),
  }),
  route({
    method: 'GET',
    path: '/webhook-deliveries/{id}',
    permission: read,
    summary: 'One delivery, with what was sent and how each attempt went',
    params: ById,
    reply: WebhookDeliveryDetail,
    run: (ctx, { params }) => getDelivery(ctx, params.id),
  }),
  route({
    method: 'POST',
    path: '/webhook-deliveries/{id}/replay',
    permission: manage,
    summary: 'Send a delivery once more, under the same id',
    params: ById,
    reply: WebhookDelivery,
    run: (ctx, { params }) => replayDelivery(ctx, params.id),
  }),
];
