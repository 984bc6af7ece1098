import { Type } from 'typebox';
import { broadcast, defineJob } from '../../../kernel/jobs/index.ts';
import { rebateAudience } from './rebates.query.ts';
import { sendRebateJob } from './send-rebate.job.ts';

/** Enqueues one job for each student who got a rebate from a cycle. A second run sends nobody a second message. */
export const broadcastRebatesJob = defineJob({
  name: 'mess.broadcast-rebates',
  schema: Type.Object({ cycle: Type.String({ format: 'uuid' }) }),
  async run(ctx, { cycle }) {
    await broadcast(ctx, sendRebateJob, await rebateAudience(ctx, cycle), (person) => ({
      data: { cycle, person },
      once: `${cycle} ${person}`,
    }));
  },
});
