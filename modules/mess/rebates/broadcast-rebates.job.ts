import { Type } from 'typebox';
import { transaction } from '../../../kernel/db/index.ts';
import { defineJob, enqueue } from '../../../kernel/jobs/index.ts';
import { ok } from '../../../kernel/lib/result.ts';
import { rebateAudience } from './rebates.query.ts';
import { sendRebateJob } from './send-rebate.job.ts';

/** Enqueued in one transaction; a hostel may have thousands. */
const BATCH = 200;

/** Enqueues one job for each student who got a rebate from a cycle. A second run sends nobody a second message. */
export const broadcastRebatesJob = defineJob({
  name: 'mess.broadcast-rebates',
  schema: Type.Object({ cycle: Type.String({ format: 'uuid' }) }),
  async run(ctx, { cycle }) {
    const audience = await rebateAudience(ctx, cycle);
    for (let from = 0; from < audience.length; from += BATCH) {
      await transaction(ctx, async (tx) => {
        for (const person of audience.slice(from, from + BATCH))
          await enqueue(tx, sendRebateJob, { cycle, person }, { once: `${cycle} ${person}` });
        return ok(null);
      });
    }
  },
});
