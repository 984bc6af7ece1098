import { Type } from 'typebox';
import { defineJob } from '../../../kernel/jobs/index.ts';
import { BuyerNews } from './buyer-news.rule.ts';
import { notifyBuyer } from './notify-buyer.action.ts';

/**
 * A job rather than a line in the transaction that makes the news: drawing a ticket takes half a second, and the conversation's row is
 * locked before the order's when the buyer writes, so locking them the other way round would end in a deadlock.
 */
export const notifyBuyerJob = defineJob({
  name: 'raffle.notify-buyer',
  schema: Type.Object({
    order: Type.String({ format: 'uuid' }),
    news: BuyerNews,
    /** of `list`, `won` and `drawn` */
    draw: Type.Optional(Type.String({ format: 'uuid' })),
  }),
  concurrency: 2,
  run: (ctx, { order, news, draw }) => notifyBuyer(ctx, order, news, draw ?? null),
});

/** Whether there may be a chat with whoever ordered: the one they ordered in, or any of their person's. */
export const reachable = (order: { conversation_id: string | null; person_id: string | null }) =>
  order.conversation_id !== null || order.person_id !== null;
