import { type Static, Type } from 'typebox';
import { Amount, At, Currency, Id, nullable } from '../lib/schemas.ts';
import { ATTEMPT_STATES } from './domain/attempt-states.ts';

export { ATTEMPT_STATES, type AttemptState, isOpen } from './domain/attempt-states.ts';

/** Requests and answers of the routes about providers, shared with the screens. */

/** A request to a provider. */
export const PaymentAttempt = Type.Object({
  id: Id,
  payment: Type.Object({ id: Id, reference: Type.String(), description: Type.String() }),
  kind: Type.Enum(['charge', 'refund']),
  provider: Type.String(),
  provider_name: Type.String({ description: 'In the reader’s language.' }),
  provider_id: nullable(Type.String({ description: 'The provider’s own number of it.' })),
  account: Type.String(),
  state: Type.Enum([...ATTEMPT_STATES]),
  hangs: Type.Boolean({ description: 'Open for so long that a person should look.' }),
  amount: Amount,
  amount_minor: Type.Integer(),
  currency: Currency,
  received: nullable(Amount),
  received_currency: nullable(Currency),
  fee: nullable(Amount),
  fee_currency: nullable(Currency),
  reason: nullable(Type.String({ description: 'Why it failed, or what differs.' })),
  note: nullable(Type.String()),
  polls: Type.Integer({ description: 'How often the provider was asked what became of it.' }),
  next_poll_at: nullable(At),
  last_error: nullable(Type.String()),
  started_by: Type.String(),
  created_at: At,
  may: Type.Array(Type.String(), { description: 'What the reader may do with it now: poll, fail, succeed.' }),
});

export const AttemptFilter = Type.Object(
  {
    state: Type.Optional(
      Type.Union([Type.Enum([...ATTEMPT_STATES]), Type.Array(Type.Enum([...ATTEMPT_STATES]), { maxItems: 6 })]),
    ),
    hanging: Type.Optional(Type.Boolean({ description: 'true: only those that a person should look at.' })),
  },
  { additionalProperties: false },
);

export const SettleInput = Type.Object({
  outcome: Type.Enum(['failed', 'succeeded'], {
    description: 'As a person saw it at the provider: it did not happen; or, of a refund, it did.',
  }),
  note: Type.String({ minLength: 1, maxLength: 500 }),
});

/** How a provider did in the last 24 hours, and what is open with it now. */
export const ProviderHealth = Type.Object({
  provider: Type.String(),
  name: Type.String(),
  asked: Type.Integer(),
  succeeded: Type.Integer(),
  failed: Type.Integer(),
  open_new: Type.Integer({ description: 'Open for less than five minutes.' }),
  open_minutes: Type.Integer({ description: 'Open for less than an hour.' }),
  open_hours: Type.Integer({ description: 'Open for less than a day.' }),
  open_days: Type.Integer({ description: 'Open for longer.' }),
  unknown: Type.Integer({ description: 'Of the open ones: it gave no answer.' }),
  oldest_open_at: nullable(At),
  last_success_at: nullable(At),
  usual_seconds: nullable(Type.Integer({ description: 'From asking to the money: half of them were faster.' })),
});

/** One way to pay, for the payer to choose. */
export const PayWay = Type.Object({
  name: Type.String({ description: 'The provider.' }),
  label: Type.String({ description: 'Its name in the reader’s language.' }),
  asks_phone: Type.Boolean({ description: 'It asks a phone for the money, so the phone’s number is wanted.' }),
});
export type PayWay = Static<typeof PayWay>;

/** A charge as its payer may see it. */
export const ChargeView = Type.Object({
  provider: Type.String(),
  label: Type.String(),
  state: Type.Enum([...ATTEMPT_STATES]),
  payer: nullable(Type.String()),
  link: nullable(Type.String({ description: 'Where the payer goes on, while it waits.' })),
  reason: nullable(Type.String({ description: 'Why no money moved: a text of the group pay.failed.' })),
  started_at: At,
});
export type ChargeView = Static<typeof ChargeView>;
export const ChargeInput = Type.Object(
  {
    provider: Type.String({ minLength: 1, maxLength: 40 }),
    payer: Type.Optional(Type.String({ maxLength: 40, description: 'The phone that is asked, as one types it.' })),
  },
  { additionalProperties: false },
);
export type ChargeInput = Static<typeof ChargeInput>;

export type AttemptView = Static<typeof PaymentAttempt>;
export type AttemptFilter = Static<typeof AttemptFilter>;
export type ProviderHealth = Static<typeof ProviderHealth>;
