import { Type } from 'typebox';
import { sweep } from '../../../kernel/db/index.ts';
import { defineJob, enqueue } from '../../../kernel/jobs/index.ts';
import { notifyServedJob } from './notify-served.job.ts';
import { organizationsToNotify } from './waiting.query.ts';

/**
 * Each minute: organizations whose students wait to hear of a meal, because a process died before it asked for the job.
 */
export const sweepServedJob = defineJob({
  name: 'mess.sweep-served',
  schema: Type.Object({}),
  cron: '* * * * *',
  async run(ctx) {
    await sweep(ctx, {
      due: organizationsToNotify,
      async step(inside) {
        await enqueue(inside, notifyServedJob, {}, { singletonKey: 'tell' });
        return false;
      },
    });
  },
});
