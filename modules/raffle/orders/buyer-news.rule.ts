import { type Static, Type } from 'typebox';

/** What a buyer can be told about an order, apart from what the chat's own flow answers. */
export const BuyerNews = Type.Union([
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
export type BuyerNews = Static<typeof BuyerNews>;
