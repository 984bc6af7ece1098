import { type Static, Type } from 'typebox';
import { PageBrand } from '../../../kernel/branding/contract.ts';
import { Amount, At, Currency, Day, nullable } from '../../../kernel/lib/schemas.ts';
import { BILL_STATES } from '../bills/contract.ts';
import { Answer } from '../form/contract.ts';

export const Portal = Type.Object({
  organization: Type.String(),
  exhibition: Type.Object({ name: Type.String(), place: nullable(Type.String()), starts_on: Day, ends_on: Day }),
  customer: Type.Object({ name: Type.String(), code: Type.String() }),
  answers: Type.Array(Answer),
  may_give_up: Type.Boolean({ description: 'Whether the customer may give their place to somebody who waits.' }),
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
  visits: Type.Array(Type.Object({ day: Day, at: At }), { description: 'The newest first, 100 at most.' }),
  qr_svg: Type.String(),
  account_page: nullable(Type.String({ description: 'Where the customer can make an account, if they may.' })),
});
export type Portal = Static<typeof Portal>;

/** The same as a page of its own. */
export const CustomerPage = Type.Object({ ...Portal.properties, brand: PageBrand });
export type CustomerPage = Static<typeof CustomerPage>;
