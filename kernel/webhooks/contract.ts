/** Requests and answers of the webhooks, shared with their page. */
import { type Static, Type } from 'typebox';
import { At, Id, nullable } from '../lib/schemas.ts';

const DELIVERY_STATES = ['waiting', 'done', 'dead'] as const;
const State = Type.Enum([...DELIVERY_STATES], {
  description: 'dead: it was tried for three days, or nobody is at the address any more.',
});
const Events = Type.Array(Type.String({ pattern: '^(\\*|[a-z_]+(\\.[a-z_]+)*(\\.\\*)?)$', maxLength: 100 }), {
  minItems: 1,
  maxItems: 50,
  description: 'Names such as `exhibition.bill.paid`, `exhibition.bill.*`, or `*` for all.',
});

export const WebhookInput = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 100 }),
  url: Type.String({ minLength: 1, maxLength: 2000, description: 'https, and not of a private network.' }),
  events: Events,
});
export type WebhookInput = Static<typeof WebhookInput>;

export const WebhookPatch = Type.Partial(
  Type.Object({ ...WebhookInput.properties, active: Type.Boolean({ description: 'false: nothing is sent for now.' }) }),
);
export type WebhookPatch = Static<typeof WebhookPatch>;

export const Webhook = Type.Object({
  id: Id,
  name: Type.String(),
  url: Type.String(),
  events: Type.Array(Type.String()),
  active: Type.Boolean(),
  gone_at: nullable(Type.String({ format: 'date-time', description: 'When it answered 410.' })),
  previous_until: nullable(
    Type.String({ format: 'date-time', description: 'Until then the secret before signs as well.' }),
  ),
  waiting: Type.Integer(),
  dead: Type.Integer(),
  last_done_at: nullable(At),
  created_at: At,
});
export type Webhook = Static<typeof Webhook>;

export const FreshWebhook = Type.Object({
  ...Webhook.properties,
  secret: Type.String({ description: 'To check signatures with; it is shown this once.' }),
});
export type FreshWebhook = Static<typeof FreshWebhook>;

export const RotateInput = Type.Object({
  overlap_hours: Type.Integer({
    minimum: 0,
    maximum: 168,
    default: 24,
    description: 'How long the secret before signs as well.',
  }),
});

export const WebhookDelivery = Type.Object({
  id: Type.String({ format: 'uuid', description: 'The header `webhook-id`.' }),
  webhook_id: Id,
  event: Type.String(),
  subject: Type.Object({ type: Type.String(), id: Type.String() }),
  state: State,
  at: At,
  attempts: Type.Integer(),
  next_attempt_at: nullable(At),
  settled_at: nullable(At),
  tries: Type.Array(
    Type.Object({
      at: At,
      status: nullable(Type.Integer({ description: 'What was answered; null: nothing was.' })),
      error: nullable(Type.String()),
      ms: Type.Integer(),
    }),
  ),
});
export type WebhookDelivery = Static<typeof WebhookDelivery>;

export const WebhookDeliveryDetail = Type.Object({
  ...WebhookDelivery.properties,
  payload: Type.Unknown({ description: 'The body as it was sent.' }),
});
export type WebhookDeliveryDetail = Static<typeof WebhookDeliveryDetail>;

export const WebhookDeliveryFilter = Type.Object(
  { webhook_id: Type.Optional(Id), state: Type.Optional(State), event: Type.Optional(Type.String({ maxLength: 100 })) },
  { additionalProperties: false },
);
export type WebhookDeliveryFilter = Static<typeof WebhookDeliveryFilter>;

export const Replayed = Type.Object({ deliveries: Type.Integer() });
export const WebhookEvent = Type.Object({ name: Type.String(), text: Type.String() });
