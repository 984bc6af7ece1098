import { type Static, Type } from 'typebox';
import { Amount, At, Currency, Day, Id, nullable } from '../lib/schemas.ts';
import { ATTEMPT_STATES, PaymentAttempt } from '../payment-providers/contract.ts';
import { PAYMENT_STATES, Payment, PaymentEvent, StatementLine, TransactionReference } from '../payments/contract.ts';

/** Requests and answers of the evidence desk and of a payment's page, shared with the screens. */

const State = Type.Enum([...PAYMENT_STATES]);

const Reading = Type.Object(
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

const Proof = Type.Object({
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

const Signal = Type.Object({
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

const EarlierPayment = Type.Object({
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

/** Everything about one payment. */
export const PaymentDetail = Type.Object({
  ...QueueItem.properties,
  attempts: Type.Array(PaymentAttempt, { description: 'What providers were asked for it.' }),
  by_provider: Type.Boolean({ description: 'A provider brought its money, and can give it back.' }),
  history: Type.Array(PaymentEvent),
  ledger_entry_ids: Type.Array(Id),
  statement_line: nullable(StatementLine),
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

export const QueueFilter = Type.Object(
  {
    subject_type: Type.Optional(Type.String({ maxLength: 60 })),
    needs_second: Type.Optional(
      Type.Boolean({ description: 'true: waits for a second person; false: for the first.' }),
    ),
  },
  { additionalProperties: false },
);

export const ProofInput = Type.Object({
  file_id: Type.Optional(Id),
  transaction_reference: TransactionReference,
  caption: Type.Optional(Type.String({ maxLength: 1000 })),
});

export type ReadingView = Static<typeof Reading>;
export type ProofView = Static<typeof Proof>;
export type SignalView = Static<typeof Signal>;
export type QueueItem = Static<typeof QueueItem>;
export type QueueFilter = Static<typeof QueueFilter>;
export type PaymentDetail = Static<typeof PaymentDetail>;
export type OwnPayment = Static<typeof OwnPayment>;
