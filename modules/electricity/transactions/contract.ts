import { type Static, Type } from 'typebox';
import { Amount, At, Currency, Day, Id, nullable } from '../../../kernel/lib/schemas.ts';

const strict = { additionalProperties: false };

/** What moves a meter's units or money; each kind has its source in `sources.ts`. */
export const TRANSACTION_KINDS = ['purchase', 'token', 'adjustment', 'refund'] as const;
export type TransactionKind = (typeof TRANSACTION_KINDS)[number];
/** unknown: a provider was asked and has not answered */
export const TRANSACTION_STATUSES = ['pending', 'success', 'failed', 'unknown'] as const;
export type TransactionStatus = (typeof TRANSACTION_STATUSES)[number];

export const Transaction = Type.Object({
  id: Id,
  kind: Type.Enum([...TRANSACTION_KINDS]),
  status: Type.Enum([...TRANSACTION_STATUSES]),
  meter: Type.Object({ id: Id, number: Type.String(), name: Type.String() }),
  amount: nullable({ ...Amount, description: 'Below zero: money given back. Null: no money moved.' }),
  amount_minor: nullable(Type.Integer()),
  currency: nullable(Currency),
  wh: Type.Integer({ description: 'Units for the meter; below zero: units taken back.' }),
  via: nullable(
    Type.String({ description: 'The provider (mtn, airtel, …), else how it was paid: cash, proof, card, …' }),
  ),
  reference: nullable(Type.String({ description: 'Ours: of the payment.' })),
  provider_reference: nullable(Type.String({ description: 'The provider’s own, or that of the proof.' })),
  purchase_id: nullable(Id),
  owed: Type.Boolean({ description: 'The money came, but could not become units: it is to be given back.' }),
  pay_link: nullable(Type.String({ description: 'Where the money can be paid, while it is expected.' })),
  receipt_link: nullable(Type.String({ description: 'The receipt; with .pdf after it, the paper.' })),
  reason: Type.String(),
  by: Type.String(),
  created_at: At,
});
export type Transaction = Static<typeof Transaction>;

export const TransactionFilter = Type.Object(
  {
    kind: Type.Optional(Type.Enum([...TRANSACTION_KINDS])),
    status: Type.Optional(Type.Enum([...TRANSACTION_STATUSES])),
    meter: Type.Optional(Type.String({ maxLength: 40, description: 'The uuid or the number.' })),
    from: Type.Optional(Day),
    to: Type.Optional(Day),
  },
  strict,
);
export type TransactionFilter = Static<typeof TransactionFilter>;

export const TransactionFiles = Type.Object({ csv: Type.String(), xlsx: Type.String() });
export type TransactionFiles = Static<typeof TransactionFiles>;
