import { type Static, Type } from 'typebox';

/** The messages that the server sends to a buyer about an order, apart from the answers of the chat flow. */
export const BuyerNotice = Type.Union([
  Type.Literal('ticket'),
  Type.Literal('expired'),
  Type.Literal('cancelled'),
  Type.Literal('denied'),
  Type.Literal('owed'),
  Type.Literal('refunded'),
  Type.Literal('list'),
  Type.Literal('won'),
  Type.Literal('drawn'),
]);
export type BuyerNotice = Static<typeof BuyerNotice>;
