import { type Static, Type } from 'typebox';
import { Amount, At, Currency, Day, Id, nullable } from '../../../kernel/lib/schemas.ts';
import { PAYMENT_METHODS, PAYMENT_STATES } from '../../../kernel/payments/contract.ts';
import { OTHER_EXHIBITION } from '../place.rule.ts';
import { PAY_METHODS } from './pay.rule.ts';

/** A bill's states; the column `state` has the rule. */
export const BILL_STATES = ['open', 'part_paid', 'paid', 'refunded', 'void'] as const;
export type BillState = (typeof BILL_STATES)[number];

export const PayInput = Type.Object({
  pay: Type.Array(
    Type.Object({
      method: Type.Enum([...PAY_METHODS], {
        description: 'card: on the own terminal; transfer: seen on a phone or in the account.',
      }),
      given: Type.Optional(
        Type.String({
          maxLength: 30,
          description: 'What is handed over or charged; default: all that is due. Of cash the change is answered.',
        }),
      ),
      reference: Type.Optional(Type.String({ maxLength: 100, description: "The terminal's or the bank's number." })),
    }),
    { minItems: 1, maxItems: 6, description: 'Several: the bill is split over them, in this order.' },
  ),
  part: Type.Optional(Type.Boolean({ description: 'true: less than what is due is meant so.' })),
});
export type PayInput = Static<typeof PayInput>;

export const BillInput = Type.Object({
  amount: Type.String({
    maxLength: 30,
    description: 'Above 0, below 100000000, with as many decimals at most as the currency has.',
  }),
  description: Type.Optional(Type.String({ maxLength: 500 })),
  confirmed_amount: Type.Optional(
    Type.String({ maxLength: 30, description: "The amount repeated, for a bill above the organization's limit." }),
  ),
  exhibition_id: Type.Optional(
    Type.String({
      format: 'uuid',
      description: 'Where the desk stands. Default: any exhibition that is open today.',
    }),
  ),
  confirmed_exhibition_id: Type.Optional(
    Type.String({
      format: 'uuid',
      description: "The customer's exhibition, for a bill at another exhibition's desk that a person agreed to.",
    }),
  ),
  ...Type.Partial(PayInput).properties,
});
export type BillInput = Static<typeof BillInput>;

export const VoidInput = Type.Object({
  reason: Type.String({ minLength: 1, maxLength: 500 }),
  refund: Type.Optional(
    Type.Boolean({ description: 'true: what was taken for it at the desk goes back, the way it came.' }),
  ),
  approval_id: Type.Optional(
    Type.String({
      format: 'uuid',
      description: 'A supervisor’s approval (`exhibition.void`), for a bill that the caller may not void alone.',
    }),
  ),
});
export type VoidInput = Static<typeof VoidInput>;

const State = Type.Enum([...BILL_STATES]);

export const Bill = Type.Object({
  id: Id,
  code: Type.String({ description: 'Six characters, for people.' }),
  exhibition_id: Id,
  state: State,
  amount: Amount,
  amount_minor: Type.Integer(),
  currency: Currency,
  paid: Amount,
  paid_minor: Type.Integer({ description: 'What came in for it, refunds of goods included.' }),
  refunded: Amount,
  refunded_minor: Type.Integer({ description: 'What went back of it after it was paid.' }),
  due: Amount,
  due_minor: Type.Integer({ description: 'What is still to be paid; 0 for a void bill.' }),
  description: Type.String(),
  customer: nullable(Type.Object({ id: Id, code: Type.String(), name: Type.String() })),
  created_by: Type.String(),
  created_by_id: nullable(Type.String()),
  created_at: At,
  voided_at: nullable(At),
  voided_by: nullable(Type.String()),
  void_reason: nullable(Type.String()),
});
export type Bill = Static<typeof Bill>;

const Payment = Type.Object({
  id: Id,
  reference: Type.String(),
  method: Type.Enum([...PAYMENT_METHODS]),
  amount: Amount,
  amount_minor: Type.Integer(),
  state: Type.Enum([...PAYMENT_STATES], { description: 'submitted: a second person must agree.' }),
});

/** What was taken for a bill in one request. */
export const Taken = Type.Object({ change: Amount, change_minor: Type.Integer(), payments: Type.Array(Payment) });
export type Taken = Static<typeof Taken>;

export const BillPayment = Type.Object({
  ...Payment.properties,
  refunded: Amount,
  refunded_minor: Type.Integer(),
  owed: Type.Boolean({ description: 'It came for nothing that was due: to be given back.' }),
  by: nullable(Type.String()),
  at: nullable(At),
});
export type BillPayment = Static<typeof BillPayment>;

/** One bill, with its payments, the oldest first. */
export const BillDetail = Type.Object({ ...Bill.properties, payments: Type.Array(BillPayment) });
export type BillDetail = Static<typeof BillDetail>;

/** How to ask for what is due of a bill. */
export const BillLink = Type.Object({
  payment_id: Id,
  reference: Type.String(),
  amount: Amount,
  amount_minor: Type.Integer(),
  currency: Currency,
  link: nullable(Type.String({ description: 'The page where it can be paid; null: no provider is set up for it.' })),
  upi: nullable(Type.String({ description: 'Text of the QR code that Indian payment apps read.' })),
  qr_svg: nullable(Type.String({ description: 'That code, or else the one of the page, as a picture.' })),
});
export type BillLink = Static<typeof BillLink>;

/** A bill that was added, paid or voided, with the customer's running total after it. */
export const BillAnswer = Type.Object({
  bill: Bill,
  customer: nullable(
    Type.Object({
      id: Id,
      code: Type.String(),
      name: Type.String(),
      bill_count: Type.Integer(),
      total: Amount,
      total_minor: Type.Integer(),
      due: Amount,
      due_minor: Type.Integer({ description: 'What is still to be paid of the total.' }),
      currency: Currency,
    }),
  ),
  taken: nullable(Taken),
});
export type BillAnswer = Static<typeof BillAnswer>;

/** A voided bill, and the credit notes for the receipts and invoices that it stands on. */
export const VoidAnswer = Type.Object({
  ...BillAnswer.properties,
  credit_notes: Type.Array(Type.Object({ id: Id, number: Type.String(), corrects: Type.String() })),
});
export type VoidAnswer = Static<typeof VoidAnswer>;

/** The rules that the desk needs before it sends anything. */
export const DeskRules = Type.Object({
  void_own_minutes: Type.Integer({ description: 'How long whoever added a bill may void it; 0: not at all.' }),
  confirm_above: Type.Integer({
    description: 'A bill above so many whole units is asked about once more; 0: none is.',
  }),
  other_exhibition: Type.Enum([...OTHER_EXHIBITION], {
    description: "What happens with a bill for a customer of another exhibition than the desk's.",
  }),
  desk_takes_payments: Type.Boolean({ description: 'Whether the desk asks for the money of each bill.' }),
});

export const BillFilter = Type.Object(
  {
    customer_id: Type.Optional(Id),
    exhibition_id: Type.Optional(Id),
    state: Type.Optional(State),
    standing: Type.Optional(Type.Boolean({ description: 'true: without voided bills; false: voided ones only.' })),
    from: Type.Optional(Day),
    to: Type.Optional(Day),
  },
  { additionalProperties: false },
);
export type BillFilter = Static<typeof BillFilter>;

export const BillSums = Type.Array(
  Type.Object({
    currency: Currency,
    count: Type.Integer(),
    total: Amount,
    paid: Amount,
    refunded: Amount,
    due: Amount,
    voided: Type.Integer(),
  }),
);
