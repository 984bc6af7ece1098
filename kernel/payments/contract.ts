import { type Static, Type } from 'typebox';
import { Amount, At, Currency, Day, Id, nullable } from '../lib/schemas.ts';
import { PAYMENT_METHODS, PAYMENT_STATES, SEEN_METHODS } from './domain/states.ts';

export { DENIAL_REASONS } from './domain/denial-reasons.ts';
export { PAYMENT_METHODS, PAYMENT_STATES, type PaymentState } from './domain/states.ts';

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
    description: 'What the reader may do with it now: submit, verify, deny, mark_paid, refund, refund_to_credit.',
  }),
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

/** The line of a bank's or operator's statement that a payment was matched with. */
export const StatementLine = Type.Object({
  id: Id,
  statement_id: Id,
  day: Day,
  text: Type.String(),
  payer: Type.String(),
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
export const TransactionReference = Type.Optional(Type.String({ minLength: 1, maxLength: 100 }));
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
export const MarkPaidInput = Type.Object({
  method: Type.Enum([...SEEN_METHODS], { description: 'transfer: seen on a phone or in the account.' }),
  transaction_reference: TransactionReference,
  note: Note,
});
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
  approval_id: Type.Optional(
    Type.String({ format: 'uuid', description: 'A supervisor’s approval (POST /approvals, till.refund).' }),
  ),
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
export type StatementLine = Static<typeof StatementLine>;
export type PaymentFilter = Static<typeof PaymentFilter>;
export type PaymentCounts = Static<typeof PaymentCounts>;
export type PaymentKind = Static<typeof PaymentKind>;
export type BulkAnswer = Static<typeof BulkAnswer>;
