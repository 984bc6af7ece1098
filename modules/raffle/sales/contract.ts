import { type Static, Type } from 'typebox';
import { Amount, At, Currency, Day, Id, nullable } from '../../../kernel/lib/schemas.ts';

export const ContactFilter = Type.Object({ raffle_id: Type.Optional(Id) }, { additionalProperties: false });

export const BuyerContact = Type.Object({
  id: Type.String({ description: 'The person, or the name and phone of orders that name none.' }),
  person_id: nullable(Id),
  name: Type.String(),
  phone: nullable(Type.String()),
  orders: Type.Integer(),
  paid_orders: Type.Integer(),
  numbers: Type.Integer({ description: 'Paid ones.' }),
  amount: Amount,
  amount_minor: Type.Integer(),
  currency: Currency,
  last_order_at: At,
});
export type BuyerContact = Static<typeof BuyerContact>;

/** Sold by day in the organization's zone, without gaps, and by hour of the last two days. */
export const Sales = Type.Object({
  currency: Currency,
  by_day: Type.Array(
    Type.Object({
      day: Day,
      orders: Type.Integer(),
      numbers: Type.Integer(),
      amount: Amount,
      amount_minor: Type.Integer(),
      total_numbers: Type.Integer({ description: 'Sold up to the end of this day.' }),
    }),
  ),
  by_hour: Type.Array(Type.Object({ at: At, orders: Type.Integer(), numbers: Type.Integer() })),
  by_channel: Type.Array(Type.Object({ channel: Type.String(), orders: Type.Integer(), numbers: Type.Integer() })),
});
export type Sales = Static<typeof Sales>;
