import { type Static, Type } from 'typebox';
import { Amount, At, Currency, Day, Id, nullable } from '../../../kernel/lib/schemas.ts';

const Numbers = Type.Array(Type.Integer());

/** The range of the database's integers; a number outside the raffle gets a message of its own. */
const Wanted = Type.Array(Type.Integer({ minimum: -2_147_483_648, maximum: 2_147_483_647 }), {
  minItems: 1,
  maxItems: 1000,
});

export const OrderStateName = Type.Enum(['draft', 'pending_payment', 'paid', 'cancelled', 'expired']);

const Contact = {
  person_id: Type.Optional(nullable(Id)),
  contact_name: Type.Optional(Type.String({ maxLength: 255 })),
  contact_phone: Type.Optional(nullable(Type.String({ maxLength: 40 }))),
  keep_phone: Type.Optional(Type.Boolean({ description: 'A number that no known range has is right as it is typed.' })),
  confirm: Type.Optional(
    Type.Boolean({ description: 'true: ask for the money at once (pending_payment); else the order is a draft.' }),
  ),
};

export const ReserveInput = Type.Object({
  numbers: Type.Union([
    Wanted,
    Type.String({ minLength: 1, maxLength: 2000, description: 'As people type them: "5,12,99" or "random 5".' }),
  ]),
  ...Contact,
});
export type ReserveInput = Static<typeof ReserveInput>;

export const RandomInput = Type.Object({
  count: Type.Integer({ minimum: -1_000_000, maximum: 1_000_000 }),
  ...Contact,
});
export type RandomInput = Static<typeof RandomInput>;

export const Order = Type.Object({
  id: Id,
  code: Type.String({ description: 'Eight signs.' }),
  raffle: Type.Object({ id: Id, code: Type.String(), title: Type.String(), digits: Type.Integer() }),
  person_id: nullable(Id),
  conversation_id: nullable(Id),
  channel: nullable(Type.String({ description: 'whatsapp, telegram, web, sms; null: at the desk or by the API.' })),
  contact_name: Type.String(),
  contact_phone: nullable(Type.String()),
  numbers: Numbers,
  unit_price: Amount,
  amount: Amount,
  amount_minor: Type.Integer(),
  currency: Currency,
  state: OrderStateName,
  reserved_until: nullable(At),
  /** null until it is confirmed */
  payment: nullable(
    Type.Object({
      id: Id,
      reference: Type.String(),
      state: Type.String({ description: 'awaiting, submitted, verified, denied, refunded, expired, unknown' }),
      amount: Amount,
      amount_minor: Type.Integer({ description: 'What was asked for: the price, perhaps a few minor units more.' }),
      owed: Type.Boolean({ description: 'Paid, but the numbers were gone: to be given back.' }),
    }),
  ),
  /** what the order's state allows now: confirm, confirm_payment, cancel */
  allowed: Type.Array(Type.String()),
  confirmed_at: nullable(At),
  paid_at: nullable(At),
  ended_at: nullable(At),
  end_reason: nullable(Type.String()),
  ticket_url: nullable(Type.String({ description: 'The ticket as the buyer sees it, once paid.' })),
  created_by: Type.String(),
  created_at: At,
  updated_at: At,
});
export type Order = Static<typeof Order>;

/** What programs before found in an order besides. */
export const OLDER_ORDER = {
  reply: {
    status: ({ state }: Record<string, unknown>) => String(state).toUpperCase(),
    qty: ({ numbers }: Record<string, unknown>) => (numbers as number[]).length,
    total_amount: ({ amount }: Record<string, unknown>) => amount,
  },
};

export const OrderFilter = Type.Object(
  {
    state: Type.Optional(Type.Union([OrderStateName, Type.Array(OrderStateName, { maxItems: 5 })])),
    raffle_id: Type.Optional(Id),
    person_id: Type.Optional(Id),
    contact: Type.Optional(Type.String({ maxLength: 100, description: 'Part of a name or a phone.' })),
    number: Type.Optional(
      Type.Union([Type.Integer({ minimum: 0, maximum: 9_999_999 }), Type.String({ pattern: '^\\d{1,7}$' })], {
        description: 'Orders with this number, 42 or "0042".',
      }),
    ),
    payment_state: Type.Optional(Type.String({ maxLength: 20 })),
    from: Type.Optional(Day),
    to: Type.Optional(Day),
  },
  { additionalProperties: false },
);
export type OrderFilter = Static<typeof OrderFilter>;

export const CancelInput = Type.Object({ reason: Type.Optional(Type.String({ maxLength: 300 })) });
export type CancelInput = Static<typeof CancelInput>;

export const ConfirmPaymentInput = Type.Object({
  payment_proof_media_id: Type.Optional(
    Type.Union([Type.String({ maxLength: 500 }), Type.Integer({ minimum: 0, maximum: 2 ** 53 - 1 }), Type.Null()], {
      description: 'A file by its uuid. Any other name of a picture is kept beside the proof as words.',
    }),
  ),
  transaction_reference: Type.Optional(Type.String({ maxLength: 100 })),
  note: Type.Optional(Type.String({ maxLength: 500 })),
  late: Type.Optional(
    Type.Boolean({
      description:
        'The money came after the order had expired: its numbers are sold if they are free, else the money is owed. Without it an expired order refuses.',
    }),
  ),
});
export type ConfirmPaymentInput = Static<typeof ConfirmPaymentInput>;

/** For an order whose numbers were gone when the money came: other numbers, as many as it had. */
export const ReplaceInput = Type.Object({
  numbers: Wanted,
});
