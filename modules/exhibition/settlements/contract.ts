import { type Static, Type } from 'typebox';
import { Amount, At, Currency, Day, Id, nullable } from '../../../kernel/lib/schemas.ts';
import { PAYMENT_METHODS } from '../../../kernel/payments/contract.ts';
import { Stall } from '../stalls/contract.ts';

const PAYOUT_METHODS = ['cash', 'transfer'] as const;

export const PayoutInput = Type.Object(
  {
    direction: Type.Optional(
      Type.Enum(['to_stall', 'from_stall'], {
        description: 'from_stall: the stall pays what it owes. Default: to_stall.',
      }),
    ),
    amount: Type.String({ maxLength: 30 }),
    method: Type.Enum([...PAYOUT_METHODS], {
      description: 'cash: out of the caller’s open till, or of the safe; transfer: by the bank.',
    }),
    reference: Type.Optional(Type.String({ maxLength: 100 })),
    note: Type.Optional(Type.String({ maxLength: 500 })),
    paid_out_minor: Type.Integer({
      minimum: -10_000_000_000_000,
      maximum: 10_000_000_000_000,
      description: 'What was paid out so far, as the sender saw it: refused when somebody paid meanwhile.',
    }),
    beyond: Type.Optional(Type.Boolean({ description: 'true: more than is owed is meant, such as an advance.' })),
    approval_id: Type.Optional(
      Type.String({ format: 'uuid', description: 'A supervisor’s approval (`till.pay_out`), above the till’s limit.' }),
    ),
  },
  { additionalProperties: false },
);
export type PayoutInput = Static<typeof PayoutInput>;

export const Payout = Type.Object({
  id: Id,
  amount: Amount,
  amount_minor: Type.Integer({ description: 'Above zero it went to the stall.' }),
  method: Type.Enum([...PAYOUT_METHODS]),
  reference: Type.String(),
  note: Type.String(),
  beyond: Type.Boolean(),
  at: At,
  by: Type.String(),
});
export type Payout = Static<typeof Payout>;

export const StatementQuery = Type.Object({
  from: Type.Optional(Type.String({ format: 'date', description: 'First day; default: from its beginning.' })),
  to: Type.Optional(Type.String({ format: 'date', description: 'Last day; default: until now.' })),
});
export type StatementQuery = Static<typeof StatementQuery>;

/** What a stall sold, what was received for it and by whom, and how it stands with the house. */
export const Statement = Type.Object({
  stall: Stall,
  from: nullable(Day),
  to: nullable(Day),
  currency: Currency,
  sales: Type.Object(
    {
      bills: Type.Integer(),
      gross: Amount,
      gross_minor: Type.Integer({ description: 'Before discounts.' }),
      discount: Amount,
      discount_minor: Type.Integer(),
      total: Amount,
      total_minor: Type.Integer(),
      returned: Amount,
      returned_minor: Type.Integer(),
      due: Amount,
      due_minor: Type.Integer(),
      voided: Type.Integer(),
    },
    { description: 'Of standing bills that were made in these days.' },
  ),
  taxes: Type.Array(
    Type.Object({
      percent: Type.String(),
      net: Amount,
      net_minor: Type.Integer(),
      tax: Amount,
      tax_minor: Type.Integer(),
    }),
    { description: 'In these bills, without what was returned.' },
  ),
  received: Type.Array(
    Type.Object({
      place: Type.Enum(['stall', 'house'], { description: 'stall: cash in its own drawer.' }),
      method: Type.Enum([...PAYMENT_METHODS]),
      by: Type.String(),
      count: Type.Integer(),
      amount: Amount,
      amount_minor: Type.Integer(),
      refunded: Amount,
      refunded_minor: Type.Integer(),
    }),
    { description: 'Money that came for its bills in these days, and what of it went back since.' },
  ),
  account: Type.Object({
    opening: Amount,
    opening_minor: Type.Integer({ description: 'What the house owed before; below zero the stall did.' }),
    money: Amount,
    money_minor: Type.Integer({ description: 'What came for its bills, less what went back.' }),
    commission: Amount,
    commission_minor: Type.Integer(),
    kept: Amount,
    kept_minor: Type.Integer({ description: 'Cash that its own drawer took, less what went back from it.' }),
    paid_out: Amount,
    paid_out_minor: Type.Integer(),
    owed: Amount,
    owed_minor: Type.Integer({ description: 'What the house owes the stall at the end; below zero the stall does.' }),
  }),
  payouts: Type.Array(Payout),
  paid_out_so_far_minor: Type.Integer({ description: 'All pay-outs until now, for the next one.' }),
});
export type Statement = Static<typeof Statement>;
