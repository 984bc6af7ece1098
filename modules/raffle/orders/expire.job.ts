import { Type } from 'typebox';
import { defineJob } from '../../../kernel/jobs/index.ts';
import { forgetAddresses } from '../numbers/forget-addresses.ts';
import { expireOrders } from './expire-orders.action.ts';

/** Ends what is past its time in one organization, and forgets where orders came from that ended long ago. */
export const expireJob = defineJob({
  name: 'raffle.expire',
  schema: Type.Object({}),
  async run(ctx) {
    await expireOrders(ctx);
    await forgetAddresses(ctx);
  },
});
