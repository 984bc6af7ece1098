import { type Static, Type } from 'typebox';
import { Amount, At, Currency, Day, nullable } from '../../../kernel/lib/schemas.ts';
import { BILL_STATES } from '../bills/contract.ts';

export const Portal = Type.Object({
  organization: Type.String(),
  exhibition: Type.Object({ name: Type.String(), place: nullable(Type.String()), starts_on: Day, ends_on: Day }),
  customer: Type.Object({ name: Type.String(), code: Type.String() }),
  currency: Currency,
  bill_count: Type.Integer(),
  total: Amount,
  due: Amount,
  bills: Type.Array(
    Type.Object({
      amount: Amount,
      due: Amount,
      state: Type.Enum([...BILL_STATES]),
      description: Type.String(),
      created_at: At,
      voided: Type.Boolean(),
    }),
  ),
  qr_svg: Type.String(),
  account_page: nullable(Type.String({ description: 'Where the customer can make an account, if they may.' })),
});
export type Portal = Static<typeof Portal>;
