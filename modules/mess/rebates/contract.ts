import { type Static, Type } from 'typebox';
import { Amount, Currency, Day, Id, nullable } from '../../../kernel/lib/schemas.ts';

const RebateLine = Type.Object({
  kind: Type.Enum(['cut', 'closure', 'meal']),
  meal: nullable(Type.String({ description: 'The name of the meal that was closed; null: the whole days.' })),
  from: Day,
  to: Day,
  days: Type.Integer(),
  day: Type.String({ description: 'What one of the days gives back, or one of the meals.' }),
  day_minor: Type.Integer(),
  amount: Amount,
  amount_minor: Type.Integer(),
});

export const CycleRebates = Type.Object({
  cycle: Type.Object({ id: Id, name: Type.String(), starts_on: Day, ends_on: Day }),
  credited: Type.Boolean({ description: 'No: so far, and only when the cycle is paid.' }),
  lines: Type.Array(RebateLine),
  total: Amount,
  total_minor: Type.Integer(),
  currency: Currency,
});
export type CycleRebates = Static<typeof CycleRebates>;

export const Credited = Type.Object({ students: Type.Integer(), total: Amount, total_minor: Type.Integer() });
export type Credited = Static<typeof Credited>;
