import { type Static, Type } from 'typebox';
import { Amount, At, Currency, Day, Id, nullable } from '../../../kernel/lib/schemas.ts';
import { CYCLE_PAYMENT_STATES } from '../cycles/contract.ts';
import { CycleRebates } from '../rebates/contract.ts';

/** A student's payment for a cycle; it has no id until somebody opens it. */
export const CyclePayment = Type.Object({
  id: nullable(Id),
  student: Type.Object({ id: Id, name: Type.String(), roll_number: Type.String() }),
  cycle: Type.Object({ id: Id, name: Type.String(), starts_on: Day, ends_on: Day }),
  state: Type.Enum([...CYCLE_PAYMENT_STATES]),
  price: Amount,
  price_minor: Type.Integer(),
  credit: Amount,
  credit_minor: Type.Integer({
    description: 'Of earlier rebates; below zero: taken back after a cycle took them, and added.',
  }),
  charges: Amount,
  charges_minor: Type.Integer({ description: 'What the settlement charged for meals before.' }),
  due: Amount,
  due_minor: Type.Integer(),
  currency: Currency,
  payment: nullable(
    Type.Object({
      id: Id,
      reference: Type.String(),
      state: Type.String(),
      amount: Amount,
      amount_minor: Type.Integer(),
      denial_reason: nullable(Type.String()),
    }),
  ),
  grace_until: nullable(Day),
  verified_at: nullable(At),
});
export type CyclePayment = Static<typeof CyclePayment>;

export const CyclePaymentFilter = Type.Object(
  {
    cycle_id: Type.Optional(Type.String({ format: 'uuid', description: 'Default: the cycle of today.' })),
    student_id: Type.Optional(Id),
    state: Type.Optional(Type.Enum([...CYCLE_PAYMENT_STATES])),
  },
  { additionalProperties: false },
);
export type CyclePaymentFilter = Static<typeof CyclePaymentFilter>;

export const OpenPaymentInput = Type.Object({ cycle_id: Type.Optional(Id) });

export const ProofInput = Type.Object({
  cycle_id: Type.Optional(Id),
  file_id: Type.Optional(Id),
  transaction_reference: Type.Optional(Type.String({ maxLength: 100 })),
  caption: Type.Optional(Type.String({ maxLength: 1000 })),
});
export type ProofInput = Static<typeof ProofInput>;

export const CashInput = Type.Object({
  cycle_id: Type.Optional(Id),
  note: Type.Optional(Type.String({ maxLength: 500 })),
});

export const VerifyInput = Type.Object({
  transaction_reference: Type.Optional(Type.String({ maxLength: 100 })),
  note: Type.Optional(Type.String({ maxLength: 500 })),
});

export const GraceInput = Type.Object({
  days: Type.Optional(Type.Integer({ minimum: 1, maximum: 31, description: 'Default: the setting.' })),
});

/** What a student sees of their money. */
export const Account = Type.Object({
  credit: Amount,
  credit_minor: Type.Integer({
    description: 'Credited and not yet taken by a cycle; below zero: the next one adds it.',
  }),
  charges: Amount,
  charges_minor: Type.Integer({ description: 'Charged by the settlement, and in no cycle’s amount yet.' }),
  currency: Currency,
  payments: Type.Array(CyclePayment),
  rebates: Type.Array(CycleRebates),
});

export type Account = Static<typeof Account>;
