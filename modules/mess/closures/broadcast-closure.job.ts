import { Type } from 'typebox';
import { broadcast, defineJob } from '../../../kernel/jobs/index.ts';
import { closureAudience } from '../students/audience.query.ts';
import { getClosure } from './closures.query.ts';
import { ClosureNoticeFields, sendClosureJob } from './send-closure.job.ts';

/**
 * Enqueues one job for each student whom a closure, or its end, affects. A second run sends nobody a second message.
 */
export const broadcastClosureJob = defineJob({
  name: 'mess.broadcast-closure',
  schema: Type.Object({ closure: Type.String({ format: 'uuid' }), ...ClosureNoticeFields }),
  async run(ctx, { closure, notice, days }) {
    const found = await getClosure(ctx, closure);
    if (!found.ok) return;
    const audience = await closureAudience(ctx, days ?? found.data);
    await broadcast(ctx, sendClosureJob, audience, ({ person_id: person }) => ({
      data: { closure, person, notice, ...(days && { days }) },
      once: `${notice} ${days?.from ?? ''} ${closure} ${person}`,
    }));
  },
});
