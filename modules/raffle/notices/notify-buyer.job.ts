import { defineJob } from '../../../kernel/jobs/index.ts';
import { buyerNotice } from '../orders/buyer-notice.rule.ts';
import { notifyBuyer } from './notify-buyer.action.ts';

/**
 * A job and not a part of the transaction that causes the message. Drawing a ticket takes half a second. An incoming
 * chat message also locks the conversation's row before the order's, so the opposite order here would deadlock.
 */
export const notifyBuyerJob = defineJob({
  ...buyerNotice,
  concurrency: 2,
  run: (ctx, { order, notice, draw }) => notifyBuyer(ctx, order, notice, draw ?? null),
});
