import { Type } from 'typebox';
import { defineJob } from '../../../kernel/jobs/index.ts';
import { expireOrders } from './expire-orders.action.ts';
import { forgetAddresses } from './forget-addresses.action.ts';

/** Ends expired reservations in one organization, and removes the addresses of orders that ended long ago. */
export const expireJob = defineJob({
  name: 'raffle.expire',
  schema: Type.Object({}),
  async run(ctx) {
    await expireOrders(ctx);
    await forgetAddresses(ctx);
  },
});
