import { Type } from 'typebox';
import { Amount, Currency, Day, Id } from '../../../kernel/lib/schemas.ts';

const Sum = Type.Object({ currency: Currency, total: Amount, total_minor: Type.Integer() });

export const Dashboard = Type.Object({
  today: Type.Object({
    day: Day,
    registrations: Type.Integer(),
    bills: Type.Integer(),
    sales: Type.Array(Sum),
    visitors: Type.Integer({ description: 'People who came by an entrance.' }),
    visits: Type.Integer({ description: 'How often they were let in.' }),
  }),
  by_day: Type.Array(
    Type.Object({ day: Day, registrations: Type.Integer(), bills: Type.Integer(), sales: Type.Array(Sum) }),
  ),
  by_hour: Type.Array(
    Type.Object({ hour: Type.Integer(), registrations: Type.Integer(), bills: Type.Integer(), visits: Type.Integer() }),
  ),
  top_customers: Type.Array(
    Type.Object({
      id: Id,
      code: Type.String(),
      name: Type.String(),
      bill_count: Type.Integer(),
      total: Amount,
      currency: Currency,
    }),
  ),
  by_exhibition: Type.Array(
    Type.Object({
      id: Id,
      name: Type.String(),
      registrations: Type.Integer(),
      bills: Type.Integer(),
      total: Amount,
      currency: Currency,
    }),
  ),
});
