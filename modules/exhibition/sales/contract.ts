import { type Static, Type } from 'typebox';
import { Amount, Currency, Day, Id, nullable } from '../../../kernel/lib/schemas.ts';
import { PAYMENT_METHODS } from '../../../kernel/payments/contract.ts';
import { Bill } from '../bills/contract.ts';

export const SalesQuery = Type.Object({
  from: Type.Optional(Type.String({ format: 'date', description: 'First day; default: today.' })),
  to: Type.Optional(
    Type.String({ format: 'date', description: 'Last day; default: the first, and at most a year later.' }),
  ),
  exhibition_id: Type.Optional(Id),
});
export type SalesQuery = Static<typeof SalesQuery>;

const Sum = { count: Type.Integer(), amount: Amount, amount_minor: Type.Integer(), currency: Currency };

/** Sales of a span of days, by the day on which a bill was added, or sold without a network; payments by the moment at which they came. */
export const Sales = Type.Object({
  from: Day,
  to: Day,
  totals: Type.Array(
    Type.Object({
      currency: Currency,
      bills: Type.Integer(),
      total: Amount,
      total_minor: Type.Integer(),
      paid: Amount,
      refunded: Amount,
      due: Amount,
      voided: Type.Integer(),
    }),
  ),
  by_method: Type.Array(
    Type.Object({ method: Type.Enum([...PAYMENT_METHODS]), ...Sum, refunded: Amount, refunded_minor: Type.Integer() }),
  ),
  by_cashier: Type.Array(Type.Object({ cashier: Type.String(), ...Sum })),
  by_hour: Type.Array(Type.Object({ hour: Type.Integer(), ...Sum })),
  by_item: Type.Array(
    Type.Object({
      item: Type.String(),
      quantity: Type.String({ description: 'Pieces or kilograms.' }),
      ...Sum,
      returned_quantity: Type.String(),
      returned: Amount,
      returned_minor: Type.Integer(),
    }),
    {
      description: 'What bills of lines say, less what came back of them (`returned`); of others their description.',
    },
  ),
  by_tax: Type.Array(
    Type.Object({
      percent: Type.String(),
      currency: Currency,
      net: Amount,
      net_minor: Type.Integer(),
      tax: Amount,
      tax_minor: Type.Integer(),
    }),
    { description: 'Of what standing bills ask for, without what was refunded.' },
  ),
  arrived_later: Type.Array(Type.Object(Sum), {
    description: 'Of these, sales without a network that came to the server on another day.',
  }),
  by_stall: Type.Array(
    Type.Object({
      stall_id: nullable(Id),
      stall: nullable(Type.String({ description: 'Code and name; null: the house.' })),
      ...Sum,
      returned: Amount,
      returned_minor: Type.Integer(),
    }),
  ),
  visitors: nullable(
    Type.Object(
      {
        people: Type.Integer({ description: 'Each counted once.' }),
        visits: Type.Integer({ description: 'How often they were let in.' }),
        by_hour: Type.Array(Type.Object({ hour: Type.Integer(), people: Type.Integer(), visits: Type.Integer() })),
      },
      { description: 'Null where there is no entrance, and for callers who may not see customers.' },
    ),
  ),
  unpaid: Type.Array(Bill, { description: 'Open and part-paid bills of the span, the newest 200.' }),
});
export type Sales = Static<typeof Sales>;
