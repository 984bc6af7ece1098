import { type Static, Type } from 'typebox';
import { Amount, At, Currency, Day, Id, nullable } from '../../../kernel/lib/schemas.ts';

export const CycleInput = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 120 }),
  starts_on: Day,
  ends_on: Day,
  price: Type.String({ maxLength: 30, description: 'Above 0, e.g. "3600".' }),
});
export type CycleInput = Static<typeof CycleInput>;

export const CyclePatch = Type.Partial(CycleInput);
export type CyclePatch = Static<typeof CyclePatch>;

export const Cycle = Type.Object({
  id: Id,
  name: Type.String(),
  starts_on: Day,
  ends_on: Day,
  days: Type.Integer(),
  price: Amount,
  price_minor: Type.Integer(),
  currency: Currency,
  current: Type.Boolean(),
  payments: Type.Object({ uploaded: Type.Integer(), verified: Type.Integer(), denied: Type.Integer() }),
  rebates_credited_at: nullable(At),
  created_at: At,
  updated_at: At,
});
export type Cycle = Static<typeof Cycle>;

export const CYCLE_PAYMENT_STATES = ['none', 'uploaded', 'verified', 'denied'] as const;

export type CyclePaymentState = (typeof CYCLE_PAYMENT_STATES)[number];
