import { type Static, Type } from 'typebox';
import { At, Currency, Id, nullable } from '../lib/schemas.ts';

/** The answers of the ledger's routes, shared with the screens. */

const Amount = Type.String({ description: 'Decimal text such as "12.50", with a minus for a credit.' });

export const LedgerAccount = Type.Object({
  code: Type.String({ description: 'E.g. assets:bank; what comes before the first colon is its kind.' }),
  name: nullable(
    Type.String({ description: 'Of the record that it stands for, such as a drawer; null: it has none.' }),
  ),
  balances: Type.Array(
    Type.Object({
      currency: Currency,
      debit: Amount,
      credit: Amount,
      balance: Type.String({ description: 'Debits less credits.' }),
      balance_minor: Type.Integer(),
      lines: Type.Integer(),
    }),
  ),
});

const LedgerLine = Type.Object({
  account: Type.String(),
  amount: Amount,
  amount_minor: Type.Integer({ description: 'Debits above zero, credits below.' }),
  currency: Currency,
});

export const LedgerEntry = Type.Object({
  id: Id,
  at: At,
  kind: Type.String({ description: 'E.g. payment.verified.' }),
  memo: Type.String(),
  subject: nullable(Type.Object({ type: Type.String(), id: Id })),
  reverses: nullable(Id),
  reversed_by: nullable(Id),
  actor: Type.String(),
  lines: Type.Array(LedgerLine),
});

export const LedgerEntryFilter = Type.Object(
  {
    account: Type.Optional(Type.String({ maxLength: 100 })),
    kind: Type.Optional(Type.String({ maxLength: 60 })),
    subject_id: Type.Optional(Id),
    from: Type.Optional(Type.String({ format: 'date' })),
    to: Type.Optional(Type.String({ format: 'date' })),
  },
  { additionalProperties: false },
);

const LedgerFault = Type.Object({
  kind: Type.String({
    description: 'E.g. unbalanced, reversal_differs, payment_without_entry; each is explained in the package’s README.',
  }),
  entry_id: nullable(Id),
  subject_id: nullable(Id),
  detail: Type.String(),
});

export const LedgerReport = Type.Object({
  ok: Type.Boolean(),
  entries: Type.Integer(),
  lines: Type.Integer(),
  fault_count: Type.Integer(),
  faults: Type.Array(LedgerFault, { description: 'The first 200.' }),
});

export type LedgerAccount = Static<typeof LedgerAccount>;
export type LedgerEntry = Static<typeof LedgerEntry>;
export type LedgerEntryFilter = Static<typeof LedgerEntryFilter>;
