import { Type } from 'typebox';
import { sweep } from '../../../kernel/db/index.ts';
import { defineJob, enqueue } from '../../../kernel/jobs/index.ts';
import { expireJob } from './expire.job.ts';
import { overdueOrganizations } from './overdue.query.ts';

/** Each minute: a job for every organization that has reservations past their time. */
export const sweepJob = defineJob({
  name: 'raffle.sweep',
  schema: Type.Object({}),
  cron: '* * * * *',
  async run(ctx) {
    await sweep(ctx, {
      due: overdueOrganizations,
      async step(inside) {
        // One waiting job is enough: it ends every expired reservation when it runs.
        await enqueue(inside, expireJob, {}, { singletonKey: 'expire' });
        return false;
      },
    });
  },
});
