import { Type } from 'typebox';
import { sweep } from '../../../kernel/db/index.ts';
import { defineJob, enqueue } from '../../../kernel/jobs/index.ts';
import { notifyServedJob } from './notify-served.job.ts';
import { organizationsToNotify } from './served.query.ts';

/**
 * Each minute: finds organizations whose students wait for a message because a process died before it enqueued the job.
 */
export const sweepServedJob = defineJob({
  name: 'mess.sweep-served',
  schema: Type.Object({}),
  cron: '* * * * *',
  async run(ctx) {
    await sweep(ctx, {
      due: organizationsToNotify,
      async step(inside) {
        await enqueue(inside, notifyServedJob, {}, { singletonKey: 'notify' });
        return false;
      },
    });
  },
});
