import { type Static, type TSchema, Type } from 'typebox';

/** Requests and answers of the exhibition desk, shared with its screens. */

const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const Id = Type.String({ format: 'uuid' });
const At = Type.String({ format: 'date-time' });
const Day = Type.String({ format: 'date' });
const Amount = Type.String({ description: 'Decimal text such as "12.50".' });
const Currency = Type.String({ pattern: '^[A-Z]{3}$', description: 'ISO 4217' });

export const ExhibitionInput = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 255 }),
  prefix: Type.String({ pattern: '^[A-Z0-9]{1,8}$', description: 'Begins the numbers of its documents, e.g. KF26.' }),
  currency: Type.Optional(Currency),
  place: Type.Optional(nullable(Type.String({ maxLength: 255 }))),
  starts_on: Day,
  ends_on: Day,
  tax_label: Type.Optional(nullable(Type.String({ minLength: 1, maxLength: 40 }))),
  tax_percent: Type.Optional(
    nullable(Type.String({ pattern: '^\\d{1,2}(\\.\\d{1,2})?$', description: 'Contained in the prices, e.g. "18".' })),
  ),
});
export const ExhibitionPatch = Type.Partial(ExhibitionInput);

export const Exhibition = Type.Object({
  id: Id,
  name: Type.String(),
  prefix: Type.String(),
  currency: Currency,
  place: nullable(Type.String()),
  starts_on: Day,
  ends_on: Day,
  tax_label: nullable(Type.String()),
  tax_percent: nullable(Type.String()),
  created_at: At,
  updated_at: At,
});

export const CustomerInput = Type.Object({
  exhibition_id: Type.Optional(
    Type.String({ format: 'uuid', description: 'Default: the one exhibition that is open today.' }),
  ),
  name: Type.String({ minLength: 1, maxLength: 255 }),
  email: Type.String({ minLength: 1, maxLength: 254 }),
  phone: Type.String({
    minLength: 1,
    maxLength: 40,
    description: "Any usual writing; kept as E.164 with the organization's country.",
  }),
});
export const CustomerPatch = Type.Partial(Type.Omit(CustomerInput, ['exhibition_id']));

/** The state of the latest e-mail to a customer: a state of the outbox, or none. */
export const EMAIL_STATES = ['none', 'queued', 'sending', 'sent', 'kept', 'failed', 'unknown', 'cancelled'] as const;
export type EmailState = (typeof EMAIL_STATES)[number];

export const Customer = Type.Object({
  id: Id,
  code: Type.String({ description: 'The 8-character ID.' }),
  name: Type.String(),
  email: Type.String(),
  phone: Type.String(),
  exhibition_id: Id,
  exhibition_name: Type.String(),
  currency: Currency,
  bill_count: Type.Integer(),
  total: Amount,
  total_minor: Type.Integer(),
  email_state: nullable(
    Type.String({
      description: 'State of the latest e-mail: queued, sending, sent, failed, unknown, kept, cancelled; null: none.',
    }),
  ),
  created_at: At,
  updated_at: At,
});

/** What registering answers: the row, and the text of the QR code. */
export const NewCustomer = Type.Object({
  ...Customer.properties,
  qr: Type.String({ description: 'Text of the QR code: the address of the customer’s own page.' }),
});

export const CustomerFilter = Type.Object(
  {
    exhibition_id: Type.Optional(Id),
    name: Type.Optional(Type.String({ maxLength: 255 })),
    code: Type.Optional(Type.String({ maxLength: 20 })),
    email: Type.Optional(Type.String({ maxLength: 254 })),
    phone: Type.Optional(Type.String({ maxLength: 40 })),
    email_state: Type.Optional(
      Type.Enum([...EMAIL_STATES], { description: 'Of the latest e-mail; none: there is no e-mail.' }),
    ),
    from: Type.Optional(Day),
    to: Type.Optional(Day),
  },
  { additionalProperties: false },
);

export const BillInput = Type.Object({
  amount: Type.String({ maxLength: 30, description: 'Above 0, two decimals at most, at most 99999999.99.' }),
  description: Type.Optional(Type.String({ maxLength: 500 })),
  confirmed_amount: Type.Optional(
    Type.String({ maxLength: 30, description: "The amount once more, for a bill above the organization's limit." }),
  ),
});
export const VoidInput = Type.Object({ reason: Type.String({ minLength: 1, maxLength: 500 }) });

export const Bill = Type.Object({
  id: Id,
  amount: Amount,
  amount_minor: Type.Integer(),
  currency: Currency,
  description: Type.String(),
  customer: Type.Object({ id: Id, code: Type.String(), name: Type.String() }),
  created_by: Type.String(),
  created_by_id: nullable(Type.String()),
  created_at: At,
  voided_at: nullable(At),
  voided_by: nullable(Type.String()),
  void_reason: nullable(Type.String()),
});

/** A bill that was added or voided, with the customer's running total after it. */
export const BillAnswer = Type.Object({
  bill: Bill,
  customer: Type.Object({
    id: Id,
    code: Type.String(),
    name: Type.String(),
    bill_count: Type.Integer(),
    total: Amount,
    total_minor: Type.Integer(),
    currency: Currency,
  }),
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
});

export const BillFilter = Type.Object(
  {
    customer_id: Type.Optional(Id),
    exhibition_id: Type.Optional(Id),
    standing: Type.Optional(Type.Boolean({ description: 'true: without voided bills; false: voided ones only.' })),
    from: Type.Optional(Day),
    to: Type.Optional(Day),
  },
  { additionalProperties: false },
);

export const BillSums = Type.Array(
  Type.Object({ currency: Currency, count: Type.Integer(), total: Amount, voided: Type.Integer() }),
);

const Sum = Type.Object({ currency: Currency, total: Amount, total_minor: Type.Integer() });
export const Dashboard = Type.Object({
  today: Type.Object({ day: Day, registrations: Type.Integer(), bills: Type.Integer(), sales: Type.Array(Sum) }),
  by_day: Type.Array(
    Type.Object({ day: Day, registrations: Type.Integer(), bills: Type.Integer(), sales: Type.Array(Sum) }),
  ),
  by_hour: Type.Array(Type.Object({ hour: Type.Integer(), registrations: Type.Integer(), bills: Type.Integer() })),
  top_customers: Type.Array(
    Type.Object({
      id: Id,
      code: Type.String(),
      name: Type.String(),
      bill_count: Type.Integer(),
      total: Amount,
      currency: Currency,
    }),
  ),
  by_exhibition: Type.Array(
    Type.Object({
      id: Id,
      name: Type.String(),
      registrations: Type.Integer(),
      bills: Type.Integer(),
      total: Amount,
      currency: Currency,
    }),
  ),
});

export const Portal = Type.Object({
  organization: Type.String(),
  exhibition: Type.Object({ name: Type.String(), place: nullable(Type.String()), starts_on: Day, ends_on: Day }),
  customer: Type.Object({ name: Type.String(), code: Type.String() }),
  currency: Currency,
  bill_count: Type.Integer(),
  total: Amount,
  bills: Type.Array(
    Type.Object({ amount: Amount, description: Type.String(), created_at: At, voided: Type.Boolean() }),
  ),
  qr_svg: Type.String(),
});
export type Portal = Static<typeof Portal>;

export const DocumentAnswer = Type.Object({
  id: Id,
  number: Type.String(),
  series: Type.String(),
  issued_at: At,
  total: Amount,
  currency: Currency,
});
export type DocumentAnswer = Static<typeof DocumentAnswer>;

export type ExhibitionInput = Static<typeof ExhibitionInput>;
export type ExhibitionPatch = Static<typeof ExhibitionPatch>;
export type Exhibition = Static<typeof Exhibition>;
export type CustomerInput = Static<typeof CustomerInput>;
export type CustomerPatch = Static<typeof CustomerPatch>;
export type Customer = Static<typeof Customer>;
export type CustomerFilter = Static<typeof CustomerFilter>;
export type BillInput = Static<typeof BillInput>;
export type Bill = Static<typeof Bill>;
export type BillFilter = Static<typeof BillFilter>;
