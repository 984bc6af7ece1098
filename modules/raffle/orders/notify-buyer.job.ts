import { Type } from 'typebox';
import { defineJob } from '../../../kernel/jobs/index.ts';
import { BuyerNotice } from './buyer-notice.rule.ts';
import { notifyBuyer } from './notify-buyer.action.ts';

/**
 * A job and not a part of the transaction that causes the message. Drawing a ticket takes half a second. An incoming
 * chat message also locks the conversation's row before the order's, so the opposite order here would deadlock.
 */
export const notifyBuyerJob = defineJob({
  name: 'raffle.notify-buyer',
  schema: Type.Object({
    order: Type.String({ format: 'uuid' }),
    notice: BuyerNotice,
    /** of `list`, `won` and `drawn` */
    draw: Type.Optional(Type.String({ format: 'uuid' })),
  }),
  concurrency: 2,
  run: (ctx, { order, notice, draw }) => notifyBuyer(ctx, order, notice, draw ?? null),
});

/** Whether there may be a chat with the buyer: the chat of the order, or any chat of its person. */
export const reachable = (order: { conversation_id: string | null; person_id: string | null }) =>
  order.conversation_id !== null || order.person_id !== null;
