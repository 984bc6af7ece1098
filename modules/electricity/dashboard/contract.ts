import { type Static, Type } from 'typebox';
import { Amount, Currency, Day } from '../../../kernel/lib/schemas.ts';

const Sums = {
  sales: Type.Integer({ description: 'Purchases and sold vouchers.' }),
  /** what was paid, without what was given back */
  net: Amount,
  net_minor: Type.Integer(),
  refunded: Amount,
  vat: { ...Amount, description: 'Contained in the net amount; of vouchers, of what was redeemed.' },
  sold_wh: Type.Integer({ description: 'Purchases and redeemed vouchers, without units that were taken back.' }),
};
const Span = Type.Object({ ...Sums, used_wh: Type.Integer() });

export const Dashboard = Type.Object({
  currency: Currency,
  today: Span,
  month: Span,
  last_month: Span,
  by_month: Type.Array(Type.Object({ ...Span.properties, month: Day }), { description: 'Twelve, this one last.' }),
  by_day: Type.Array(Type.Object({ ...Span.properties, day: Day }), { description: 'Thirty, today last.' }),
  by_class: Type.Array(Type.Object({ ...Sums, class: Type.String() }), {
    description: 'What was credited in this month, redeemed vouchers at what they cost.',
  }),
  by_method: Type.Array(Type.Object({ ...Sums, method: Type.String() }), {
    description: 'Income of this month; vouchers when they are sold.',
  }),
});
export type Dashboard = Static<typeof Dashboard>;
