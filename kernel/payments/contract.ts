import { type Static, Type } from 'typebox';
import { Amount, At, Currency, Day, Id, nullable } from '../lib/schemas.ts';
import { ATTEMPT_STATES } from './domain/attempt-states.ts';
import { PAYMENT_METHODS, PAYMENT_STATES } from './domain/states.ts';

export { ATTEMPT_STATES, type AttemptState, isOpen } from './domain/attempt-states.ts';
export { DENIAL_REASONS } from './domain/denial-reasons.ts';
export { mayPayment, PAYMENT_METHODS, PAYMENT_STATES, type PaymentAction, type PaymentState } from './domain/states.ts';

/** Requests and answers of the payments’ routes, shared with the screens. */

const State = Type.Enum([...PAYMENT_STATES]);
const Method = Type.Enum([...PAYMENT_METHODS]);

export const Payment = Type.Object({
  id: Id,
  reference: Type.String({ description: 'What the payer writes beside the transfer.' }),
  subject: Type.Object({
    type: Type.String({ description: 'E.g. raffle.order.' }),
    id: Id,
    label: Type.String({ description: 'What such a thing is called, in the reader’s language.' }),
    title: Type.String(),
    url: nullable(Type.String({ description: 'Where the console shows it.' })),
  }),
  person: nullable(Type.Object({ id: Id, name: Type.String() })),
  payer_name: Type.String(),
  description: Type.String(),
  base: Amount,
  base_minor: Type.Integer(),
  amount: Amount,
  amount_minor: Type.Integer(),
  own_amount: Type.Boolean({ description: 'No other open payment asks for this amount.' }),
  refunded: Amount,
  refunded_minor: Type.Integer({ description: 'What was given back of it so far.' }),
  currency: Currency,
  method: Method,
  state: State,
  late: Type.Boolean({ description: 'Its proof came after it had expired.' }),
  owed: Type.Boolean({ description: 'Taken, but what it was for is gone: to be given back.' }),
  transaction_reference: nullable(Type.String()),
  first_approval: nullable(Type.Object({ by_id: Type.String(), by: Type.String(), at: At })),
  needs_second: Type.Boolean({ description: 'Above the limit, and one person has agreed: somebody else must.' }),
  denial_reason: nullable(Type.String()),
  decided_by: nullable(Type.String()),
  decided_at: nullable(At),
  expires_at: nullable(At),
  submitted_at: nullable(At),
  created_at: At,
  updated_at: At,
  may: Type.Array(Type.String(), {
    description: 'What the reader may do with it now: submit, verify, deny, mark_paid, refund.',
  }),
});

export const Reading = Type.Object(
  {
    legible: Type.Boolean({ description: 'false: no text was found.' }),
    amount: nullable(Amount),
    amount_minor: nullable(Type.Integer()),
    paid_on: nullable(Day),
    paid_time: nullable(Type.String({ description: 'HH:MM, as it stands there.' })),
    payer: nullable(Type.String()),
    reference: nullable(Type.String({ description: 'The bank’s or operator’s number of the transfer.' })),
  },
  { description: 'What a machine read in the picture: for a person to check.' },
);

export const Proof = Type.Object({
  id: Id,
  file: nullable(
    Type.Object({
      id: Id,
      url: Type.String(),
      name: Type.String(),
      content_type: Type.String(),
      width: nullable(Type.Integer()),
      height: nullable(Type.Integer()),
    }),
  ),
  reading: nullable(Reading),
  reading_expected: Type.Boolean({ description: 'true: its picture waits to be read.' }),
  transaction_reference: nullable(Type.String()),
  caption: Type.String(),
  conversation_id: nullable(Id),
  submitted_at: At,
});

export const Signal = Type.Object({
  kind: Type.Enum(['same_bytes', 'same_picture', 'same_transaction', 'same_receipt', 'similar_picture'], {
    description:
      'The very same file; the same picture, compressed or scaled; the same transaction reference, typed or read; a picture that says the same; one that looks much like it.',
  }),
  here: Type.Array(
    Type.Object({
      payment_id: Id,
      reference: Type.String(),
      state: State,
      payer_name: Type.String(),
      description: Type.String(),
      submitted_at: nullable(At),
      file_id: nullable(Id),
      distance: nullable(
        Type.Integer({ description: 'Of pictures: how many of 1024 bits differ; up to 16 it is the same picture.' }),
      ),
    }),
    { description: 'Other payments of this organization that show the same, the nearest first; five at most.' },
  ),
  more: Type.Integer({ description: 'How many others there are beside those named.' }),
  elsewhere: Type.Integer({
    description: 'How many payments of other organizations show it; nothing else of them is told.',
  }),
});

export const EarlierPayment = Type.Object({
  id: Id,
  reference: Type.String(),
  description: Type.String(),
  amount: Amount,
  amount_minor: Type.Integer(),
  currency: Currency,
  state: State,
  created_at: At,
});

/** A payment on the evidence desk. */
export const QueueItem = Type.Object({
  ...Payment.properties,
  proofs: Type.Array(Proof),
  signals: Type.Array(Signal),
  earlier: Type.Array(EarlierPayment, { description: 'The latest five of this person.' }),
  earlier_counts: Type.Object({ verified: Type.Integer(), denied: Type.Integer(), refunded: Type.Integer() }),
});

export const PaymentEvent = Type.Object({
  id: Id,
  at: At,
  what: Type.String({
    description:
      'opened, submitted, first_approval, verified, denied, refunded, refunded_part, served, expired, matched, provider_asked, refund_asked, provider_silent, provider_answered',
  }),
  from_state: nullable(State),
  to_state: State,
  actor: Type.String(),
  note: nullable(Type.String()),
});

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

export const PaymentDetail = Type.Object({
  ...QueueItem.properties,
  attempts: Type.Array(PaymentAttempt, { description: 'What providers were asked for it.' }),
  by_provider: Type.Boolean({ description: 'A provider brought its money, and can give it back.' }),
  history: Type.Array(PaymentEvent),
  ledger_entry_ids: Type.Array(Id),
  statement_line: nullable(
    Type.Object({ id: Id, statement_id: Id, day: Day, text: Type.String(), payer: Type.String() }),
  ),
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

/** A payment as its payer sees it. */
export const OwnPayment = Type.Object({
  id: Id,
  reference: Type.String(),
  state: State,
  amount: Amount,
  currency: Currency,
  description: Type.String(),
  owed: Type.Boolean({ description: 'The money came, but what it was for is gone: it is to be given back.' }),
  attempt: nullable(
    Type.Object({
      provider: Type.String(),
      state: Type.Enum([...ATTEMPT_STATES], {
        description: 'unknown: nobody knows yet whether the money moved, so nobody should pay again.',
      }),
      reason: nullable(Type.String({ description: 'Why it failed.' })),
    }),
  ),
  pay_link: nullable(Type.String()),
  receipt_link: nullable(Type.String()),
  created_at: At,
});

export const PaymentFilter = Type.Object(
  {
    state: Type.Optional(Type.Union([State, Type.Array(State, { maxItems: 7 })])),
    method: Type.Optional(Method),
    subject_type: Type.Optional(Type.String({ maxLength: 60 })),
    subject_id: Type.Optional(Id),
    person_id: Type.Optional(Id),
    owed: Type.Optional(Type.Boolean({ description: 'true: verified ones that are to be given back.' })),
    late: Type.Optional(Type.Boolean()),
    from: Type.Optional(Day),
    to: Type.Optional(Day),
  },
  { additionalProperties: false },
);

export const QueueFilter = Type.Object(
  {
    subject_type: Type.Optional(Type.String({ maxLength: 60 })),
    needs_second: Type.Optional(
      Type.Boolean({ description: 'true: waits for a second person; false: for the first.' }),
    ),
  },
  { additionalProperties: false },
);

export const PaymentCounts = Type.Object({
  submitted: Type.Integer({ description: 'On the evidence desk.' }),
  needs_second: Type.Integer({ description: 'Of these, waiting for a second person.' }),
  oldest_submitted_at: nullable(At),
  awaiting: Type.Integer(),
  refunds_due: Type.Integer(),
  attempts_hanging: Type.Integer({ description: 'Attempts at providers that a person should look at.' }),
  notices: Type.Integer({ description: 'Refunds and disputes made at providers that a person should look at.' }),
});

export const PaymentKind = Type.Object({
  type: Type.String({ description: 'What `subject_type` filters by.' }),
  label: Type.String({ description: 'Its name in the reader’s language.' }),
});

const Note = Type.Optional(Type.String({ maxLength: 500 }));
const TransactionReference = Type.Optional(Type.String({ minLength: 1, maxLength: 100 }));
const Reason = Type.String({ minLength: 1, maxLength: 500 });

export const VerifyInput = Type.Object({ transaction_reference: TransactionReference, note: Note });
export const DenyInput = Type.Object({
  reason: Type.String({
    minLength: 1,
    maxLength: 500,
    description:
      'One of not_received, unreadable, wrong_amount, used_before, not_a_proof, said in the person’s language; or a text, said as it is.',
  }),
  note: Note,
});
export const MarkPaidInput = Type.Object({ method: Type.Enum(['cash']), note: Note });
export const RefundInput = Type.Object({
  reason: Reason,
  amount: Type.Optional(
    Type.String({ maxLength: 30, description: 'Decimal text such as "12.50"; default: all that is left of it.' }),
  ),
  expected_refunded: Type.Optional(
    Type.String({
      maxLength: 30,
      description:
        'What had been given back, or was on its way back, when you looked, as decimal text: if it has changed since, nothing is given back. Without it the same amount for the same reason within a minute is refused.',
    }),
  ),
  by_provider: Type.Optional(
    Type.Boolean({ description: 'The provider that brought the money is asked to give it back.' }),
  ),
  method: Type.Optional(
    Type.Enum([...PAYMENT_METHODS], { description: 'How it was given back; default: as it came.' }),
  ),
  mistaken: Type.Optional(
    Type.Boolean({ description: 'The money never came: the confirmation is taken back and nothing was paid out.' }),
  ),
});
export const ProofInput = Type.Object({
  file_id: Type.Optional(Id),
  transaction_reference: TransactionReference,
  caption: Type.Optional(Type.String({ maxLength: 1000 })),
});

const Ids = Type.Array(Id, { minItems: 1, maxItems: 100 });
export const BulkVerifyInput = Type.Object({ ids: Ids, note: Note });
export const BulkDenyInput = Type.Object({ ids: Ids, reason: DenyInput.properties.reason, note: Note });

/** Each item of a bulk action is separate: one that is refused doesn't stop the others. */
export const BulkAnswer = Type.Object({
  done: Type.Integer(),
  results: Type.Array(
    Type.Object({
      id: Id,
      ok: Type.Boolean(),
      state: nullable(State),
      needs_second: Type.Boolean(),
      code: nullable(Type.String()),
      message: nullable(Type.String({ description: 'Why not, in the reader’s language.' })),
    }),
  ),
});

export type PaymentView = Static<typeof Payment>;
export type ReadingView = Static<typeof Reading>;
export type ProofView = Static<typeof Proof>;
export type SignalView = Static<typeof Signal>;
export type QueueItem = Static<typeof QueueItem>;
export type ProviderHealth = Static<typeof ProviderHealth>;
export type OwnPayment = Static<typeof OwnPayment>;
export type AttemptView = Static<typeof PaymentAttempt>;
export type AttemptFilter = Static<typeof AttemptFilter>;
export type PaymentDetail = Static<typeof PaymentDetail>;
export type PaymentFilter = Static<typeof PaymentFilter>;
export type QueueFilter = Static<typeof QueueFilter>;
export type PaymentCounts = Static<typeof PaymentCounts>;
export type PaymentKind = Static<typeof PaymentKind>;
export type BulkAnswer = Static<typeof BulkAnswer>;

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
