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

/** The contract of the job that sends one; it stands above, since the work needs draws and tickets. */
export const buyerNotice = {
  name: 'raffle.notify-buyer',
  schema: Type.Object({
    order: Type.String({ format: 'uuid' }),
    notice: BuyerNotice,
    /** of `list`, `won` and `drawn` */
    draw: Type.Optional(Type.String({ format: 'uuid' })),
  }),
};

/** Whether there may be a chat with the buyer: the chat of the order, or any chat of its person. */
export const reachable = (order: { conversation_id: string | null; person_id: string | null }) =>
  order.conversation_id !== null || order.person_id !== null;
