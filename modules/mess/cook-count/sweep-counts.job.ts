import { Type } from 'typebox';
import { sweep } from '../../../kernel/db/index.ts';
import { defineJob, enqueue } from '../../../kernel/jobs/index.ts';
import { countsDue, uncountedOrganizations } from './counts-due.query.ts';
import { keepCountsJob } from './keep-counts.job.ts';

/** Every five minutes: organizations whose cut-off has passed, each by its own clock, or whose day is over. */
export const sweepCountsJob = defineJob({
  name: 'mess.sweep-counts',
  schema: Type.Object({}),
  cron: '*/5 * * * *',
  async run(ctx) {
    await sweep(ctx, {
      due: uncountedOrganizations,
      async step(inside) {
        const { count, toForecast } = await countsDue(inside);
        if (count || toForecast.length > 0) await enqueue(inside, keepCountsJob, {}, { singletonKey: 'counts' });
        return false;
      },
    });
  },
});
