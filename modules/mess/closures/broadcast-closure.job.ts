import { Type } from 'typebox';
import { transaction } from '../../../kernel/db/index.ts';
import { defineJob, enqueue } from '../../../kernel/jobs/index.ts';
import { ok } from '../../../kernel/lib/result.ts';
import { closureAudience } from '../students/audience.query.ts';
import { getClosure } from './closures.query.ts';
import { ClosureNewsFields, sendClosureJob } from './send-closure.job.ts';

/** Enqueued in one transaction; a hostel may have thousands. */
const BATCH = 200;

/**
 * Enqueues one job for each student whom a closure, or its end, affects. A second run sends nobody a second message.
 */
export const broadcastClosureJob = defineJob({
  name: 'mess.broadcast-closure',
  schema: Type.Object({ closure: Type.String({ format: 'uuid' }), ...ClosureNewsFields }),
  async run(ctx, { closure, news, days }) {
    const found = await getClosure(ctx, closure);
    if (!found.ok) return;
    const audience = await closureAudience(ctx, days ?? found.data);
    for (let from = 0; from < audience.length; from += BATCH) {
      await transaction(ctx, async (tx) => {
        for (const { person_id } of audience.slice(from, from + BATCH)) {
          const once = `${news} ${days?.from ?? ''} ${closure} ${person_id}`;
          await enqueue(tx, sendClosureJob, { closure, person: person_id, news, ...(days && { days }) }, { once });
        }
        return ok(null);
      });
    }
  },
});
