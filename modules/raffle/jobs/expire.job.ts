import { Type } from 'typebox';
import { defineJob } from '../../../kernel/jobs/index.ts';
import { expireOrders } from '../actions/expire-orders.ts';

/** Ends what is past its time in one organization. */
export const expireJob = defineJob({
  name: 'raffle.expire',
  schema: Type.Object({}),
  run: (ctx) => expireOrders(ctx),
});
