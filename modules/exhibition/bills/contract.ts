import { type Static, Type } from 'typebox';
import { Amount, At, Currency, Day, Id, nullable } from '../../../kernel/lib/schemas.ts';
import { PAYMENT_METHODS, PAYMENT_STATES } from '../../../kernel/payments/contract.ts';
import { VoucherCode } from '../credit/contract.ts';
import { OTHER_EXHIBITION } from '../place.rule.ts';
import { MAX_LINES } from './lines.rule.ts';
import { PAY_METHODS } from './pay.rule.ts';

/** A bill's states; the column `state` has the rule. */
export const BILL_STATES = ['open', 'part_paid', 'paid', 'refunded', 'void'] as const;
export type BillState = (typeof BILL_STATES)[number];

export const PayInput = Type.Object({
  pay: Type.Array(
    Type.Object({
      method: Type.Enum([...PAY_METHODS], {
        description:
          'card: on the own terminal; transfer: seen on a phone or in the account; credit: store credit, of the customer or of a `voucher`.',
      }),
      given: Type.Optional(
        Type.String({
          maxLength: 30,
          description: 'What is handed over or charged; default: all that is due. Of cash the change is answered.',
        }),
      ),
      reference: Type.Optional(Type.String({ maxLength: 100, description: "The terminal's or the bank's number." })),
      voucher: Type.Optional(VoucherCode),
    }),
    { minItems: 1, maxItems: 6, description: 'Several: the bill is split over them, in this order.' },
  ),
  part: Type.Optional(Type.Boolean({ description: 'true: less than what is due is meant so.' })),
});
export type PayInput = Static<typeof PayInput>;

const Discount = Type.Object(
  {
    percent: Type.Optional(Type.String({ pattern: '^\\d{1,3}(\\.\\d{1,2})?$', description: 'Above 0, 100 at most.' })),
    amount: Type.Optional(Type.String({ maxLength: 30 })),
  },
  { minProperties: 1, maxProperties: 1, description: 'Taken off: a percentage or an amount.' },
);

export const LineInput = Type.Object({
  item_id: Type.Optional(
    Type.String({ format: 'uuid', description: 'An item on sale here; its name, price and tax are the server’s.' }),
  ),
  description: Type.Optional(Type.String({ maxLength: 200, description: 'Of something that is no item.' })),
  price: Type.Optional(
    Type.String({ maxLength: 30, description: 'Of something that is no item, for one piece, tax included.' }),
  ),
  quantity: Type.Optional(
    Type.String({ maxLength: 9, description: 'Pieces or kilograms, three decimals at most; default: 1.' }),
  ),
  discount: Type.Optional(Discount),
});
export type LineInput = Static<typeof LineInput>;

export const BillInput = Type.Object({
  amount: Type.Optional(
    Type.String({
      maxLength: 30,
      description: 'Instead of lines: above 0, below 100000000, with as many decimals at most as the currency has.',
    }),
  ),
  lines: Type.Optional(
    Type.Array(LineInput, { minItems: 1, maxItems: MAX_LINES, description: 'What is sold, instead of an amount.' }),
  ),
  discount: Type.Optional(Discount),
  discount_reason: Type.Optional(
    Type.String({ maxLength: 200, description: 'Why something is taken off the bill or one of its lines.' }),
  ),
  expected_total: Type.Optional(
    Type.String({
      maxLength: 30,
      description: 'What the desk shows for the lines: where prices changed meanwhile, the bill is refused.',
    }),
  ),
  approval_id: Type.Optional(
    Type.String({
      format: 'uuid',
      description:
        'A supervisor’s approval (`exhibition.discount`, its subject the exhibition), for discounts above the limit.',
    }),
  ),
  description: Type.Optional(
    Type.String({ maxLength: 500, description: 'Default for a bill of lines: what its lines say.' }),
  ),
  confirmed_amount: Type.Optional(
    Type.String({ maxLength: 30, description: "The amount repeated, for a bill above the organization's limit." }),
  ),
  exhibition_id: Type.Optional(
    Type.String({
      format: 'uuid',
      description: 'Where the desk stands. Default: any exhibition that is open today.',
    }),
  ),
  stall_id: Type.Optional(
    Type.String({
      format: 'uuid',
      description: 'The stall at which the desk stands; default: the one the seller is limited to, or the house’s own.',
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
  stall_id: nullable(Id),
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
  discount: Amount,
  discount_minor: Type.Integer({ description: 'What was taken off its lines, all discounts together.' }),
  discount_reason: nullable(Type.String()),
  rounding_minor: Type.Integer({ description: 'What the sum of its lines was rounded by.' }),
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

/** What was sold, as it was sold. */
export const BillLine = Type.Object({
  position: Type.Integer({ minimum: 1 }),
  item_id: nullable(Id),
  name: Type.String(),
  code: nullable(Type.String()),
  hsn: nullable(Type.String({ description: 'The code of goods or services on Indian bills.' })),
  unit: Type.Enum(['piece', 'kg']),
  quantity: Type.String(),
  quantity_milli: Type.Integer(),
  unit_price: Amount,
  unit_price_minor: Type.Integer(),
  discount: Amount,
  discount_minor: Type.Integer({ description: 'Taken off it, with its share of what was taken off the bill.' }),
  amount: Amount,
  amount_minor: Type.Integer({ description: 'What is paid for it, tax included.' }),
  tax_percent: nullable(Type.String()),
  returned: Type.String({ description: 'How much of it came back.' }),
  returned_milli: Type.Integer(),
  returned_minor: Type.Integer(),
});
export type BillLine = Static<typeof BillLine>;

const BillTax = Type.Object({
  percent: Type.String(),
  net: Amount,
  net_minor: Type.Integer(),
  tax: Amount,
  tax_minor: Type.Integer(),
});

/** One bill, with its lines (none: a free amount), its taxes by rate, and its payments, the oldest first. */
export const BillDetail = Type.Object({
  ...Bill.properties,
  lines: Type.Array(BillLine),
  taxes: Type.Array(BillTax),
  payments: Type.Array(BillPayment),
});
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

/** Several open bills of a customer, paid at once. */
export const PayBillsInput = Type.Object({
  bills: Type.Array(
    Type.Object({
      id: Id,
      due_minor: Type.Integer({
        minimum: 1,
        maximum: 100_000_000_000,
        description: 'What is due of it, as the sender saw it.',
      }),
    }),
    { minItems: 1, maxItems: 50 },
  ),
  ...PayInput.properties,
});
export type PayBillsInput = Static<typeof PayBillsInput>;

/** They, the oldest first, as they stand now, and what was taken for all of them. */
export const PaidBills = Type.Object({
  bills: Type.Array(Bill),
  customer: BillAnswer.properties.customer,
  taken: Taken,
});
export type PaidBills = Static<typeof PaidBills>;

/** A voided bill, and the credit notes for the receipts and invoices that it stands on. */
export const VoidAnswer = Type.Object({
  ...BillAnswer.properties,
  credit_notes: Type.Array(Type.Object({ id: Id, number: Type.String(), corrects: Type.String() })),
});
export type VoidAnswer = Static<typeof VoidAnswer>;

export const ReturnInput = Type.Object({
  lines: Type.Array(
    Type.Object({
      position: Type.Integer({ minimum: 1, maximum: MAX_LINES }),
      quantity: Type.String({ maxLength: 9, description: 'How much of it comes back.' }),
    }),
    { minItems: 1, maxItems: MAX_LINES },
  ),
  reason: Type.String({ minLength: 1, maxLength: 500 }),
  to: Type.Optional(
    Type.Enum(['same', 'cash', 'credit'], {
      description:
        'How the money goes back: the way it came (default), in cash, or to store credit; for a walk-in that is a voucher.',
    }),
  ),
  approval_id: Type.Optional(
    Type.String({
      format: 'uuid',
      description: 'A supervisor’s approval (`exhibition.return`, its subject the bill), for who may not refund.',
    }),
  ),
});
export type ReturnInput = Static<typeof ReturnInput>;

/** A bill of which lines came back, and the credit notes for it. */
export const ReturnAnswer = Type.Object({
  ...VoidAnswer.properties,
  given_back: Amount,
  given_back_minor: Type.Integer(),
  voucher: nullable(Type.String({ description: 'Its code, said this once, where the money is on a new voucher.' })),
});
export type ReturnAnswer = Static<typeof ReturnAnswer>;

export const ExchangeInput = Type.Object({
  returned: ReturnInput,
  sale: Type.Omit(BillInput, ['exhibition_id', 'stall_id', 'confirmed_exhibition_id']),
});
export type ExchangeInput = Static<typeof ExchangeInput>;

export const ExchangeAnswer = Type.Object({
  returned: ReturnAnswer,
  sold: BillAnswer,
  difference: Amount,
  difference_minor: Type.Integer({ description: 'Above zero the customer pays it on top, below zero they get it.' }),
});
export type ExchangeAnswer = Static<typeof ExchangeAnswer>;

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
  approve_discount_above: Type.Number({
    description: 'A discount of more than so many percent needs a supervisor; 0: none does.',
  }),
  receipt_paper: Type.Enum(['A5', '80mm'], { description: 'What the desk prints receipts on.' }),
  rounds_total: Type.Boolean({ description: 'Whether the total of a bill of lines is rounded to whole units.' }),
});

export const BillFilter = Type.Object(
  {
    customer_id: Type.Optional(Id),
    exhibition_id: Type.Optional(Id),
    stall_id: Type.Optional(Id),
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
