import { type Static, Type } from 'typebox';
import { Amount, At, Currency, Day, Id, nullable } from '../../../kernel/lib/schemas.ts';
import { OTHER_EXHIBITION } from './place.rule.ts';

export const BillInput = Type.Object({
  amount: Type.String({
    maxLength: 30,
    description: 'Above 0, below 100000000, with as many decimals at most as the currency has.',
  }),
  description: Type.Optional(Type.String({ maxLength: 500 })),
  confirmed_amount: Type.Optional(
    Type.String({ maxLength: 30, description: "The amount once more, for a bill above the organization's limit." }),
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
});
export type BillInput = Static<typeof BillInput>;

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
export type Bill = Static<typeof Bill>;

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
  other_exhibition: Type.Enum([...OTHER_EXHIBITION], {
    description: "What happens with a bill for a customer of another exhibition than the desk's.",
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
export type BillFilter = Static<typeof BillFilter>;

export const BillSums = Type.Array(
  Type.Object({ currency: Currency, count: Type.Integer(), total: Amount, voided: Type.Integer() }),
);
